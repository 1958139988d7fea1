package lock

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// A window that is asked to come to the front removes the file that asks. Files do it, and no socket, because the path of a data
// directory may be longer than a socket's.
const (
	windowFile = "window.lock"
	frontFile  = "window.front"

	glance   = 50 * time.Millisecond
	patience = 3 * time.Second // for a window that is busy
)

// ToFront asks the window that is open for a data directory to come to the front, and reports whether there is one that did. It makes
// no file where none is open.
func ToFront(ctx context.Context, dir string) bool {
	path := filepath.Join(dir, Folder, windowFile)
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	file := flock.New(path)
	acquired, err := file.TryLock()
	if acquired {
		_ = file.Unlock()
	}
	if acquired || err != nil {
		return false
	}
	letInFront(readHolder(path).pid)
	request := filepath.Join(dir, Folder, frontFile)
	if err := os.WriteFile(request, nil, 0o600); err != nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	look := time.NewTicker(glance)
	defer look.Stop()
	for {
		if _, err := os.Lstat(request); os.IsNotExist(err) {
			return true
		}
		select {
		case <-look.C:
		case <-ctx.Done(): // it hangs, or is of a version that does not look
			return os.Remove(request) != nil
		}
	}
}

// AskedToFront reports whether the window that is open for a data directory was asked to come to the front since the last look.
func AskedToFront(dir string) bool { return os.Remove(filepath.Join(dir, Folder, frontFile)) == nil }
