package folder

import "golang.org/x/sys/unix"

// networkSystem returns what network file system a folder is on; empty when it is on
// none, or nobody can tell.
func networkSystem(place string) string {
	var disk unix.Statfs_t
	if err := unix.Statfs(place, &disk); err != nil {
		return ""
	}
	return networkByName(unix.ByteSliceToString(disk.Fstypename[:]), disk.Flags&unix.MNT_LOCAL != 0)
}
