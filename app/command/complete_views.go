package command

import (
	"slices"
	"strings"

	"inventorybeacon/app/lists"
)

// columns are those of the list that a command is about.
func (t *typed) columns() []string {
	list := lists.List(t.node.Name)
	for _, word := range t.words { // of view save NAME LIST
		if l := lists.List(strings.ToLower(word)); slices.Contains(lists.All, l) {
			list = l
		}
	}
	if !slices.Contains(lists.All, list) {
		return nil
	}
	return list.Columns()
}
