// Package filechooser asks for files with the dialogs that the system has itself. They know the places, drives and recent files of
// the account, and look like those of every other program.
package filechooser

import (
	"context"
	"errors"
)

// ErrNone says that the system has no dialog for files.
var ErrNone = errors.New("the system has no dialog for files")

// Request says what is asked for.
type Request struct {
	// Title is that of the dialog.
	Title string
	// Name is what a file that is written is called at first.
	Name string
	// Extensions are those of the files that are listed, such as ".json"; none lists all.
	Extensions []string
	// Folder says that a folder is asked for in place of a file, by [System.Open].
	Folder bool
	// Parent is the window over which the dialog stands: its HWND on Windows, its X11 window elsewhere; 0 for none.
	Parent uintptr
}

// System is the system that the program runs on. Its methods wait for the person who chooses: they are not called on the goroutine of
// a window.
type System struct{}

// Open asks for a file that is there and returns its path; an empty one when nobody has chosen. The error is [ErrNone] where the
// system has no such dialog.
func (System) Open(ctx context.Context, r Request) (path string, err error) { return open(ctx, r) }

// Save asks where a file is to be written, and whether it may take the place of one that is there. It returns what
// [System.Open] does.
func (System) Save(ctx context.Context, r Request) (path string, err error) { return save(ctx, r) }
