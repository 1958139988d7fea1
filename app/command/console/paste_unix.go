//go:build !windows

package console

import "golang.org/x/sys/unix"

// passKeys has a terminal pass on each key at once and show none, in place of editing lines. Ctrl+C is
// a signal as before. It is false when that is no terminal, or one that cannot.
func (t TTY) passKeys() (restore func(), ok bool) {
	if !t.IsTerminal() {
		return nil, false
	}
	terminal := int(t.file.Fd())
	before, err := unix.IoctlGetTermios(terminal, getTermios)
	if err != nil {
		return nil, false
	}
	passing := *before
	passing.Lflag &^= unix.ICANON | unix.ECHO
	passing.Cc[unix.VMIN], passing.Cc[unix.VTIME] = 1, 0
	if unix.IoctlSetTermios(terminal, setTermios, &passing) != nil {
		return nil, false
	}
	return func() { _ = unix.IoctlSetTermios(terminal, setTermios, before) }, true
}
