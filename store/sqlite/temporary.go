package sqlite

import (
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

// smallFiles is up to what size files together are worked on in memory: what is put aside
// is hardly more than they are.
const smallFiles = 64 << 20

// PutAside is the statement that has a connection put aside what it needs for work on whole
// files: in memory when they are small, so that a full folder does not stop it.
func PutAside(paths ...string) string {
	var size int64
	for _, path := range paths {
		for _, part := range Parts(path) {
			if info, err := os.Stat(part); err == nil {
				size += info.Size()
			}
		}
	}
	if size > smallFiles {
		return inFolder
	}
	return inMemory
}

// PutAsideAsBefore is how it is undone.
const PutAsideAsBefore = inFolder

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
