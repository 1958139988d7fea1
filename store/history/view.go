package history

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// View is a list as somebody likes to see it, under a name.
type View struct {
	Name string `json:"name"`
	// List is what it lists, for example "users".
	List string `json:"list"`
	// Filter is an expression, empty for all rows.
	Filter string `json:"filter"`
	// Columns are the names of its columns in their order; none are the usual ones.
	Columns []string `json:"columns"`
	// Sort is a column, with - before it when it descends; empty is the usual order.
	Sort string `json:"sort"`
	// GroupBy is the column by which rows are counted; empty when they are listed.
	GroupBy string `json:"groupBy"`
	Search  string `json:"search"`
	// Days are the window of activity; 0 is the usual one.
	Days int `json:"window"`
}

// ViewNotFoundError means that there is no view of a name.
type ViewNotFoundError struct{ Name string }

func (e *ViewNotFoundError) Error() string { return fmt.Sprintf("no view %q", e.Name) }

// Message implements [connector.Explained].
func (e *ViewNotFoundError) Message() connector.Message {
	return connector.Message{ID: "view.not-found", Data: connector.Data{"Name": e.Name}}
}

const viewColumns = "name, list, filter, columns, sort, group_by, search, days"

func scanView(rows interface{ Scan(...any) error }) (v View, err error) {
	var columns string
	err = rows.Scan(&v.Name, &v.List, &v.Filter, &columns, &v.Sort, &v.GroupBy, &v.Search, &v.Days)
	v.Columns = []string{}
	if columns != "" {
		v.Columns = strings.Split(columns, ",")
	}
	return v, err
}

// Views returns the views by name.
func (h *History) Views(ctx context.Context) ([]View, error) {
	return viewRows(ctx, h.db.Read, scanView, "SELECT "+viewColumns+" FROM view ORDER BY name")
}

// View returns the view of a name, in any case of letters. The error may be a
// [ViewNotFoundError].
func (h *History) View(ctx context.Context, name string) (View, error) {
	found, err := viewRows(ctx, h.db.Read, scanView, "SELECT "+viewColumns+" FROM view WHERE name = ?", name)
	if err == nil && len(found) == 0 {
		return View{}, &ViewNotFoundError{Name: name}
	}
	if err != nil {
		return View{}, err
	}
	return found[0], nil
}

// SaveView stores a view in place of the one of that name, if there is one.
func (h *History) SaveView(ctx context.Context, v View) error {
	return h.db.Update(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO view ("+viewColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			v.Name, v.List, v.Filter, strings.Join(v.Columns, ","), v.Sort, v.GroupBy, v.Search, v.Days)
		return err
	})
}

// DeleteView deletes a view with its exports. The error may be a [ViewNotFoundError].
func (h *History) DeleteView(ctx context.Context, name string) error {
	return h.db.Update(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM export WHERE view = ?", name); err != nil {
			return err
		}
		return mustAffect(tx.ExecContext(ctx, "DELETE FROM view WHERE name = ?", name))(&ViewNotFoundError{Name: name})
	})
}

// ViewNamesAt reads the names of the views in a data directory, and changes nothing. There
// are none when it does not exist.
func ViewNamesAt(ctx context.Context, dir string) (names []string, err error) {
	options, err := FileOptions()
	if err != nil {
		return nil, err
	}
	err = sqlite.View(ctx, filepath.Join(dir, FileName), options, func(db *sql.DB) error {
		views, err := viewRows(ctx, db, scanView, "SELECT "+viewColumns+" FROM view ORDER BY name")
		for _, v := range views {
			names = append(names, v.Name)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	return names, err
}

// mustAffect returns a function that returns an error of its own where a statement has
// changed nothing.
func mustAffect(result sql.Result, err error) func(nothing error) error {
	return func(nothing error) error {
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return nothing
	}
}

// viewRows returns the rows of a query.
func viewRows[T any](ctx context.Context, db *sql.DB, scan func(interface{ Scan(...any) error }) (T, error), text string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	found := []T{}
	for rows.Next() {
		row, err := scan(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, rows.Err()
}
