//go:build windows || darwin

package background

import "context"

// Available reports whether the desktop has a notification area: these systems
// always do.
func Available() bool { return true }

// whenGone calls gone when the notification area has gone, until ctx ends: here it
// stays.
func whenGone(context.Context, func()) {}
