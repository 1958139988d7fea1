package command

import (
	"context"
	"slices"
	"strings"

	"inventorybeacon/app"
)

// columns are those of the list that a command is about.
func (t *typed) columns() []string {
	list := app.List(t.node.Name)
	for _, word := range t.words { // of view save NAME LIST
		if l := app.List(strings.ToLower(word)); slices.Contains(app.Lists, l) {
			list = l
		}
	}
	if !slices.Contains(app.Lists, list) {
		return nil
	}
	return list.Columns()
}

// views are the names of the views of the data directory.
func (t *typed) views(ctx context.Context) []string {
	dir, err := app.DataDirPlace(t.data)
	if err != nil {
		return nil
	}
	names, _ := app.ViewNamesAt(ctx, dir)
	return names
}
