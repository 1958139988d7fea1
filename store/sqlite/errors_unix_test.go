//go:build !windows

package sqlite

import (
	"errors"
	"os"
	"syscall"
	"testing"

	"github.com/mattn/go-sqlite3"

	"inventorybeacon/connector"
)

// What SQLite and the operating system say, and what an administrator is told of it.
func TestWhatIsSaidOfAFault(t *testing.T) {
	sqliteFault := func(code sqlite3.ErrNo, errno syscall.Errno) error {
		return Explain("/data/a.db", sqlite3.Error{Code: code, SystemErrno: errno})
	}
	for given, c := range map[string]struct {
		err error
		id  string
	}{
		"a full disk":                         {sqliteFault(sqlite3.ErrFull, 0), "sqlite.disk-full"},
		"a full disk that a write ran into":   {sqliteFault(sqlite3.ErrIoErr, syscall.ENOSPC), "sqlite.disk-full"},
		"a quota that a write ran into":       {sqliteFault(sqlite3.ErrIoErr, syscall.EDQUOT), "sqlite.disk-full"},
		"a limit of the size of files":        {sqliteFault(sqlite3.ErrIoErr, syscall.EFBIG), "sqlite.disk-full"},
		"a disk that fails":                   {sqliteFault(sqlite3.ErrIoErr, syscall.EIO), "sqlite.disk-fault"},
		"damage":                              {sqliteFault(sqlite3.ErrCorrupt, 0), "sqlite.damaged-file"},
		"no database":                         {sqliteFault(sqlite3.ErrNotADB, 0), "sqlite.damaged-file"},
		"a file that may only be read":        {sqliteFault(sqlite3.ErrReadonly, 0), "sqlite.not-writable"},
		"a file without the right":            {sqliteFault(sqlite3.ErrPerm, 0), "sqlite.not-writable"},
		"a file that cannot be opened":        {sqliteFault(sqlite3.ErrCantOpen, 0), "sqlite.not-writable"},
		"too many files":                      {sqliteFault(sqlite3.ErrCantOpen, syscall.EMFILE), "sqlite.too-many-files"},
		"too many files of all processes":     {CannotWrite("/data/a.db", &os.PathError{Err: syscall.ENFILE}), "sqlite.too-many-files"},
		"a file that another one writes":      {sqliteFault(sqlite3.ErrBusy, 0), "sqlite.in-use"},
		"a table that is locked":              {sqliteFault(sqlite3.ErrLocked, 0), "sqlite.in-use"},
		"no room for a file":                  {CannotWrite("/data/a.db", &os.PathError{Err: syscall.ENOSPC}), "sqlite.disk-full"},
		"no right for a file":                 {CannotWrite("/data/a.db", &os.PathError{Err: syscall.EACCES}), "sqlite.not-writable"},
		"no folder for a file":                {CannotWrite("/data/a.db", &os.PathError{Err: syscall.ENOENT}), "sqlite.no-folder"},
		"what the system says nothing of":     {CannotWrite("/data/a.db", errors.New("odd")), "sqlite.not-writable"},
		"a disk of which nothing is known":    {&DiskFullError{Path: "/data/a.db", Free: -1}, "sqlite.disk-full.unknown"},
		"a disk that is full to the last":     {&DiskFullError{Path: "/data/a.db"}, "sqlite.disk-full"},
		"a disk with less room than is asked": {&DiskFullError{Path: "/data/a.db", Free: 20 << 20, Need: 21 << 20}, "sqlite.disk-full"},
		"a disk with all that is asked": {
			&DiskFullError{Path: "/data/a.db", Free: 20 << 20, Need: 20 << 20, Err: errors.New("quota")},
			"sqlite.limit",
		},
		"a disk with what is always asked": {&DiskFullError{Path: "/data/a.db", Free: leastNeed, Err: errors.New("quota")}, "sqlite.limit"},
	} {
		var full *DiskFullError
		if errors.As(c.err, &full) && c.id == "sqlite.disk-full" && full.Need == 0 {
			full.Free = 0 // the machine's disk is not this one
		}
		m, _ := connector.MessageOf(c.err)
		if m.ID != c.id || m.Data["Path"] != "/data/a.db" && m.Data["Folder"] != "/data" {
			t.Errorf("given %s: %+v, want %s", given, m, c.id)
		}
		if again := Explain("/other", c.err); again != c.err {
			t.Errorf("given %s: what was explained is explained once more: %v", given, again)
		}
	}
}

func TestHowMuchIsMissingIsTold(t *testing.T) {
	for _, c := range []struct{ free, need, missing connector.Size }{
		{0, 0, leastNeed}, {-1, 0, leastNeed}, {1 << 20, 0, 15 << 20}, {1 << 20, 30 << 20, 29 << 20}, {-1, 30 << 20, 30 << 20},
	} {
		m := (&DiskFullError{Path: "a.db", Free: c.free, Need: c.need}).Message()
		if m.Data["Missing"] != c.missing {
			t.Errorf("%d are free and %d needed: %v are missing, want %v", c.free, c.need, m.Data["Missing"], c.missing)
		}
	}
}
