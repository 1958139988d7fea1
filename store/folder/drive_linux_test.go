package folder

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"

	"inventorybeacon/store/storetest"
)

// mountFUSE mounts a file system that nobody serves, for another account: then Linux
// answers what kind it is by itself. Without the right to mount it returns false.
func mountFUSE(t *testing.T) (folder string, mounted bool) {
	t.Helper()
	device, err := os.OpenFile("/dev/fuse", os.O_RDWR, 0)
	if err != nil {
		return "", false
	}
	folder = t.TempDir()
	options := fmt.Sprintf("fd=%d,rootmode=40700,user_id=%d,group_id=%d", device.Fd(), os.Getuid()+1, os.Getgid())
	err = syscall.Mount("server:", folder, "fuse.sshfs", syscall.MS_NOSUID|syscall.MS_NODEV, options)
	if errors.Is(err, os.ErrPermission) {
		_ = device.Close()
		return "", false
	}
	must(t, err)
	t.Cleanup(func() {
		_ = device.Close() // aborts it
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return folder, true
}

func TestARealFUSEFileSystemIsNoticed(t *testing.T) {
	folder, mounted := mountFUSE(t)
	if !mounted {
		folder = t.TempDir() // which is on a disk of the computer
	}
	want := map[bool]string{true: "fuse.sshfs"}[mounted]
	if got := networkSystem(folder); got != want {
		t.Errorf("it is %q, want %q", got, want)
	}
	_, err := checkDrive("/data", folder)
	if mounted {
		storetest.WantMessage(t, err, "folder.network", "/data", "fuse.sshfs", AllowVariable)
	} else {
		must(t, err)
	}
	t.Setenv(AllowVariable, "1")
	if insisted, err := checkDrive("/data", folder); err != nil || insisted != mounted {
		t.Errorf("insisted %t, %v", insisted, err)
	}
}

func TestATemporaryFileSystemIsNoNetworkDrive(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=1m,mode=0700"); err == nil {
		t.Cleanup(func() { must(t, syscall.Unmount(folder, syscall.MNT_DETACH)) })
	}
	if got := networkSystem(folder); got != "" {
		t.Errorf("it is %q", got)
	}
	must(t, Check(folder, ours))
}
