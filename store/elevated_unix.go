//go:build !windows

package store

import (
	"errors"
	"os"
)

// elevationAdvice says how to run the program as an administrator.
const elevationAdvice = "Run Inventory Beacon as an administrator: sudo inventory-beacon."

// Elevated says whether the process runs as an administrator.
func Elevated() bool { return os.Geteuid() == 0 }

// RestartElevated is for Windows alone; elsewhere it returns
// [errors.ErrUnsupported], and sudo is the way.
func RestartElevated([]string) error { return errors.ErrUnsupported }
