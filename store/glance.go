package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/vault"
)

// Glance is what can be told of a data directory without opening it.
type Glance struct {
	// Connections are those that are saved, Schedules likewise; Scheduled are the
	// connections that a schedule imports.
	Connections, Schedules, Scheduled int
	// Central is the host and port of the central database; empty when there is none.
	Central string
	// Undelivered are messages to people that could not be sent yet, NotSent why the newest
	// could not.
	Undelivered int
	NotSent     string
	// Refused are the recipients whom mail servers refuse for good, the newest first.
	Refused []RefusedRecipient
	// KeyMade says that there is a data key, Sealed that something needs it.
	KeyMade, Sealed bool
	// Key is where the key is. KeyProblem is why it cannot be used, mostly a
	// [vault.KeyError]; nil when it can.
	Key        vault.Place
	KeyProblem error
}

// GlanceAt looks at the beacon.db of a data directory and changes nothing: not even
// a key is made. There need be neither; a nil keyring is the operating system's. The
// errors are those of [Open], and a [RestoreCutShortError].
func GlanceAt(ctx context.Context, dir string, keyring vault.Keyring) (Glance, error) {
	var g Glance
	path := filepath.Join(dir, FileName)
	if err := checkRestored(dir); err != nil {
		return g, err
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return g, checkNotLost(dir, FileName)
	}
	options, err := fileOptions()
	if err != nil {
		return g, err
	}
	var record *vault.Record
	err = sqlite.View(ctx, path, options, func(db *sql.DB) (err error) {
		for query, into := range map[string]*int{
			"SELECT count(*) FROM connection": &g.Connections,
			"SELECT count(*) FROM schedule":   &g.Schedules,
			"SELECT count(*) FROM connection WHERE schedule_id IS NOT NULL AND NOT disabled": &g.Scheduled,
		} {
			if err := db.QueryRowContext(ctx, query).Scan(into); err != nil {
				return err
			}
		}
		if g.Central, err = centralServer(ctx, db); err != nil {
			return err
		}
		if err := g.lookForUndelivered(ctx, db); err != nil {
			return err
		}
		if err := g.lookForRefused(ctx, db); err != nil {
			return err
		}
		if g.Sealed, err = vault.Sealed(ctx, db); err != nil {
			return err
		}
		record, err = vault.ReadRecord(ctx, db)
		return err
	})
	if err != nil || record == nil {
		return g, unusable(dir, FileName, err)
	}
	g.KeyMade = true
	g.Key, g.KeyProblem = record.Check(ctx, dir, keyring)
	return g, nil
}

// centralServer is the central database of a file that may be of an older version.
func centralServer(ctx context.Context, db *sql.DB) (server string, err error) {
	if there, err := sqlite.HasTable(ctx, db, "central"); err != nil || !there {
		return "", err
	}
	err = db.QueryRowContext(ctx, "SELECT coalesce(max(server), '') FROM central").Scan(&server)
	return server, err
}

func (g *Glance) lookForUndelivered(ctx context.Context, db *sql.DB) error {
	if there, err := sqlite.HasTable(ctx, db, "outgoing"); err != nil || !there {
		return err
	}
	return db.QueryRowContext(ctx, `SELECT count(*), coalesce((SELECT failure FROM outgoing WHERE tries > 0 ORDER BY id DESC LIMIT 1), '')
		FROM outgoing WHERE tries > 0`).Scan(&g.Undelivered, &g.NotSent)
}

func (g *Glance) lookForRefused(ctx context.Context, db *sql.DB) error {
	there, err := sqlite.HasTable(ctx, db, "refused_recipient")
	if err != nil || !there {
		return err
	}
	g.Refused, err = all(ctx, db, refusedRecipient, refusedRecipients+" ORDER BY last DESC, address")
	return err
}

// CheckFile reads every page of the beacon.db of a data directory, and changes
// nothing. The errors are those of [Open], and a [RestoreCutShortError].
func CheckFile(ctx context.Context, dir string) error {
	if err := checkRestored(dir); err != nil {
		return err
	}
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return errors.Join(checkNotLost(dir, FileName), err)
	}
	return unusable(dir, FileName, checkCopy(ctx, path))
}

// LacksTemporary says that SQLite, whose folder for temporary files that is, finds too little
// room there for imports and large lists; the folder is empty when none can be written.
func LacksTemporary() (folder string, free connector.Size, lacks bool) {
	folder, free = sqlite.TemporaryFolder()
	return folder, free, folder == "" || free >= 0 && free < sqlite.LeastTemporary
}

// FreeSpace is what this account may still write to the disk of a folder; negative
// when that cannot be told.
func FreeSpace(folder string) connector.Size { return sqlite.FreeSpace(folder) }

// Names are what there is in a data directory to be named, for a shell that completes
// a command line.
type Names struct {
	Connections, Schedules []string
	// Tasks are the newest ones, the newest first.
	Tasks []NamedTask
}

// NamedTask is a task as it is told from others.
type NamedTask struct {
	ID                 int64
	Connection, Status string
}

// mostNamedTasks is how many tasks one may choose from.
const mostNamedTasks = 20

// NamesAt reads the names in a data directory, and changes nothing. There are none
// when it does not exist. The errors are those of [Open].
func NamesAt(ctx context.Context, dir string) (names Names, err error) {
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return names, nil
	}
	options, err := fileOptions()
	if err != nil {
		return names, err
	}
	err = sqlite.View(ctx, path, options, func(db *sql.DB) error {
		one := func(rows *sql.Rows) (name string, err error) { return name, rows.Scan(&name) }
		var failed [3]error
		names.Connections, failed[0] = all(ctx, db, one, "SELECT name FROM connection ORDER BY folded_name")
		names.Schedules, failed[1] = all(ctx, db, one, "SELECT name FROM schedule ORDER BY name")
		names.Tasks, failed[2] = all(ctx, db, func(rows *sql.Rows) (t NamedTask, err error) {
			return t, rows.Scan(&t.ID, &t.Connection, &t.Status)
		}, "SELECT id, connection_name, status FROM task ORDER BY id DESC LIMIT ?", mostNamedTasks)
		return errors.Join(failed[:]...)
	})
	return names, err
}
