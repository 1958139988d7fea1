package command

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

// writeTo writes to standard output, or to a file.
func (c *console) writeTo(path string, write func(io.Writer) error) error {
	if path == "" {
		return write(c.Out)
	}
	if err := outputfile.Write(path, write); err != nil {
		return err
	}
	c.note("Wrote %s.", path)
	if c.json {
		return c.printJSON(fileRow{path})
	}
	return nil
}

// outputErr is the first error of writing standard output.
func (c *console) outputErr() error { return c.output.err }

// inASCII has JSON written in ASCII where programs of Windows read it.
func (c *console) inASCII() {
	if runtime.GOOS == "windows" && c.json && !c.outTTY.there() {
		c.output.to = transform.NewWriter(c.output.to, asciiJSON{}) // JSON ends with a whole character
	}
}

// standardOutput remembers the first error, so that none is lost, however little
// who writes looks at it.
type standardOutput struct {
	to  io.Writer
	tty tty
	err error
}

// Width implements [export.Terminal].
func (o *standardOutput) Width() int { return o.tty.width() }

func (o *standardOutput) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.to.Write(p)
	if err != nil {
		o.err = &outputError{err: err}
	}
	return n, o.err
}

// outputError is standard output that could not be written.
type outputError struct{ err error }

func (e *outputError) Error() string { return fmt.Sprintf("writing standard output: %v", e.err) }

func (e *outputError) Unwrap() error { return e.err }

// Message implements [connector.Explained].
func (e *outputError) Message() connector.Message {
	return connector.Message{ID: "console.output", Data: connector.Data{"Reason": outputfile.Reason(e.err)}}
}
