package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

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
	if err := writeFile(path, write); err != nil {
		return err
	}
	c.note("Wrote %s.", path)
	if c.json {
		return c.printJSON(fileRow{path})
	}
	return nil
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

// writeFile writes a file that takes its name only when it is complete, so that
// an old one is never lost to a failed export. What is no file, such as a pipe
// or /dev/null, is written as it is. What a kill left of earlier ones is removed.
func writeFile(path string, write func(io.Writer) error) error {
	mode := fs.FileMode(0o600)
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		path = resolved // what a link leads to is replaced, not the link
	}
	switch info, err := os.Stat(path); {
	case err != nil: // it is new, or the place for it will say what is wrong
	case info.Mode().IsRegular():
		mode = info.Mode().Perm()
	case info.IsDir():
		return &outputError{path, errors.New("it is a folder")}
	default:
		return writeDevice(path, write)
	}
	removeUnfinished(filepath.Dir(path))
	file, err := createUnfinished(filepath.Dir(path))
	if err != nil {
		return &outputError{path, err}
	}
	defer file.discard()
	out := &outputFile{file: file.File, path: path}
	if err := write(out); err != nil {
		return err
	}
	return out.failed(file.publish(path, mode))
}

func writeDevice(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return &outputError{path, err}
	}
	out := &outputFile{file: file, path: path}
	return errors.Join(write(out), out.failed(file.Close()))
}

// outputFile tells the errors of the output from those of what is written to it.
type outputFile struct {
	file *os.File
	path string
}

func (o *outputFile) Write(p []byte) (int, error) {
	n, err := o.file.Write(p)
	return n, o.failed(err)
}

func (o *outputFile) failed(err error) error {
	if err == nil {
		return nil
	}
	return &outputError{o.path, err}
}

// outputError is a file that could not be written, or standard output when path is
// empty.
type outputError struct {
	path string
	err  error
}

func (e *outputError) Error() string {
	if e.path == "" {
		return fmt.Sprintf("writing standard output: %v", e.err)
	}
	return fmt.Sprintf("writing %s: %v", e.path, e.err)
}

func (e *outputError) Unwrap() error { return e.err }

// Message implements [connector.Explained].
func (e *outputError) Message() connector.Message {
	reason := e.err
	var of *fs.PathError
	var between *os.LinkError
	if errors.As(e.err, &of) {
		reason = of.Err
	} else if errors.As(e.err, &between) {
		reason = between.Err
	}
	data := connector.Data{"Path": e.path, "Folder": filepath.Dir(e.path), "Reason": reason.Error()}
	switch {
	case e.path == "":
		return connector.Message{ID: "console.output", Data: data}
	case errors.Is(e.err, syscall.ENOSPC):
		return connector.Message{ID: "console.output-disk-full", Data: data}
	default:
		return connector.Message{ID: "console.output-file", Data: data}
	}
}
