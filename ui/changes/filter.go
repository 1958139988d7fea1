package changes

import (
	"slices"
	"time"

	"inventorybeacon/app/lists"
	"inventorybeacon/ui/filter"
)

// newFilter makes the bar of conditions, groups and views.
func (p *Page) newFilter() *filter.Bar {
	bar := filter.New(p.session, lists.Changes, p.list, filter.Columns{}, true)
	bar.Query, bar.Change, bar.Grown = p.asked, p.ask, func() { p.content.Refresh() }
	bar.Choices, bar.Apply, bar.ShowAll = p.choices.again, p.applyView, p.showAll
	return bar
}

// asked is what the list is asked for now, as a query of the console. Its time is a condition on days.
func (p *Page) asked() lists.Query {
	q, conditions := p.choices.query(time.Now()), slices.Clone(p.filter.Conditions())
	if q.Event != "" {
		conditions = append(conditions, lists.Is("event", string(q.Event)))
	}
	after, _ := p.choices.time.Days()
	if after != "" {
		conditions = append(conditions, lists.FilterCondition{Property: columnTime, Operator: lists.FilterAfter, Values: []string{after}})
	}
	asked := lists.Query{
		List: lists.Changes, Tenants: q.Tenants, Search: q.Search, Filter: append(conditions, q.Filter...).String(),
	}
	if after == "" { // all, or the last import, which no condition is for
		asked.Since = q.Since
	}
	return asked
}

// applyView chooses what a view has kept.
func (p *Page) applyView(v lists.View) {
	p.choices.choose()
	p.choices.search.SetValue(v.Search)
}
