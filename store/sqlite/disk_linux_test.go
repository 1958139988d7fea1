package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// mountDisk mounts a disk of one mebibyte in memory. Without the right to mount
// it returns an ordinary folder and false.
func mountDisk(t *testing.T) (folder string, mounted bool) {
	t.Helper()
	folder = t.TempDir()
	err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=1m,mode=0700")
	if errors.Is(err, os.ErrPermission) {
		return folder, false
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return folder, true
}

// TestFullDisk fills a real disk where it may mount one, and otherwise a file
// that is kept from growing.
func TestFullDisk(t *testing.T) {
	folder, mounted := mountDisk(t)
	path := filepath.Join(folder, "a.db")
	db := mustOpen(t, path, testOptions(oneTable))
	if !mounted {
		mustExec(t, db, "PRAGMA max_page_count = 100")
	}
	rows := 0
	for full := false; !full; {
		err := db.Update(t.Context(), func(tx *sql.Tx) error {
			_, err := tx.Exec("INSERT INTO item (text) VALUES (?)", strings.Repeat("x", 10_000))
			return err
		})
		switch typed := (*DiskFullError)(nil); {
		case errors.As(err, &typed):
			full = true
			wantPath(t, err, path)
		case err != nil:
			t.Fatalf("Update = %v, want DiskFullError", err)
		default:
			rows++
		}
	}
	want := fmt.Sprint(rows)
	if got := queryText(t, db.Read, "SELECT count(*) FROM item"); got != want || rows == 0 {
		t.Errorf("%s rows can be read, %s were stored", got, want)
	}
	_ = db.Close() // cannot empty its log while the disk is full, and leaves it
	if !mounted {
		return
	}
	if err := syscall.Mount("", folder, "", syscall.MS_REMOUNT, "size=8m"); err != nil {
		t.Fatal(err)
	}
	db = mustOpen(t, path, testOptions(oneTable))
	if got := queryText(t, db.Read, "SELECT count(*) FROM item"); got != want {
		t.Errorf("%s rows after the disk was made larger, %s were stored", got, want)
	}
}

// TestReadOnlyDisk makes a disk read-only where it may mount one; in any case
// there is /sys, where not even root can make a file.
func TestReadOnlyDisk(t *testing.T) {
	_, err := Open(t.Context(), "/sys/new.db", testOptions(oneTable))
	if typed := (*NotWritableError)(nil); !errors.As(err, &typed) {
		t.Errorf("Open = %v, want NotWritableError", err)
	}
	wantPath(t, err, "/sys/new.db")

	folder, mounted := mountDisk(t)
	if !mounted {
		return
	}
	path := filepath.Join(folder, "a.db")
	if err := mustOpen(t, path, testOptions(oneTable)).Close(); err != nil {
		t.Fatal(err)
	}
	remountReadOnly(t, folder)
	refuses[*ReadOnlyDiskError](t, path, testOptions(oneTable))
	refuses[*ReadOnlyDiskError](t, filepath.Join(folder, "new.db"), testOptions(oneTable))
}

// remountReadOnly has a disk that [mountDisk] has mounted be read only.
func remountReadOnly(t *testing.T, folder string) {
	t.Helper()
	if err := syscall.Mount("", folder, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
}

func TestOnAReadOnlyDiskAFileIsReadWithItsLog(t *testing.T) {
	for given, make := range map[string]func(t *testing.T, folder string) (path string){
		"a file that was closed": func(t *testing.T, folder string) string {
			path := filepath.Join(folder, "a.db")
			db := mustOpen(t, path, testOptions(oneTable))
			mustExec(t, db, "INSERT INTO item (text) VALUES ('in the log')")
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			return path
		},
		"a log and its index": withLog,
		"a log without its index": func(t *testing.T, folder string) string {
			path := withLog(t, folder)
			if err := os.Remove(path + "-shm"); err != nil {
				t.Fatal(err)
			}
			return path
		},
	} {
		t.Run("given "+given, func(t *testing.T) {
			folder, mounted := mountDisk(t)
			if !mounted {
				return
			}
			path := make(t, folder)
			remountReadOnly(t, folder)
			reason := refuses[*ReadOnlyDiskError](t, path, testOptions(oneTable))
			db, err := OpenReadOnly(t.Context(), path, testOptions(oneTable), ReadOnly{Reason: reason})
			if err != nil {
				t.Fatal(err)
			}
			if got := queryText(t, db.Read, "SELECT text FROM item"); got != "in the log" {
				t.Errorf("read %q", got)
			}
			if _, err := db.Write.ExecContext(t.Context(), "DELETE FROM item"); !errors.Is(err, reason) {
				t.Errorf("a write: %v", err)
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
			var seen string
			if err := View(t.Context(), path, testOptions(oneTable), func(db *sql.DB) error {
				seen = queryText(t, db, "SELECT text FROM item")
				return nil
			}); err != nil || seen != "in the log" {
				t.Errorf("a look sees %q, %v", seen, err)
			}
			if err := Check(t.Context(), path, testOptions(oneTable)); err != nil {
				t.Errorf("a check: %v", err)
			}
		})
	}
}
