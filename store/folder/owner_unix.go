//go:build !windows

package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"inventorybeacon/connector"
)

// checkOwner refuses a folder of another account, also to root.
func checkOwner(dir string, info fs.FileInfo) error {
	if owner := ownerOf(info); owner != os.Geteuid() {
		return &OwnerError{Dir: dir, Owner: nameOf(owner), Self: nameOf(os.Geteuid())}
	}
	return nil
}

// checkMaker keeps root from making a folder in one of another account.
func checkMaker(dir, parent string) error {
	info, err := os.Stat(parent)
	if err != nil {
		return err
	}
	if owner := ownerOf(info); os.Geteuid() == 0 && owner != 0 {
		return &OwnerError{Dir: dir, Parent: parent, Owner: nameOf(owner), Self: nameOf(0)}
	}
	return nil
}

// CheckHome keeps root from a home folder of another account, and from a folder of
// settings that XDG_CONFIG_HOME names.
func CheckHome() error {
	home, homeless := os.UserHomeDir()
	settings, unset := os.UserConfigDir()
	for _, place := range []struct {
		dir, variable string
		none          error // there is none to make anything in
	}{{home, "HOME", homeless}, {settings, "XDG_CONFIG_HOME", unset}} {
		if place.none != nil {
			continue
		}
		err := checkMaker("", existing(place.dir))
		if another := (*OwnerError)(nil); errors.As(err, &another) {
			return homeError(place.dir, place.variable, another)
		}
	}
	return nil
}

// existing is a folder, or what is there of those above it.
func existing(dir string) string {
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	return dir
}

// Reach says whose folder keeps this account from a data directory: an [OwnerError],
// or nil when it is a folder of its own.
func Reach(dir string) error {
	for parent := filepath.Dir(dir); ; parent = filepath.Dir(parent) {
		info, err := os.Stat(parent)
		switch {
		case err == nil && ownerOf(info) != os.Geteuid():
			return &OwnerError{Dir: dir, Parent: parent, Owner: nameOf(ownerOf(info)), Self: nameOf(os.Geteuid())}
		case err == nil || parent == filepath.Dir(parent):
			return nil
		}
	}
}

// Owner returns the name of the account that a folder belongs to.
func Owner(dir string) (string, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return "", err
	}
	return nameOf(ownerOf(info)), nil
}

// Replaceable returns the folder above a data directory in which another account could
// put another one in its place, as it could in one that it can write; empty when there
// is none. The own group is that of nobody else, as systems make it for each account.
func Replaceable(dir string) (above string) {
	place, err := filepath.EvalSymlinks(dir)
	for err == nil && place != filepath.Dir(place) {
		place = filepath.Dir(place)
		var info fs.FileInfo
		if info, err = os.Stat(place); err != nil {
			return ""
		}
		owner, mode := ownerOf(info), info.Mode()
		shared := mode&0o002 != 0 || mode&0o020 != 0 && groupOf(info) != 0 && groupOf(info) != os.Getegid()
		if owner != 0 && owner != os.Geteuid() || shared && mode&fs.ModeSticky == 0 {
			return place
		}
	}
	return ""
}

func groupOf(info fs.FileInfo) int {
	if system, is := info.Sys().(*syscall.Stat_t); is {
		return int(system.Gid)
	}
	return os.Getegid()
}

func checkPartOwner(dir, path string, info fs.FileInfo) error {
	if owner := ownerOf(info); owner != os.Geteuid() {
		return partOwnerError(dir, path, nameOf(owner), nameOf(os.Geteuid()))
	}
	return nil
}

// checkAccess refuses what the group or others can write, unless it is mendable.
func checkAccess(path string, info fs.FileInfo) error {
	if info.Mode().Perm()&0o022 == 0 || mendable(info) {
		return nil
	}
	return openError(path, "chmod go-w "+connector.ShellWord(path))
}

// mendable reports whether a file lets its group write, and nobody else, as files do that
// are made under a umask of 002: the folder around it lets nobody in who would have
// used that.
func mendable(info fs.FileInfo) bool {
	return info.Mode().IsRegular() && info.Mode().Perm()&0o022 == 0o020
}

// mendFolder has nothing to mend: [Check] refuses a folder that others can write to, and
// what is in it is for its owner alone.
func mendFolder(string) (mended bool, err error) { return false, nil }

// CloseEmpty leaves a folder as its owner has made it.
func CloseEmpty(string) error { return nil }

func ownerOf(info fs.FileInfo) int {
	if system, is := info.Sys().(*syscall.Stat_t); is {
		return int(system.Uid)
	}
	return os.Geteuid()
}

// nameOf returns the name of an account; its number when it has none.
func nameOf(uid int) string {
	account, err := user.LookupId(strconv.Itoa(uid))
	if err != nil {
		return fmt.Sprintf("UID %d", uid)
	}
	return account.Username
}
