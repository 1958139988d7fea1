//go:build !windows && !darwin

// Package desktop says whether somebody could see a window.
package desktop

import "os"

// Present reports whether a window can be shown: not in a remote shell or a service.
func Present() bool { return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "" }
