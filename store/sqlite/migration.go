package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector"
)

// migration is one step of the schema. It belongs to version number, which is
// its place in the list, counted from one.
type migration struct {
	name string
	text string
}

// MigrationError means that a file could not be brought up to date. What administrators
// read is its cause.
type MigrationError struct {
	Path string
	// Name is that of the step.
	Name string
	Err  error
}

// Error implements error.
func (e *MigrationError) Error() string { return fmt.Sprintf("migration %s: %v", e.Name, e.Err) }

// Unwrap returns the cause.
func (e *MigrationError) Unwrap() error { return e.Err }

// IsOfTheFile says that the file does not hold what the step goes by, and that nothing
// around it, as a disk without room, is to blame.
func (e *MigrationError) IsOfTheFile() bool {
	if _, explained := connector.MessageOf(Explain(e.Path, e.Err)); explained {
		return false
	}
	return !errors.Is(e.Err, context.Canceled) && !errors.Is(e.Err, context.DeadlineExceeded)
}

// loadMigrations reads NNNN_name.sql in order.
func loadMigrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	migrations := make([]migration, 0, len(names))
	for i, name := range names {
		number, _, found := strings.Cut(name, "_")
		if n, err := strconv.Atoi(number); err != nil || !found || len(number) != 4 || n != i+1 {
			return nil, fmt.Errorf("migration %s: its name should begin with %04d_", name, i+1)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		migrations = append(migrations, migration{name: path.Base(name), text: string(text)})
	}
	return migrations, nil
}

// migrate brings the file to the last version, one transaction for each step.
func migrate(ctx context.Context, conn *sql.Conn, path string, known identity, migrations []migration) error {
	version, err := identify(ctx, conn, path, known)
	if err != nil || version == len(migrations) {
		return err
	}
	// A step may rebuild a table that others refer to; foreign keys cannot be
	// switched off inside a transaction (sqlite.org/lang_altertable.html#otheralter).
	if _, err := conn.ExecContext(ctx, "PRAGMA foreign_keys = OFF"); err != nil {
		return err
	}
	for version < len(migrations) {
		if version, err = step(ctx, conn, path, known, migrations); err != nil {
			return err
		}
	}
	_, err = conn.ExecContext(ctx, "PRAGMA foreign_keys = ON")
	return err
}

// step applies the next migration and returns the version reached. The version
// is read inside the transaction: another process may be migrating too.
func step(ctx context.Context, conn *sql.Conn, path string, known identity, migrations []migration) (int, error) {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	version, err := identify(ctx, tx, path, known)
	if err != nil || version == len(migrations) {
		return version, err
	}
	next := migrations[version]
	version++
	if _, err := tx.ExecContext(ctx, next.text); err != nil {
		return 0, &MigrationError{Path: path, Name: next.name, Err: err}
	}
	if err := checkForeignKeys(ctx, tx); err != nil {
		return 0, &MigrationError{Path: path, Name: next.name, Err: err}
	}
	header := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", known.applicationID, version)
	if _, err := tx.ExecContext(ctx, header); err != nil {
		return 0, err
	}
	return version, tx.Commit()
}

func checkForeignKeys(ctx context.Context, tx *sql.Tx) error {
	var table string
	err := tx.QueryRowContext(ctx, `SELECT "table" FROM pragma_foreign_key_check`).Scan(&table)
	if err == sql.ErrNoRows {
		return nil
	}
	if err != nil {
		return err
	}
	return fmt.Errorf("a row of %s refers to a row that is missing", table)
}
