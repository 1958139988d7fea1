package central

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"inventorybeacon/connector"
	"inventorybeacon/store/central/centraltest"
)

// smallDisk is how a center is given a disk that can be filled.
type smallDisk struct {
	options centraltest.Options
	// fill leaves so many bytes; empty undoes that.
	fill  func(t *testing.T, c center, left int64)
	empty func(t *testing.T, c center)
	// ends says that the log may find no room, whereupon PostgreSQL ends.
	ends bool
}

func TestTheDiskOfTheCenterIsFull(t *testing.T) {
	disks := map[string]func(t *testing.T) smallDisk{"given files that cannot grow": unableToGrow}
	if mountable(t) {
		disks["given a small file system"] = onSmallFileSystem
	}
	for name, disk := range disks {
		t.Run(name, func(t *testing.T) {
			d := disk(t)
			s := newSite(t)
			all := newTruths(t, s, startCenter(t, centraltest.Options{}))
			d.options.Settings = append(d.options.Settings, "work_mem = 64MB", "restart_after_crash = off", "max_wal_size = 4MB",
				"min_wal_size = 2MB")
			d.options.Segment = 1
			c := startCenter(t, d.options)
			o := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon, Rows: 1000}
			random := rand.New(rand.NewPCG(5, uint64(time.Now().UnixNano())))
			all.next(t, 200)
			if err := s.publisher(o).Publish(t.Context()); err != nil {
				t.Fatal(err)
			}
			for range tries(t, 1) {
				all.next(t, 45_000)
				d.fill(t, c, random.Int64N(1<<20))
				for range 2 {
					err := s.publisher(o).Publish(t.Context())
					if m, _ := connector.MessageOf(err); m.ID != "central.disk-full" && (!d.ends || err == nil) {
						t.Errorf("on the full disk it has ended with %v", err)
					}
					if !d.ends {
						all.check(t, c)
					}
				}
				d.empty(t, c)
				if d.ends {
					c.Stop()
					c.Run()
				}
				all.check(t, c)
				if err := s.publisher(o).Publish(t.Context()); err != nil {
					t.Fatal(err)
				}
				all.caughtUp(t, c)
			}
		})
	}
}

// unableToGrow has no file of the server grow beyond a size that is no whole page, so that a page is written in part, as
// on a disk without room. It needs no privilege.
func unableToGrow(*testing.T) smallDisk {
	const page = 8192
	return smallDisk{
		fill: func(t *testing.T, c center, left int64) {
			c.LimitFiles(max(1<<20, c.largest(t)/page*page) + left/16/page*page + page/2)
		},
		empty: func(_ *testing.T, c center) { c.LimitFiles(-1) },
	}
}

// largest is how large the largest table or index is.
func (c center) largest(t *testing.T) int64 {
	t.Helper()
	n, err := strconv.ParseInt(c.Exec("central", "SELECT max(pg_relation_size(oid)) FROM pg_class"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// mount has a small file system in a folder.
func mount(folder string) error {
	return unix.Mount("tmpfs", folder, "tmpfs", 0, "size=120m,mode=0777")
}

// mountable reports whether this process may do that.
func mountable(t *testing.T) bool {
	t.Helper()
	folder := t.TempDir()
	return mount(folder) == nil && unix.Unmount(folder, unix.MNT_DETACH) == nil
}

// onSmallFileSystem has all files of the server on a file system that is filled by another file.
func onSmallFileSystem(t *testing.T) smallDisk {
	folder, err := os.MkdirTemp("", "small")
	if err == nil {
		err = mount(folder)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(unix.Unmount(folder, unix.MNT_DETACH), os.Remove(folder)); err != nil {
			t.Error(err)
		}
	})
	filler := filepath.Join(folder, "filler")
	return smallDisk{
		options: centraltest.Options{Folder: folder}, ends: true,
		fill: func(t *testing.T, _ center, left int64) {
			file, err := os.Create(filler)
			if err != nil {
				t.Fatal(err)
			}
			size, block := int64(0), make([]byte, 64<<10)
			for {
				n, err := file.Write(block)
				size += int64(n)
				if errors.Is(err, unix.ENOSPC) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			if err := errors.Join(file.Truncate(max(0, size-left)), file.Close()); err != nil {
				t.Fatal(err)
			}
		},
		empty: func(t *testing.T, _ center) {
			if err := os.Remove(filler); err != nil {
				t.Fatal(err)
			}
		},
	}
}
