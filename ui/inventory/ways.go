package inventory

import "inventorybeacon/ui/page"

// Ways lead from a number to what it counts.
type Ways struct {
	// Users opens the list of users, Licenses that of licenses, as they are wanted.
	Users    func(Wanted)
	Licenses func(Wanted)
	// License opens the details of a license.
	License func(connection, skuID string)
	// Task opens a task.
	Task func(id int64)
}

// Wanted is what a list is to show.
type Wanted struct {
	// Text is what the choice is called.
	Text string
	// Connection is that of the tenant; empty for all.
	Connection string
	// Window is the window of activity in days; 0 leaves the list's own.
	Window int
	// Sort is a column to sort by, downward; empty leaves the list's own.
	Sort string

	Set func(q *Query)
}

// Lead shows what is wanted, as one more choice of the list.
func (l *List[T]) Lead(w Wanted) {
	if l.chosen != nil && w.Set != nil {
		l.lead = &choice{w.Text, w.Set}
		l.chosen.SetOptions(l.options())
		l.chosen.SetSelected(w.Text)
	}
	l.tenant.Choose(w.Connection)
	l.search.SetValue("")
	if l.window != nil && w.Window != 0 {
		l.window.SetSelected(page.WindowText(w.Window))
	}
	if w.Sort != "" {
		l.grid.SetSort(w.Sort, true)
	}
	l.ask()
}

// options are the texts of the choices, the one that led here among them.
func (l *List[T]) options() (texts []string) {
	for _, c := range l.choices() {
		texts = append(texts, c.text)
	}
	return texts
}

// choices are those of the list, and the one that led here.
func (l *List[T]) choices() []choice {
	if l.lead == nil {
		return l.source.choices
	}
	for _, c := range l.source.choices {
		if c.text == l.lead.text {
			return l.source.choices
		}
	}
	return append(l.source.choices[:len(l.source.choices):len(l.source.choices)], *l.lead)
}
