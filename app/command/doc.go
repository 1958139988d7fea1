// Package command is the console: the same program for scripts, servers and
// remote sessions. Everything the window can do, a command can do.
//
// It holds the grammar, what is said of it, and how an error ends the program. Each group of
// commands is a package below, and what they share is in console.
//
// Results go to standard output, progress and problems to standard error. exit.go has the
// exit statuses, which tell scripts what has happened.
package command
