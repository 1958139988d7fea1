package folder

import (
	"testing"
)

func TestNetworkFileSystemsOfLinuxAreKnown(t *testing.T) {
	for _, c := range []struct {
		number        uint32
		mounted, want string
	}{
		{0x6969, "", "NFS"}, // this and the next as stat of GNU coreutils lists them
		{0x517b, "", "SMB"},
		{0xff534d42, "", "CIFS"},
		{0xfe534d42, "", "SMB"},
		{0x564c, "", "NCP"},
		{0x01021997, "", "9p"},
		{0x5346414f, "", "AFS"},
		{0x6b414653, "", "AFS"},
		{0x73757245, "", "Coda"},
		{0x00c36400, "", "Ceph"},
		{0x7461636f, "", "OCFS2"},
		{0x01161970, "", "GFS2"},
		{0x0bd00bd0, "", "Lustre"},
		{0x47504653, "", "GPFS"},
		{0xaad7aaea, "", "PanFS"},
		{0x19830326, "", "BeeGFS"},
		{0x786f4256, "", "VirtualBox"},
		{0xbacbacbc, "", "VMware"},
		{0x7c7c6673, "", "Parallels"},
		{fuse, "fuse.sshfs", "fuse.sshfs"},
		{fuse, "fuse.rclone", "fuse.rclone"},
		{fuse, "virtiofs", "virtiofs"},
		{fuse, "", "FUSE"},
		{fuse, "fuseblk", ""},
		{fuse, "fuse.gocryptfs", ""},
		{0xef53, "", ""},     // ext4
		{0x58465342, "", ""}, // XFS
		{0x9123683e, "", ""}, // Btrfs
		{0x01021994, "", ""}, // tmpfs, one digit from 9p
		{0x794c7630, "", ""}, // overlayfs
		{0x2fc12fc1, "", ""}, // ZFS
	} {
		if got := networkByNumber(c.number, func() string { return c.mounted }); got != c.want {
			t.Errorf("%#x %s is %q, want %q", c.number, c.mounted, got, c.want)
		}
	}
}

func TestNetworkFileSystemsOfMacOSAreKnown(t *testing.T) {
	for _, c := range []struct {
		name  string
		local bool
		want  string
	}{
		{"apfs", true, ""},
		{"hfs", true, ""},
		{"exfat", true, ""},
		{"smbfs", false, "smbfs"},
		{"nfs", true, "nfs"},
		{"macfuse", true, "macfuse"},
		{"something new", false, "something new"},
	} {
		if got := networkByName(c.name, c.local); got != c.want {
			t.Errorf("%s is %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSharesOfWindowsAreKnown(t *testing.T) {
	for path, want := range map[string]bool{
		`\\server\share\data`: true, `//server/share`: true, `\\?\UNC\server\share`: true, `\\?\unc\server\share`: true,
		`C:\Data`: false, `\\?\C:\Data`: false, `\\.\C:\Data`: false, `Z:\`: false, `relative`: false, `\rooted`: false,
	} {
		if got := isUNC(path); got != want {
			t.Errorf("isUNC(%q) = %t", path, got)
		}
	}
}

const mounts = `22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
23 22 0:21 / /proc rw - proc proc rw
40 22 0:40 / /home/ada/far rw,nosuid shared:9 master:2 - fuse.sshfs ada@server: rw,user_id=1000
41 22 0:41 / /mnt/two\040words rw - nfs4 server:/export rw
42 22 0:42 / /mnt/twice rw - nfs4 server:/export rw
43 22 0:43 / /mnt/twice rw - tmpfs tmpfs rw
a line that is none
`

func TestTheFileSystemIsFoundInTheListOfMounts(t *testing.T) {
	for path, want := range map[string]string{
		"/home/ada": "ext4", "/home/ada/far": "fuse.sshfs", "/home/ada/far/data": "fuse.sshfs", "/home/ada/farther": "ext4",
		"/mnt/two words/data": "nfs4", "/mnt/twice/data": "tmpfs", "/": "ext4",
	} {
		if got := mountedAs(mounts, path); got != want {
			t.Errorf("%s is on %q, want %q", path, got, want)
		}
	}
	if got := mountedAs("", "/home"); got != "" {
		t.Errorf("without mounts: %q", got)
	}
}
