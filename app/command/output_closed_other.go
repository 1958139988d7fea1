//go:build !cgo || windows

package command

import (
	"io"
	"os"
)

// StandardOutput is where the program prints. On Windows one that is closed says so.
func StandardOutput() io.Writer { return os.Stdout }
