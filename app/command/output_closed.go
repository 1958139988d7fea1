//go:build cgo && !windows

package command

// extern int standard_output_closed;
import "C"

import (
	"errors"
	"io"
	"os"
)

// StandardOutput is where the program prints. One that was closed when the program was
// started (>&- in a shell) cannot be written: the Go runtime puts /dev/null in its place
// (checkfds in runtime/fds_unix.go), in which everything would be lost without a word.
func StandardOutput() io.Writer {
	if C.standard_output_closed != 0 {
		return closedOutput{}
	}
	return os.Stdout
}

type closedOutput struct{}

func (closedOutput) Write([]byte) (int, error) { return 0, errors.New("it is closed") }
