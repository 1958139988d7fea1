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
	bar := filter.New(l.session, l.source.listed(), l.list, filter.Columns{Names: names}, !l.source.groups)
	bar.Query, bar.Change, bar.Grown = l.asked, l.ask, l.layOut
	bar.Choices, bar.Apply, bar.ShowAll = l.choose, l.applyView, l.ShowAll
	return bar
}

// listed is the list of the console that has the same rows.
func (s source[T]) listed() lists.List {
	if s.within {
		return lists.Users
	}
	return lists.List(s.name)
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
		List: l.source.listed(), Connections: q.Connections, Search: q.Search, Filter: conditions.String(),
		Window: q.Window, License: q.License, GroupBy: q.GroupBy,
	}
}

// applyView chooses what a view has kept.
func (l *List[T]) applyView(v lists.View) {
	l.chooseAll()
	for _, c := range l.source.choices {
		var q Query
		if c.set(&q); l.source.groups && q.GroupBy == v.GroupBy {
			l.chosen.SetSelected(c.text)
		}
	}
	l.search.SetValue(v.Search)
	if l.window != nil && slices.Contains(page.Windows, v.Days) {
		l.window.SetSelected(page.WindowText(v.Days))
	}
}

// choose returns what chooses again what is chosen above the list now.
func (l *List[T]) choose() (again func()) {
	tenant, search, chosen, window := only(l.tenant.Chosen()), l.search.Text, "", ""
	if l.chosen != nil {
		chosen = l.chosen.Selected()
	}
	if l.window != nil {
		window = l.window.Selected()
	}
	return func() {
		l.tenant.Choose(tenant)
		if l.chosen != nil {
			l.chosen.SetSelected(chosen)
		}
		if l.window != nil {
			l.window.SetSelected(window)
		}
		l.search.SetValue(search)
	}
}
