package console

import (
	"fmt"
	"io"
	"runtime"

	"golang.org/x/text/transform"

	"inventorybeacon/app/outputfile"
	"inventorybeacon/connector"
)

// fileRow is a file that was written, as JSON.
type fileRow struct {
	File string `json:"file"`
}

// IsStandardOutput reports whether the path of a file stands for standard output, as none does, and "-".
func IsStandardOutput(path string) bool { return path == "" || path == "-" }

// WriteTo writes to standard output, or to a file.
func (c *Console) WriteTo(path string, write func(io.Writer) error) error {
	if IsStandardOutput(path) {
		return write(c.Out)
	}
	if err := outputfile.Write(path, write); err != nil {
		return err
	}
	c.Note("Wrote %s.", path)
	if c.JSON {
		return c.PrintJSON(fileRow{path})
	}
	return nil
}

// OutputErr is the first error of writing standard output.
func (c *Console) OutputErr() error { return c.output.err }

// InASCII has JSON written in ASCII where programs of Windows read it.
func (c *Console) InASCII() {
	if runtime.GOOS == "windows" && c.JSON && !c.OutTTY.IsTerminal() {
		c.output.to = transform.NewWriter(c.output.to, asciiJSON{}) // JSON ends with a whole character
	}
}

// standardOutput remembers the first error, so that none is lost, however little
// who writes looks at it.
type standardOutput struct {
	to  io.Writer
	tty TTY
	err error
}

// Width implements [export.Terminal].
func (o *standardOutput) Width() int { return o.tty.Width() }

func (o *standardOutput) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.to.Write(p)
	if err != nil {
		o.err = &OutputError{err: err}
	}
	return n, o.err
}

// OutputError is standard output that could not be written.
type OutputError struct{ err error }

func (e *OutputError) Error() string { return fmt.Sprintf("writing standard output: %v", e.err) }

func (e *OutputError) Unwrap() error { return e.err }

// Message implements [connector.Explained].
func (e *OutputError) Message() connector.Message {
	return connector.Message{ID: "console.output", Data: connector.Data{"Reason": outputfile.Reason(e.err)}}
}
