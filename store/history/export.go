package history

import (
	"context"
	"database/sql"
	"fmt"

	"inventorybeacon/connector"
)

// Export is a view that is written into a folder after every import.
type Export struct {
	View   string `json:"view"`
	Folder string `json:"folder"`
	// Format is the extension of the file, for example "csv".
	Format string `json:"format"`
}

// ExportNotFoundError means that a view is not written automatically.
type ExportNotFoundError struct{ View string }

func (e *ExportNotFoundError) Error() string { return fmt.Sprintf("no automatic export of %q", e.View) }

// Message implements [connector.Explained].
func (e *ExportNotFoundError) Message() connector.Message {
	return connector.Message{ID: "export.not-found", Data: connector.Data{"Name": e.View}}
}

// Exports returns the automatic exports by view.
func (h *History) Exports(ctx context.Context) ([]Export, error) {
	found, err := list(ctx, h, func(e *Export) []any { return []any{&e.View, &e.Folder, &e.Format} },
		"SELECT v.name, folder, format FROM export AS e JOIN view AS v ON v.name = e.view ORDER BY 1, 2, 3")
	return append([]Export{}, found...), err
}

const addExport = "INSERT OR REPLACE INTO export (view, folder, format) VALUES (?, ?, ?)"

func (e Export) values() []any { return []any{e.View, e.Folder, e.Format} }

// AddExport has a view written into a folder after every import from now on.
func (h *History) AddExport(ctx context.Context, e Export) error {
	return h.Apply(ctx, Edit{Exports: []Export{e}})
}

// RemoveExports ends the automatic exports of a view, or those into one folder or in one
// format where these are named. The error may be an [ExportNotFoundError].
func (h *History) RemoveExports(ctx context.Context, e Export) error {
	return h.update(ctx, func(tx *sql.Tx) error {
		return mustAffect(tx.ExecContext(ctx, `DELETE FROM export WHERE view = ?1 AND (?2 = '' OR folder = ?2) AND (?3 = '' OR format = ?3)`,
			e.View, e.Folder, e.Format))(&ExportNotFoundError{View: e.View})
	})
}
