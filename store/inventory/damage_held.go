package inventory

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/publish"
	"inventorybeacon/store/sqlite"
)

// DamagedHeldError means that an import which was held back can no longer be read.
type DamagedHeldError struct {
	Path string
	Err  error
}

func (e *DamagedHeldError) Error() string {
	return fmt.Sprintf("what was held back is damaged: %v", e.Err)
}

// Unwrap returns what was found.
func (e *DamagedHeldError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *DamagedHeldError) Message() connector.Message {
	return connector.Message{ID: "inventory.damaged-held", Data: connector.Data{"Path": e.Path}, Reference: e.Err.Error()}
}

// heldDamage returns a [DamagedHeldError] when err means that nothing can be made of
// the file at path.
func heldDamage(path string, err error) error {
	var (
		damaged *sqlite.DamagedFileError
		foreign *sqlite.ForeignFileError
		syntax  *json.SyntaxError
		kind    *json.UnmarshalTypeError
	)
	if errors.As(err, &damaged) || errors.As(err, &foreign) || errors.As(err, &syntax) || errors.As(err, &kind) ||
		errors.Is(err, sql.ErrNoRows) {
		return &DamagedHeldError{Path: path, Err: err}
	}
	return err
}

// heldImport is an import that was held back and is to be published.
type heldImport struct {
	*publish.Import
	inventory *Inventory
}

// Publish implements [Staged]. When it fails, it finds out which file is damaged, as
// [Inventory.Examine] does for other imports.
func (h *heldImport) Publish(ctx context.Context, at time.Time, progress func(done, total int64)) (connector.Counts, error) {
	counts, err := h.Import.Publish(ctx, at, progress)
	var damaged *sqlite.DamagedFileError
	switch {
	case !errors.As(err, &damaged):
		return counts, err
	case !h.inventory.intact(ctx):
		return counts, h.inventory.markCorrupt(err)
	default:
		return counts, &DamagedHeldError{Path: h.Path(), Err: err}
	}
}
