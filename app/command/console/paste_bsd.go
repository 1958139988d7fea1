//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package console

import "golang.org/x/sys/unix"

// How the settings of a terminal are asked for and changed.
const (
	getTermios = unix.TIOCGETA
	setTermios = unix.TIOCSETA
)
