package lock

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// How long a process waits for another one that reads, and how often it looks.
const (
	readPatience = 10 * time.Second
	betweenLooks = 50 * time.Millisecond
)

// StoreToRead is [Store] for a process that reads the connections of a data directory that it
// cannot write: it keeps out those who could write them elsewhere, as where the directory is
// mounted twice. They are shared when that is too late: the lock is held, and they are open, as
// isOpen says. While another process only reads them, it waits for its turn. Where there is no
// file to lock, and none can be made, nobody has locked it. The error may be an
// [OpenElsewhereError].
func StoreToRead(ctx context.Context, dir string, isOpen func() bool) (release func(), shared bool, err error) {
	waiting, stop := context.WithTimeout(ctx, readPatience)
	defer stop()
	for {
		release, shared, err := tryToRead(dir, isOpen)
		if held := (*OpenElsewhereError)(nil); !errors.As(err, &held) {
			return release, shared, err
		}
		select {
		case <-waiting.Done():
			if ctx.Err() != nil {
				return nil, false, context.Cause(ctx)
			}
			return nil, false, &OpenElsewhereError{Dir: dir, Reading: true}
		case <-time.After(betweenLooks):
		}
	}
}

func tryToRead(dir string, isOpen func() bool) (release func(), shared bool, err error) {
	release, err = Store(dir)
	var held *OpenElsewhereError
	switch {
	case errors.As(err, &held) && isOpen():
		release, err = ShareStore(dir)
		return release, true, err
	case err == nil || errors.As(err, &held) || !isMissing(filepath.Join(dir, Folder, storeFile)):
		return release, false, err
	default:
		return func() {}, false, nil
	}
}

func isMissing(path string) bool {
	_, err := os.Lstat(path)
	return errors.Is(err, fs.ErrNotExist)
}
