package folder

import (
	"os"

	"golang.org/x/sys/unix"
)

// networkSystem returns what network file system a folder is on; empty when it is on
// none, or nobody can tell.
func networkSystem(place string) string {
	var disk unix.Statfs_t
	if err := unix.Statfs(place, &disk); err != nil {
		return ""
	}
	return networkByNumber(uint32(disk.Type), func() string {
		mounts, err := os.ReadFile("/proc/self/mountinfo")
		if err != nil {
			return ""
		}
		return mountedAs(string(mounts), place)
	})
}
