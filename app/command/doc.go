// Package command is the console: the same program for scripts, servers and
// remote sessions. Everything the window can do, a command can do.
//
// Results go to standard output, progress and problems to standard error. exit.go has the
// exit statuses, which tell scripts what has happened.
package command
