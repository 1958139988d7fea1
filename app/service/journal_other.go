//go:build !linux

package service

import "io"

// IsJournal reports whether what is written goes to systemd's journal, which is on Linux alone.
func IsJournal(io.Writer) bool { return false }
