package command

import (
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
