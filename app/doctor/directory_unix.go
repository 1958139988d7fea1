//go:build !windows

package doctor

import (
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// closing says how what is open to others is closed.
const closing = "Close it with: chmod -R go-rwx, and the path of the data directory."

// writable says why this account cannot write a folder, and does not try it.
func writable(dir string) error {
	if err := unix.Faccessat(unix.AT_FDCWD, dir, unix.R_OK|unix.W_OK|unix.X_OK, unix.AT_EACCESS); err != nil {
		return &fs.PathError{Op: "access", Path: dir, Err: err}
	}
	return nil
}

// ownerOf returns to whom a folder belongs, who this process is, and whether that is
// one.
func ownerOf(dir string) (owner, self string, same bool, err error) {
	info, err := os.Stat(dir)
	if err != nil {
		return "", "", false, err
	}
	status, known := info.Sys().(*syscall.Stat_t)
	if !known {
		return "", "", false, fmt.Errorf("the owner of %s cannot be told", dir)
	}
	uid := os.Geteuid()
	return nameOf(status.Uid), nameOf(uint32(uid)), int(status.Uid) == uid, nil
}

func nameOf(uid uint32) string {
	id := strconv.FormatUint(uint64(uid), 10)
	if account, err := user.LookupId(id); err == nil {
		return account.Username
	}
	return "the account " + id
}

// openToOthers says what others may do with a path; nothing when they may not.
func openToOthers(_ string, entry fs.DirEntry) (string, error) {
	info, err := entry.Info()
	if err != nil {
		return "", err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return "is a link", nil
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return fmt.Sprintf("has mode %04o", mode), nil
	}
	return "", nil
}
