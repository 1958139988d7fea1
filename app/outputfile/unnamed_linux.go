package outputfile

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// createUnnamed makes a file in a folder that has no name there (open(2),
// O_TMPFILE). Not every file system can do that.
func createUnnamed(dir string) (*os.File, error) {
	fd, err := unix.Open(dir, unix.O_TMPFILE|unix.O_WRONLY|unix.O_CLOEXEC, 0o600)
	if err != nil {
		return nil, err
	}
	file := os.NewFile(uintptr(fd), dir)
	if _, err := os.Stat(descriptor(file)); err != nil { // without /proc it could not be named
		_ = file.Close()
		return nil, err
	}
	claim(file)
	return file, nil
}

// nameUnnamed gives a file that createUnnamed has made its first name. It cannot
// take the one of another file.
func nameUnnamed(file *os.File, dir string) (string, error) {
	name := filepath.Join(dir, fmt.Sprintf("%s%d", unfinishedPrefix, rand.Uint64()))
	if err := unix.Linkat(unix.AT_FDCWD, descriptor(file), unix.AT_FDCWD, name, unix.AT_SYMLINK_FOLLOW); err != nil {
		return "", &os.LinkError{Op: "link", Old: dir, New: name, Err: err}
	}
	return name, nil
}

func descriptor(file *os.File) string { return fmt.Sprintf("/proc/self/fd/%d", file.Fd()) }
