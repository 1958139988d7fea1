//go:build !windows

package command

// AttachConsole has nothing to attach: every program has the streams of who has started it.
func AttachConsole() {}
