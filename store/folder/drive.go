package folder

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector"
)

// AllowVariable is the environment variable that, with the value 1, insists on a data
// directory on a network drive.
const AllowVariable = "INVENTORY_BEACON_ALLOW_NETWORK_DRIVE"

// checkDrive refuses a network drive, unless somebody insists; then it says so.
func checkDrive(dir, place string) (insisted bool, err error) {
	system := networkSystem(place)
	switch {
	case system == "":
		return false, nil
	case os.Getenv(AllowVariable) == "1":
		return true, nil
	default:
		return false, networkError(dir, system)
	}
}

// networkError means that the folder is on a network drive; the system is its file system,
// as NFS. SQLite's write-ahead log needs memory that all processes share, which they
// cannot across a network (sqlite.org/wal.html), and locks that network file systems
// seldom keep (sqlite.org/howtocorrupt.html, 2.1).
func networkError(dir, system string) error {
	return connector.NewError(connector.Message{ID: "folder.network", Data: connector.Data{
		"Dir": dir, "System": system, "Variable": AllowVariable,
	}}, nil)
}

// fuse is the number of all file systems that a program serves.
const fuse = 0x65735546

// magics are the numbers of Linux's network and shared file systems (statfs(2), and
// the table of GNU coreutils' stat).
var magics = map[uint32]string{
	0x6969:     "NFS",
	0x517b:     "SMB",
	0xff534d42: "CIFS",
	0xfe534d42: "SMB",
	0x564c:     "NCP",
	0x01021997: "9p",
	0x5346414f: "AFS",
	0x6b414653: "AFS",
	0x73757245: "Coda",
	0x00c36400: "Ceph",
	0x7461636f: "OCFS2",
	0x01161970: "GFS2",
	0x0bd00bd0: "Lustre",
	0x47504653: "GPFS",
	0xaad7aaea: "PanFS",
	0x19830326: "BeeGFS",
	0x786f4256: "VirtualBox",
	0xbacbacbc: "VMware",
	0x7c7c6673: "Parallels",
}

// localFUSE are the types of FUSE file systems, as they stand in the list of mounts,
// that lie on a disk of the computer.
var localFUSE = []string{
	"fuseblk", "fuse.ntfs-3g", "fuse.ntfs", "fuse.exfat", "fuse.ext2", "fuse.zfs", "fuse.bindfs", "fuse.mergerfs", "fuse.unionfs",
	"fuse.fuse-overlayfs", "fuse.gocryptfs", "fuse.encfs", "fuse.cryfs", "fuse.securefs",
}

// networkByNumber returns what network file system a number of Linux stands for; empty
// when it stands for none. mounted returns the type in the list of mounts.
func networkByNumber(number uint32, mounted func() string) string {
	if number != fuse {
		return magics[number]
	}
	kind := mounted()
	if slices.Contains(localFUSE, kind) {
		return ""
	}
	if kind == "" {
		return "FUSE"
	}
	return kind
}

// networkByName returns what network file system a name of macOS stands for, which has
// been asked whether it is local; empty when it stands for none.
func networkByName(name string, local bool) string {
	switch {
	case slices.Contains([]string{"nfs", "smbfs", "afpfs", "webdav", "ftp", "cifs", "acfs"}, name):
		return name
	case strings.Contains(name, "fuse"): // which calls all of its kinds local
		return name
	case !local:
		return name
	default:
		return ""
	}
}

// isUNC reports whether a path of Windows names a share of another computer
// (learn.microsoft.com/dotnet/standard/io/file-path-formats).
func isUNC(path string) bool {
	path = strings.ReplaceAll(path, "/", `\`)
	for _, device := range []string{`\\?\`, `\\.\`} {
		if rest, is := strings.CutPrefix(path, device); is {
			return len(rest) > 4 && strings.EqualFold(rest[:4], `UNC\`)
		}
	}
	return strings.HasPrefix(path, `\\`)
}

// mountedAs returns the type of the file system that a path is on, from the list of
// mounts of Linux (proc_pid_mountinfo(5)); empty when it is not there.
func mountedAs(mounts, path string) (kind string) {
	longest := -1
	for lines := bufio.NewScanner(strings.NewReader(mounts)); lines.Scan(); {
		before, after, found := strings.Cut(lines.Text(), " - ")
		fields, types := strings.Fields(before), strings.Fields(after)
		if !found || len(fields) < 5 || len(types) == 0 {
			continue
		}
		point := unescaped(fields[4])
		if beneath(path, point) && len(point) >= longest { // of two at one point, the later counts
			longest, kind = len(point), types[0]
		}
	}
	return kind
}

func beneath(path, folder string) bool {
	inner, err := filepath.Rel(folder, path)
	return err == nil && inner != ".." && !strings.HasPrefix(inner, ".."+string(filepath.Separator))
}

// unescaped reads the octal numbers in which blanks stand in the list of mounts.
func unescaped(text string) string {
	var plain strings.Builder
	for len(text) > 0 {
		if text[0] == '\\' && len(text) >= 4 {
			if code, err := strconv.ParseUint(text[1:4], 8, 8); err == nil {
				plain.WriteByte(byte(code))
				text = text[4:]
				continue
			}
		}
		plain.WriteByte(text[0])
		text = text[1:]
	}
	return plain.String()
}
