package inventory

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"inventorybeacon/connector"
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

// Advice implements [connector.Advised].
func (e *DamagedHeldError) Advice() connector.Advice {
	return connector.Advice{
		Message:   fmt.Sprintf("The file %s, in which the import was kept, is damaged, so it cannot be published. The inventory is as it was before.", e.Path),
		Action:    "Execute the import again; when it happens again, check the disk.",
		Reference: e.Err.Error(),
	}
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
	if errors.As(err, &damaged) || errors.As(err, &foreign) || errors.As(err, &syntax) || errors.As(err, &kind) || errors.Is(err, sql.ErrNoRows) {
		return &DamagedHeldError{Path: path, Err: err}
	}
	return err
}

// ExamineHeld does what [Inventory.Examine] does, for an import that was held back
// and could not be published.
func (inv *Inventory) ExamineHeld(ctx context.Context, held *Import, err error) error {
	var damaged *sqlite.DamagedFileError
	switch {
	case !errors.As(err, &damaged):
		return err
	case !inv.whole(ctx):
		return inv.noticed(err)
	default:
		return &DamagedHeldError{Path: held.path, Err: err}
	}
}
