// Package logfile is a file of lines that any number of processes append to at
// once, and that is renamed away when it has grown.
//
// Writing takes no lock: each line is one write that the system appends as a whole.
// Only who renames the file holds one, and nobody waits for it, so that a process
// that hangs never holds up the others.
package logfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// Name is the name of the log in the data directory.
const Name = "inventory-beacon.log"

// Options say how much is kept.
type Options struct {
	// Lock is the path of the lock file of whoever renames; its folder is made.
	Lock string
	// Size in bytes is how large the file may grow before it is renamed.
	Size int64
	// Kept is how many renamed files are kept.
	Kept int
	// Age is how long renamed files are kept.
	Age time.Duration
}

// File is a log file. Any number of goroutines and processes may write to it.
type File struct {
	path    string
	options Options
	rename  func(from, to string) error // os.Rename

	mu   sync.Mutex
	file *os.File    // nil before the first line
	info fs.FileInfo // which file that is
	next int64       // the size at which to try again to rename it
}

// New writes to path, which is made with the first line.
func New(path string, options Options) *File {
	return &File{path: path, options: options, rename: os.Rename, next: options.Size}
}

// Write appends one whole line.
func (f *File) Write(line []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	first := f.file == nil
	size, err := f.follow()
	if err != nil {
		return 0, err
	}
	if first {
		f.tidy()
	}
	if size > 0 && size+int64(len(line)) > f.next {
		f.rotate(size)
	}
	return f.file.Write(line)
}

// follow opens the file, and again when another process has renamed it since. A
// line that is written in between stands at the end of the renamed one. The size
// is that of the file.
func (f *File) follow() (size int64, err error) {
	info, err := os.Stat(f.path)
	if f.file != nil && err == nil && os.SameFile(info, f.info) {
		return info.Size(), nil
	}
	opened, err := openAppending(f.path)
	if err == nil {
		if info, err = opened.Stat(); err != nil {
			err = errors.Join(err, opened.Close())
		}
	}
	switch {
	case err == nil:
		if f.file != nil {
			_ = f.file.Close() // every line in it was written
		}
		f.file, f.info, f.next = opened, info, f.options.Size
		return info.Size(), nil
	case f.file != nil: // better there than nowhere
		return 0, nil
	default:
		return 0, err
	}
}

// rotate renames the file, unless another process is doing so or has done it. When
// the system refuses, as Windows does while somebody has the file open who did not
// allow it, the file grows on by a tenth until it is tried again.
func (f *File) rotate(size int64) {
	f.exclusive(func() {
		info, err := os.Stat(f.path)
		if err != nil || !os.SameFile(info, f.info) {
			return
		}
		if f.rename(f.path, f.freeName()) != nil {
			f.next = size + f.options.Size/10
			return
		}
		f.prune()
	})
	_, _ = f.follow()
}

// tidy drops what has grown too old since the last process ran.
func (f *File) tidy() { f.exclusive(f.prune) }

// exclusive calls do while no other process renames or removes files; never, when one
// is doing so just now.
func (f *File) exclusive(do func()) {
	if os.MkdirAll(filepath.Dir(f.options.Lock), 0o700) != nil {
		return
	}
	lock := flock.New(f.options.Lock, flock.SetPermissions(0o600))
	if locked, err := lock.TryLock(); err != nil || !locked {
		return
	}
	defer func() { _ = lock.Unlock() }() // closing the file is all it does
	do()
}

// Close closes the file; a later line opens it again.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.file == nil {
		return nil
	}
	err := f.file.Close()
	f.file = nil
	return err
}
