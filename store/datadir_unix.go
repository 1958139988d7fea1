//go:build !windows

package store

import "os"

// makePrivate makes a folder that only its owner may enter.
func makePrivate(dir string) error { return os.MkdirAll(dir, 0o700) }

// checkOwner has nothing to check: the platform's place lies in the user's home.
func checkOwner(string) error { return nil }
