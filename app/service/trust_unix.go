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

	"inventorybeacon/connector"
)

// safePlace is where nobody but root can write.
const safePlace = "service.safe-place"

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
func (t trustedAccounts) distrusts(path string, _ bool) (reason connector.Message, err error) {
	info, err := os.Lstat(path)
	if err != nil {
		return reason, err
	}
	owner, known := info.Sys().(*syscall.Stat_t)
	if !known {
		return reason, fmt.Errorf("the owner of %s cannot be told", path)
	}
	if !t.has(owner.Uid) {
		return connector.Message{ID: "service.owned", Data: connector.Data{"Owner": nameOf(owner.Uid)}}, nil
	}
	mode := info.Mode()
	if mode&fs.ModeSymlink != 0 || mode.IsDir() && mode&fs.ModeSticky != 0 {
		return reason, nil
	}
	octal := fmt.Sprintf("%04o", mode.Perm())
	switch group := owner.Gid; {
	case mode&0o002 != 0:
		return connector.Message{ID: "service.writable.mode", Data: connector.Data{"Mode": octal}}, nil
	case mode&0o020 != 0 && group != 0 && (runtime.GOOS != "darwin" || group != adminGroup):
		return connector.Message{ID: "service.writable.group", Data: connector.Data{"Group": groupName(group), "Mode": octal}}, nil
	}
	return reason, nil
}

func (t trustedAccounts) has(uid uint32) bool { return slices.Contains(t.uids, uid) }

func nameOf(uid uint32) string {
	id := strconv.FormatUint(uint64(uid), 10)
	if who, err := user.LookupId(id); err == nil {
		return who.Username
	}
	return "UID " + id
}

func groupName(gid uint32) string {
	id := strconv.FormatUint(uint64(gid), 10)
	if group, err := user.LookupGroupId(id); err == nil {
		return group.Name
	}
	return id
}
