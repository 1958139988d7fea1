package history

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"inventorybeacon/connector"
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
	// GroupBy is the column by which rows are counted, or, with columns of rows, by which the window groups them; empty when they are
	// listed.
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

// Views returns the views by name.
func (h *History) Views(ctx context.Context) ([]View, error) {
	type stored struct {
		View
		columns string
	}
	found, err := list(ctx, h, func(v *stored) []any {
		return []any{&v.Name, &v.List, &v.Filter, &v.columns, &v.Sort, &v.GroupBy, &v.Search, &v.Days}
	}, "SELECT "+viewColumns+" FROM view ORDER BY name")
	all := make([]View, len(found))
	for i, v := range found {
		all[i] = v.View
		all[i].Columns = []string{}
		if v.columns != "" {
			all[i].Columns = strings.Split(v.columns, ",")
		}
	}
	return all, err
}

const saveView = "INSERT OR REPLACE INTO view (" + viewColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)"

func (v View) values() []any {
	return []any{v.Name, v.List, v.Filter, strings.Join(v.Columns, ","), v.Sort, v.GroupBy, v.Search, v.Days}
}

// SaveView stores a view in place of the one of that name, if there is one.
func (h *History) SaveView(ctx context.Context, v View) error {
	return h.Apply(ctx, Edit{Views: []View{v}})
}

// DeleteView deletes a view with its exports. The error may be a [ViewNotFoundError].
func (h *History) DeleteView(ctx context.Context, name string) error {
	return h.update(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM export WHERE view = ?", name); err != nil {
			return err
		}
		return mustAffect(tx.ExecContext(ctx, "DELETE FROM view WHERE name = ?", name))(&ViewNotFoundError{Name: name})
	})
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
