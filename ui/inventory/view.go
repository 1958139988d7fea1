package inventory

import (
	"slices"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets/grid"
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
		return propertyTitle(property)
	}
	id := gridColumn(l.source.name, property)
	for _, c := range l.grid.Columns() {
		if c.ID == id {
			return c.Title
		}
	}
	return propertyTitle(property)
}

// asked is what the list shows now, as a query of the console.
func (l *List[T]) asked() lists.Query {
	q := l.query()
	conditions := slices.Clone(q.Filter)
	list := lists.List(l.source.name)
	if q.Activity != "" {
		conditions = append(conditions, lists.FilterCondition{Property: "active", Operator: lists.FilterIs, Values: []string{app.StateValue(q.Activity)}})
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

// applyView shows the list as a view has it.
func (l *List[T]) applyView(v lists.View) {
	conditions, err := lists.List(v.List).ParseFilter(v.Filter)
	if err != nil { // an older program may have had another column
		l.session.Fail(v.Name, err)
		return
	}
	l.chooseAll()
	l.search.SetValue(v.Search)
	if l.window != nil && slices.Contains(page.Windows, v.Days) {
		l.window.SetSelected(page.WindowText(v.Days))
	}
	if len(v.Columns) > 0 {
		l.showColumns(v.Columns)
	}
	if sort, descending := strings.CutPrefix(v.Sort, "-"); sort != "" {
		l.grid.SetSort(gridColumn(v.List, sort), descending)
	}
	l.filter.set(conditions)
	if v.GroupBy != "" {
		l.filter.showGroups(v.GroupBy)
	}
}

// showColumns shows the columns of a view in their order, and hides the others.
func (l *List[T]) showColumns(names []string) {
	arrangement := grid.Arrangement{Hidden: map[string]bool{}, Widths: l.grid.Arrangement().Widths}
	for _, name := range names {
		arrangement.Order = append(arrangement.Order, gridColumn(l.source.name, name))
	}
	some := false
	for _, c := range l.grid.Columns() {
		arrangement.Hidden[c.ID] = !slices.Contains(arrangement.Order, c.ID)
		some = some || !arrangement.Hidden[c.ID]
	}
	if some { // a view of the console may have none of the window's columns
		l.grid.Arrange(arrangement)
		l.grid.OnArranged()
	}
}
