package changes

import (
	"slices"
	"strings"

	"inventorybeacon/app/lists"
	"inventorybeacon/ui/filter"
)

// newFilter makes the bar of conditions, groups and views.
func (p *Page) newFilter() *filter.Bar {
	bar := filter.New(p.session, lists.Changes, p.titleOf, true)
	bar.Query, bar.Change, bar.Apply = p.asked, p.ask, p.applyView
	bar.Grown = func() { p.content.Refresh() }
	return bar
}

// titleOf is what a property is called: as its column.
func (p *Page) titleOf(property string) string {
	if property == "license" {
		property = "skuPartNumber"
	}
	for _, c := range p.grid.Columns() {
		if c.ID == property {
			return c.Title
		}
	}
	return filter.PropertyTitle(property)
}

// asked is what the list shows now, as a query of the console. Its time is a condition on days.
func (p *Page) asked() lists.Query {
	q, conditions := p.query, slices.Clone(p.filter.Conditions())
	if q.Event != "" {
		conditions = append(conditions, lists.Is("event", string(q.Event)))
	}
	if ago := p.choices.time.DaysAgo(); ago != "" {
		conditions = append(conditions, lists.FilterCondition{Property: "time", Operator: lists.FilterAfter, Values: []string{ago}})
	}
	asked := lists.Query{List: lists.Changes, Tenants: q.Tenants, Search: q.Search, Filter: conditions.String(), Sort: q.Sort}
	if q.Descending {
		asked.Sort = "-" + asked.Sort
	}
	for _, c := range p.grid.Drawn() {
		asked.Columns = append(asked.Columns, c.ID)
	}
	return asked
}

// applyView chooses what a view has kept besides its conditions.
func (p *Page) applyView(v lists.View) {
	p.choices.choose()
	p.choices.search.SetValue(v.Search)
	if len(v.Columns) > 0 {
		p.list.ShowColumns(v.Columns)
	}
	if sort, descending := strings.CutPrefix(v.Sort, "-"); sort != "" {
		p.grid.SetSort(sort, descending)
	}
}
