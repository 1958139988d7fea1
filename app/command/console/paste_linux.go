package console

import "golang.org/x/sys/unix"

// How the settings of a terminal are asked for and changed.
const (
	getTermios = unix.TCGETS
	setTermios = unix.TCSETS
)
