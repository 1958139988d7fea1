// Package outputfile writes files that take their names only when they are complete.
package outputfile

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

// Write writes a file that takes its name only when it is complete, so that
// an old one is never lost to a failed export. What is no file, such as a pipe
// or /dev/null, and what standard output already goes to are written as they are. What a kill left of earlier ones is removed.
func Write(path string, write func(io.Writer) error) error {
	mode := fs.FileMode(0o600)
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		path = resolved // what a link leads to is replaced, not the link
	}
	switch info, err := os.Stat(path); {
	case err != nil: // it is new, or the place for it will say what is wrong
	case goesTo(os.Stdout, info): // by /dev/stdout: the shell goes on writing to it
		return writeTo(os.Stdout, path, write)
	case goesTo(os.Stderr, info):
		return writeTo(os.Stderr, path, write)
	case info.Mode().IsRegular():
		mode = info.Mode().Perm()
	case info.IsDir():
		return &Error{path, errors.New("it is a folder")}
	default:
		return writeDevice(path, write)
	}
	removeUnfinished(filepath.Dir(path))
	file, err := createUnfinished(filepath.Dir(path))
	if err != nil {
		return &Error{path, err}
	}
	defer file.discard()
	if err := writeTo(file.File, path, write); err != nil {
		return err
	}
	return failed(path, file.publish(path, mode))
}

func writeDevice(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return &Error{path, err}
	}
	return errors.Join(writeTo(file, path, write), failed(path, file.Close()))
}

// goesTo reports whether what is written to an open file goes to the one that info is of.
func goesTo(open *os.File, info fs.FileInfo) bool {
	of, err := open.Stat()
	return err == nil && os.SameFile(of, info)
}

// writeTo writes on where an open file is.
func writeTo(file *os.File, path string, write func(io.Writer) error) error {
	return write(&outputFile{file: file, path: path})
}

// outputFile tells the errors of the output from those of what is written to it.
type outputFile struct {
	file *os.File
	path string
}

func (o *outputFile) Write(p []byte) (int, error) {
	n, err := o.file.Write(p)
	return n, failed(o.path, err)
}

func failed(path string, err error) error {
	if err == nil {
		return nil
	}
	return &Error{path, err}
}

// Error is a file that could not be written.
type Error struct {
	Path string
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("writing %s: %v", e.Path, e.Err) }

// Unwrap returns why.
func (e *Error) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *Error) Message() connector.Message {
	data := connector.Data{"Path": e.Path, "Folder": filepath.Dir(e.Path), "Reason": Reason(e.Err)}
	if errors.Is(e.Err, syscall.ENOSPC) {
		return connector.Message{ID: "console.output-disk-full", Data: data}
	}
	return connector.Message{ID: "console.output-file", Data: data}
}

// Reason is what the system says is wrong, without the path.
func Reason(err error) error {
	var of *fs.PathError
	var between *os.LinkError
	if errors.As(err, &of) {
		return of.Err
	} else if errors.As(err, &between) {
		return between.Err
	}
	return err
}
