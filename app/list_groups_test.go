package app

import (
	"io"
	"sync/atomic"
	"testing"

	"inventorybeacon/app/export"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// People come from a group to its rows, and keep these as a view, which is text.
func TestEveryGroupOfEveryListLeadsToItsRows(t *testing.T) {
	var day atomic.Int32
	server := demotenanttest.Start(t, demotenant.Options{Users: 25, Day: func() int { return int(day.Load()) }})
	b := openWith(t, Options{Dir: t.TempDir(), Source: sourceOf(server)})
	c := connect(t, b, "Contoso")
	mustImport(t, b, c)
	day.Store(25) // when others have come, and changes can be listed
	mustImport(t, b, c)
	enterTerms(t, b)
	for _, list := range lists.All {
		for _, column := range list.Groupings() {
			groups, err := b.Groups(t.Context(), lists.Query{List: list, GroupBy: column})
			if err != nil || len(groups) == 0 {
				t.Errorf("%s by %s: %d groups, %v", list, column, len(groups), err)
			}
			for _, group := range groups {
				c, known := list.GroupCondition(column, group)
				if !known {
					t.Errorf("%s cannot be filtered by %s", list, column)
					continue
				}
				filter := lists.FilterExpression{c}.String()
				rows, err := b.WriteList(t.Context(), io.Discard, export.JSON, lists.Query{List: list, Filter: filter})
				if err != nil || rows != group.Count {
					t.Errorf("%s where %s are %d, the group counts %d: %v", list, filter, rows, group.Count, err)
				}
			}
		}
	}
}
