//go:build !windows

package console

import (
	"os"
)

// canDraw says whether a terminal obeys escape sequences.
func canDraw(*os.File) bool { return true }
