package inventory

// choices are what a list is filtered by.
type choices struct {
	filter         string
	tenant, chosen string
	search         string
}

// visit is a look at a list to which another page has led, such as by a number of the overview.
type visit struct {
	led     choices
	restore func() // what it showed before
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
		v = &visit{restore: l.filter.Remember()}
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
	v.restore()
}
