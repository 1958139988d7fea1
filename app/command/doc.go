// Package command is the console: the same program for scripts, servers and
// remote sessions. Everything the window can do, a command can do.
//
// Results go to standard output, progress and problems to standard error. The
// exit status is 0 when it is done, also with warnings, 1 when it failed, and 2
// when the command was called wrongly.
package command
