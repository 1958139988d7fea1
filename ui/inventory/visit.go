package inventory

import "inventorybeacon/app/lists"

// choices are what a list is filtered by.
type choices struct {
	filter         string
	tenant, chosen string
	search         string
}

// visit is a look at a list to which another page has led, such as by a number of the overview.
type visit struct {
	before, led choices
	filter      lists.FilterExpression // before
	window      string
	sort        string
	downward    bool
}

func (l *List[T]) choices() choices {
	c := choices{filter: l.filter.Conditions().String(), search: l.search.Text}
	if chosen := l.tenant.Chosen(); len(chosen) > 0 {
		c.tenant = chosen[0]
	}
	if l.chosen != nil {
		c.chosen = l.chosen.Selected()
	}
	return c
}

// visited leads to rows, and remembers what the list showed before as long as nobody chooses others.
func (l *List[T]) visited(lead func()) {
	v := l.visit
	if v == nil || v.led != l.choices() {
		v = &visit{before: l.choices(), filter: l.filter.Conditions()}
		v.sort, v.downward = l.grid.Sort()
		if l.window != nil {
			v.window = l.window.Selected()
		}
	}
	lead()
	v.led, l.visit = l.choices(), v
}

// Return shows again what the list showed before another page led to it, unless somebody has chosen other rows since.
func (l *List[T]) Return() {
	v := l.visit
	l.visit = nil
	if v == nil || v.led != l.choices() {
		return
	}
	l.tenant.Choose(v.before.tenant)
	if l.chosen != nil {
		l.chosen.SetSelected(v.before.chosen)
	}
	if l.window != nil {
		l.window.SetSelected(v.window)
	}
	l.search.SetValue(v.before.search)
	l.grid.SetSort(v.sort, v.downward)
	l.filter.Set(v.filter)
}
