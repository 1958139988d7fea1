package inventory

import (
	"maps"
	"slices"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/filter"
	"inventorybeacon/ui/page"
)

// newFilter makes the bar of conditions, groups and views.
func (l *List[T]) newFilter() *filter.Bar {
	names := map[string]string{page.ColumnTenant: lists.TenantColumn}
	maps.Copy(names, l.source.names)
	bar := filter.New(l.session, lists.List(l.source.name), l.list, filter.Columns{Names: names}, true)
	bar.Query, bar.Change, bar.Grown = l.asked, l.ask, l.layOut
	bar.Choices, bar.Apply, bar.ShowAll = l.choose, l.applyView, l.ShowAll
	return bar
}

// asked is what the list is asked for now, as a query of the console.
func (l *List[T]) asked() lists.Query {
	q := l.query()
	conditions := slices.Clone(q.Filter)
	if q.Activity != "" {
		conditions = append(conditions, lists.Is("active", app.StateValue(q.Activity)))
	}
	if q.Failed {
		conditions = append(conditions, lists.FilterCondition{Property: "failed", Operator: lists.FilterIsNot, Values: []string{""}})
	}
	return lists.Query{
		List: lists.List(l.source.name), Connections: q.Connections, Search: q.Search, Filter: conditions.String(),
		Window: q.Window,
	}
}

// applyView chooses what a view has kept.
func (l *List[T]) applyView(v lists.View) {
	l.chooseAll()
	l.search.SetValue(v.Search)
	if l.window != nil && slices.Contains(page.Windows, v.Days) {
		l.window.SetSelected(page.WindowText(v.Days))
	}
}

// choose returns what chooses again what is chosen above the list now.
func (l *List[T]) choose() (again func()) {
	before, window := l.choices(), ""
	if l.window != nil {
		window = l.window.Selected()
	}
	return func() {
		l.tenant.Choose(before.tenant)
		if l.chosen != nil {
			l.chosen.SetSelected(before.chosen)
		}
		if l.window != nil {
			l.window.SetSelected(window)
		}
		l.search.SetValue(before.search)
	}
}
