//go:build !windows

package service

import (
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"runtime"
	"slices"
	"strconv"
	"syscall"
)

// safePlace is where nobody but root can write.
const safePlace = "/usr/local/bin (owned by root, with mode 0755)"

// trustedAccounts may replace the program: root, and the one as which it runs.
type trustedAccounts struct{ uids []uint32 }

func whoIsTrusted(account string) (trustedAccounts, error) {
	trusted := trustedAccounts{uids: []uint32{0}}
	if account == "" {
		return trusted, nil
	}
	who, err := user.Lookup(account)
	if err != nil {
		return trusted, err
	}
	uid, err := strconv.ParseUint(who.Uid, 10, 32)
	trusted.uids = append(trusted.uids, uint32(uid))
	return trusted, err
}

// adminGroup is the group of those who may do everything with sudo; on macOS it
// may write to /Applications.
const adminGroup = 80

// distrusts says why others could put another file in a path's place; nothing when
// they could not. In a folder with the sticky bit nobody replaces what is another's.
func (t trustedAccounts) distrusts(path string, _ bool) (reason string, err error) {
	info, err := os.Lstat(path)
	if err != nil {
		return "", err
	}
	owner, known := info.Sys().(*syscall.Stat_t)
	if !known {
		return "", fmt.Errorf("the owner of %s cannot be told", path)
	}
	if !t.has(owner.Uid) {
		return "belongs to " + nameOf(owner.Uid), nil
	}
	mode := info.Mode()
	if mode&fs.ModeSymlink != 0 || mode.IsDir() && mode&fs.ModeSticky != 0 {
		return "", nil
	}
	switch group := owner.Gid; {
	case mode&0o002 != 0:
		return fmt.Sprintf("can be written by everybody (mode %04o)", mode.Perm()), nil
	case mode&0o020 != 0 && group != 0 && (runtime.GOOS != "darwin" || group != adminGroup):
		return fmt.Sprintf("can be written by the group %s (mode %04o)", groupName(group), mode.Perm()), nil
	}
	return "", nil
}

func (t trustedAccounts) has(uid uint32) bool { return slices.Contains(t.uids, uid) }

func nameOf(uid uint32) string {
	id := strconv.FormatUint(uint64(uid), 10)
	if who, err := user.LookupId(id); err == nil {
		return who.Username
	}
	return "the account " + id
}

func groupName(gid uint32) string {
	id := strconv.FormatUint(uint64(gid), 10)
	if group, err := user.LookupGroupId(id); err == nil {
		return group.Name
	}
	return id
}
