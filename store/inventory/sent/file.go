// Package sent is central.db: what the central database has of the inventory, so that what has
// changed since is found without asking it.
//
// The file belongs to whoever holds the lock of publishing. It can be lost at any time.
package sent

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// FileName is the file's name in the data directory.
const FileName = "central.db"

// applicationID marks central.db ("IBce").
const applicationID = 0x49426365

//go:embed migrations/*.sql
var embedded embed.FS

func fileOptions() (sqlite.Options, error) {
	migrations, err := fs.Sub(embedded, "migrations")
	return sqlite.Options{ApplicationID: applicationID, Migrations: migrations, Synchronous: sqlite.Normal}, err
}

// File is an open central.db.
type File struct{ db *sqlite.DB }

// Open opens central.db in a data directory, to write it. A damaged one is removed, and an empty one takes its place: the
// central database has all that was in it.
func Open(ctx context.Context, dir string) (*File, error) {
	options, err := fileOptions()
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, FileName)
	db, err := sqlite.Open(ctx, path, options)
	var damaged *sqlite.DamagedFileError
	if errors.As(err, &damaged) {
		if err := Remove(dir); err != nil {
			return nil, err
		}
		db, err = sqlite.Open(ctx, path, options)
	}
	if err != nil {
		return nil, err
	}
	return &File{db}, nil
}

// Remove removes central.db; what was sent is then found out by asking the central database.
func Remove(dir string) error {
	var errs []error
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(filepath.Join(dir, FileName+suffix)); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// Close ends all connections to the file.
func (f *File) Close() error { return f.db.Close() }

// Tenant says how far sending a tenant is. Times are milliseconds since 1970.
type Tenant struct {
	ID string
	// Source is the number of the connection in the inventory whose rows were sent, NoSource for none.
	Source int64
	// Generation is the last one that arrived, 0 when none has; Imported and Published say when, 0 where that is not known. Pruned is
	// when it was last looked for states that are no longer kept. That and Published are by the clock of the central database.
	Generation, Imported, Published, Pruned int64
	// Arrived is under which id that one was sent.
	Arrived string
	// Attempt is under which id the generation after it is sent, empty when none is, Step how many of its transactions are
	// noted here; Whole says that these are all, of what was imported at Sending.
	Attempt string
	Step    int64
	Whole   bool
	Sending int64
	// Facts are what belongs to it as a whole, in the form of whoever has written it.
	Facts string
	// Failure is why the last try has failed, in the form of whoever has written it.
	Failure string
}

// NoSource is the source of a tenant of which nothing is known here.
const NoSource = -1

const tenantColumns = "tenant, source, generation, arrived, imported, published, attempt, step, whole, sending, facts, failure, pruned"

func (t *Tenant) fields() []any {
	return []any{
		&t.ID, &t.Source, &t.Generation, &t.Arrived, &t.Imported, &t.Published, &t.Attempt, &t.Step, &t.Whole, &t.Sending, &t.Facts,
		&t.Failure, &t.Pruned,
	}
}

// Tenant returns how far sending a tenant is; nothing was sent of one that is not known.
func (f *File) Tenant(ctx context.Context, id string) (Tenant, error) {
	id = strings.ToLower(id)
	found, err := sqlite.Collect(ctx, f.db.Read, (*Tenant).fields, "SELECT "+tenantColumns+" FROM tenant WHERE tenant = ?", id)
	if err != nil || len(found) == 0 {
		return Tenant{ID: id, Source: NoSource}, sqlite.Explain(f.db.Path, err)
	}
	return found[0], nil
}

// Tenants returns how far sending is as the file in a data directory says, which may be in use. There are none when
// there is no file.
func Tenants(ctx context.Context, dir string) (found []Tenant, err error) {
	options, err := fileOptions()
	if err != nil {
		return nil, err
	}
	err = sqlite.View(ctx, filepath.Join(dir, FileName), options, func(db *sql.DB) (err error) {
		found, err = sqlite.Collect(ctx, db, (*Tenant).fields, "SELECT "+tenantColumns+" FROM tenant")
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return found, err
}

// Save stores how far sending a tenant is.
func (f *File) Save(ctx context.Context, t Tenant) error {
	return f.db.Update(ctx, func(tx *sql.Tx) error { return save(ctx, tx, t) })
}

func save(ctx context.Context, tx tables.Execer, t Tenant) error {
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO tenant ("+tenantColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		strings.ToLower(t.ID), t.Source, t.Generation, t.Arrived, t.Imported, t.Published, t.Attempt, t.Step, t.Whole, t.Sending, t.Facts,
		t.Failure, t.Pruned)
	return err
}

// forget forgets all that was sent of a tenant.
func forget(ctx context.Context, tx tables.Execer, t Tenant) error {
	for _, of := range []struct {
		rows string
		id   any
	}{
		{"user WHERE " + tables.OfSource("uid"), t.Source},
		{"usage WHERE " + tables.OfSource("id"), t.Source},
		{"activation WHERE " + tables.OfSource("id"), t.Source},
		{"row WHERE tenant = ?1", t.ID},
		{"gone WHERE tenant = ?1", t.ID},
	} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+of.rows, of.id); err != nil {
			return err
		}
	}
	return nil
}
