package history

import (
	"context"
	"errors"
	"path/filepath"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// explain returns an error of SQLite's as one about the file. A damaged file is left as it
// is: what is in it cannot be had anew.
func (h *History) explain(err error) error {
	err = sqlite.Explain(h.db.Path, err)
	var found *sqlite.DamagedFileError
	if !errors.As(err, &found) || found.Path != h.db.Path {
		return err
	}
	return connector.NewError(connector.Message{
		ID: "history.damaged-in-use", Data: connector.Data{"Path": h.db.Path}, Reference: found.Err.Error(),
	}, err)
}

// CheckFile reads every page of the history.db of a data directory, and changes nothing.
// The errors are those of [Open], and fs.ErrNotExist when there is none yet.
func CheckFile(ctx context.Context, dir string) error {
	options, err := FileOptions()
	if err != nil {
		return err
	}
	return sqlite.Check(ctx, filepath.Join(dir, FileName), options)
}
