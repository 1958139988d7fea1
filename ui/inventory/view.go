package inventory

import (
	"slices"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/filter"
	"inventorybeacon/ui/page"
)

// The columns of the window that have other names than those of the same list on the
// console and in views.
var viewColumns = map[string]string{"licenses": "products", columnPartNumbers: "licenses", page.ColumnTenant: "tenant"}

func viewColumn(list, id string) string {
	if name, other := viewColumns[id]; other && (list == string(lists.Users) || id == page.ColumnTenant) {
		return name
	}
	return id
}

// gridColumn is the column of the window for one of a view.
func gridColumn(list, name string) string {
	for id := range viewColumns {
		if viewColumn(list, id) == name {
			return id
		}
	}
	return name
}

// titleOf is what a property is called: as its column, if it has one.
func (l *List[T]) titleOf(property string) string {
	if property == "licenses" && l.source.name == string(lists.Users) {
		return filter.PropertyTitle(property)
	}
	id := gridColumn(l.source.name, property)
	for _, c := range l.grid.Columns() {
		if c.ID == id {
			return c.Title
		}
	}
	return filter.PropertyTitle(property)
}

// asked is what the list shows now, as a query of the console.
func (l *List[T]) asked() lists.Query {
	q := l.query()
	conditions := slices.Clone(q.Filter)
	list := lists.List(l.source.name)
	if q.Activity != "" {
		conditions = append(conditions, lists.Is("active", app.StateValue(q.Activity)))
	}
	if q.Failed {
		conditions = append(conditions, lists.FilterCondition{Property: "failed", Operator: lists.FilterIsNot, Values: []string{""}})
	}
	asked := lists.Query{List: list, Connections: q.Connections, Search: q.Search, Filter: conditions.String(), Window: q.Window}
	known := list.Columns()
	for _, c := range l.grid.Drawn() {
		if name := viewColumn(l.source.name, c.ID); slices.Contains(known, name) {
			asked.Columns = append(asked.Columns, name)
		}
	}
	if name := viewColumn(l.source.name, q.Sort); slices.Contains(known, name) {
		asked.Sort = name
		if q.Descending {
			asked.Sort = "-" + name
		}
	}
	return asked
}

// applyView chooses what a view has kept besides its conditions.
func (l *List[T]) applyView(v lists.View) {
	l.chooseAll()
	l.search.SetValue(v.Search)
	if l.window != nil && slices.Contains(page.Windows, v.Days) {
		l.window.SetSelected(page.WindowText(v.Days))
	}
	if len(v.Columns) > 0 { // of which a view of the console may have others than the window
		ids := make([]string, len(v.Columns))
		for i, name := range v.Columns {
			ids[i] = gridColumn(v.List, name)
		}
		l.list.ShowColumns(ids)
	}
	if sort, descending := strings.CutPrefix(v.Sort, "-"); sort != "" {
		l.grid.SetSort(gridColumn(v.List, sort), descending)
	}
}
