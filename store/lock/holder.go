package lock

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"

	"inventorybeacon/store/sqlite"
)

// acquire takes a lock and writes this process into its file. busy makes the error
// when another process holds it.
func acquire(dir, name, role string, busy func(held holder) error) (release func(), err error) {
	file, err := open(dir, name)
	if err != nil {
		return nil, err
	}
	path := file.Path()
	acquired, err := file.TryLock()
	if err != nil {
		return nil, sqlite.CannotWrite(path, err)
	}
	if !acquired {
		return nil, busy(readHolder(path))
	}
	release = func() { _ = file.Unlock() } // closing the file is all it does
	if err := writeHolder(path, role); err != nil {
		release()
		return nil, sqlite.CannotWrite(path, err)
	}
	return release, nil
}

// holder is the process that holds a lock.
type holder struct {
	pid  int
	role string
}

func open(dir, name string) (*flock.Flock, error) {
	path := filepath.Join(dir, Folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, sqlite.CannotWrite(path, err)
	}
	return flock.New(path, flock.SetPermissions(0o600)), nil
}

// The lock covers the first byte of the file, which other processes cannot read
// on Windows while it is locked. The process id and its role stand after it.
const holderOffset = 1

func writeHolder(path, role string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	// Ten places are wider than any process id and role, so that none of a longer
	// one stays.
	_, err = file.WriteAt(fmt.Appendf(nil, "%-10d\n%-10s\n", os.Getpid(), role), holderOffset)
	return errors.Join(err, file.Close())
}

// readHolder returns the process that wrote itself into the lock file, or none.
func readHolder(path string) holder {
	content := make([]byte, 21)
	file, err := os.Open(path)
	if err != nil {
		return holder{}
	}
	defer func() { _ = file.Close() }()
	n, _ := file.ReadAt(content, holderOffset)
	first, second, _ := strings.Cut(string(content[:n]), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		return holder{}
	}
	return holder{pid: pid, role: strings.TrimSpace(second)}
}
