package inventory

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// resize makes the disk mounted at folder so large that free bytes are left.
func resize(t *testing.T, folder string, free uint64) {
	t.Helper()
	var disk syscall.Statfs_t
	must(t, syscall.Statfs(folder, &disk))
	used := (disk.Blocks - disk.Bfree) * uint64(disk.Bsize)
	must(t, syscall.Mount("", folder, "", syscall.MS_REMOUNT, fmt.Sprintf("size=%d", used+free)))
}

// departmentOf is the department that manyUsers gives all users.
func departmentOf(t *testing.T, inv *Inventory) string {
	t.Helper()
	users, err := inv.Users(t.Context(), UserQuery{Limit: 1})
	must(t, err)
	return users[0].Department
}

// TestPublishTellsTheTruthGivenAFullDisk fills the disk at every stage of
// publishing where it may mount one; elsewhere there is room for all.
func TestPublishTellsTheTruthGivenAFullDisk(t *testing.T) {
	base, d := t.TempDir(), contoso()
	d.pages = manyUsers(100, "before")
	inv := open(t, base)
	publishDelivery(t, inv, "one", d)
	must(t, inv.Close())
	d.pages = manyUsers(100, "after")
	for free, failed := uint64(0), true; failed; free += 32 << 10 {
		folder := t.TempDir()
		err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=64m,mode=0700")
		mounted := !errors.Is(err, os.ErrPermission)
		if mounted {
			must(t, err)
		}
		dir := filepath.Join(folder, "data")
		must(t, os.CopyFS(dir, os.DirFS(base)))
		inv := open(t, dir)
		imp := begin(t, inv, "one")
		d.deliver(t, imp)
		_, err = imp.Publish(t.Context(), noon.Add(time.Hour), func(done, _ int64) {
			if done == 1 && mounted { // all is staged
				resize(t, folder, free)
			}
		})
		want := "after"
		if failed = err != nil; failed {
			want = "before"
		}
		if mounted {
			resize(t, folder, 8<<20)
		}
		elsewhere := t.TempDir() // as it is after a crash: without the wal-index
		must(t, os.CopyFS(filepath.Join(elsewhere, "data"), os.DirFS(dir)))
		other := open(t, filepath.Join(elsewhere, "data"))
		if now, later := departmentOf(t, inv), departmentOf(t, other); now != want || later != want {
			t.Errorf("with %d bytes free: %v, but the users are those %s, and later those %s", free, err, now, later)
		}
		must(t, errors.Join(inv.Close(), other.Close()))
		if mounted {
			must(t, syscall.Unmount(folder, syscall.MNT_DETACH))
		}
	}
}
