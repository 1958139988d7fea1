package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"

	"github.com/mattn/go-sqlite3"

	"inventorybeacon/connector"
)

// SQLite puts what does not fit into its memory, such as the rows of a large list while they
// are sorted, into files of a folder that has nothing to do with that of the database
// (sqlite.org/tempfiles.html).

// Where a connection puts that.
const (
	inMemory = "PRAGMA temp_store = MEMORY"
	inFolder = "PRAGMA temp_store = DEFAULT"
)

// smallFile is up to what size a file is migrated in memory: that takes as much at most.
const smallFile = 64 << 20

// migrateInMemory has the connection keep what it puts aside in memory when the file is
// small, so that a full folder stops no first start, until back is called.
func migrateInMemory(ctx context.Context, conn *sql.Conn, path string, o Options) (back func() error, err error) {
	info, err := os.Stat(path)
	if err != nil || info.Size() > smallFile || o.TemporaryInMemory {
		return func() error { return nil }, err
	}
	_, err = conn.ExecContext(ctx, inMemory)
	return func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), inFolder)
		return err
	}, err
}

// LeastTemporary is how little room the folder for temporary files may have: below it, an
// import may find none.
const LeastTemporary = leastNeed

// TemporaryFolder is the folder in which SQLite puts its temporary files, and how much room
// it has, negative when that cannot be told; empty when there is none that can be written.
func TemporaryFolder() (folder string, free connector.Size) {
	if folder = temporaryFolder(); folder == "" {
		return "", 0
	}
	return folder, freeSpace(folder)
}

// lacksTemporary says whether SQLite has failed because of that folder, although the disk
// of the database has room.
func lacksTemporary(err error, free connector.Size) (folder string, left connector.Size, lacks bool) {
	var fault sqlite3.Error
	if !errors.As(err, &fault) {
		return "", 0, false
	}
	folder, left = TemporaryFolder()
	if fault.ExtendedCode == sqlite3.ErrIoErrGetTempPath {
		return folder, left, true
	}
	return folder, left, fault.Code == sqlite3.ErrFull && free >= leastNeed && left >= 0 && left < leastNeed
}

// temporaryFull is the error of a file that lacks room elsewhere. What the administrator does is
// the same as for a full disk, but not the place.
func temporaryFull(folder string, free connector.Size, err error) error {
	m := connector.Message{ID: "sqlite.temporary-full", Data: connector.Data{
		"Folder": folder, "Free": free, "Missing": leastNeed - free,
	}, Reference: err.Error()}
	if folder == "" {
		m = connector.Message{ID: "sqlite.no-temporary-folder", Reference: err.Error()}
	}
	return connector.NewError(m, err)
}
