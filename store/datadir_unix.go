//go:build !windows

package store

import "os"

// makePrivate makes a folder that only its owner may enter.
func makePrivate(dir string) error { return os.MkdirAll(dir, 0o700) }
