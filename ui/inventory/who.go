package inventory

import (
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
)

// Who asks for the users behind a number: those who use an application, or those who are entitled to it.
type Who struct {
	// Application is its name or that of its service plan, Called what it is called on the page.
	Application, Called string
	// Entitled asks for those with a license that has it switched on; otherwise for those who were active in it in a window of so many
	// days.
	Entitled bool
	Window   int
	// Connection is the tenant's; empty for all.
	Connection string
}

func (w Who) choice() choice {
	data := map[string]any{"Application": w.Called, "Days": w.Window}
	if w.Entitled {
		return choice{lang.L("Entitled to {{.Application}}", data), func(q *Query) { q.Application = w.Application }}
	}
	return choice{lang.L("{{.Application}}, active in {{.Days}} days", data), func(q *Query) { q.Application, q.Window = w.Application, w.Window }}
}

// ShowWho narrows a list down to the users behind a number. The list's own filter says so, and takes it off.
func (l *List[T]) ShowWho(w Who) {
	c := w.choice()
	l.Lead(Wanted{Text: c.text, Connection: w.Connection, Set: c.set})
}

// whoIs asks for the users of an application, or for those who are entitled to one of which no report tells.
func whoIs(a app.ApplicationRow, entitled bool, q Query) Who {
	w := Who{Application: a.Application, Called: a.Application, Entitled: entitled || a.Active == nil, Window: q.Window}
	if a.Plan != "" {
		w.Application = a.Plan
	}
	if len(q.Connections) == 1 {
		w.Connection = q.Connections[0]
	}
	return w
}
