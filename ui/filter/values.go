package filter

import (
	"context"
	"strings"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
)

const valuesHeight = 150 // of the list of values, where there is room

// values offers what the inventory holds of a property below the field in which one is typed: what begins with the typed text and then
// what contains it, the most frequent first. A value that is selected is entered.
type values struct {
	session  *session.Session
	ctx      context.Context
	list     lists.List
	of       []string // the connections
	entry    *form.Entry
	grid     *grid.Grid
	known    map[string][]string // by the properties that were read
	failed   map[string]string   // what kept a property from being read
	property string              // whose values are offered; empty for none
	several  bool                // whether values with commas between them are typed
	typed    string
	offered  []string
}

// newValues makes the list, of values of the inventory of some connections. Readers end with ctx.
func newValues(ctx context.Context, s *session.Session, list lists.List, of []string, entry *form.Entry) *values {
	v := &values{session: s, ctx: ctx, list: list, of: of, entry: entry, known: map[string][]string{}, failed: map[string]string{}}
	v.grid = grid.New(grid.Column{ID: "value", Title: lang.L("In the Inventory"), Width: 300, MinWidth: 200, Stretch: 1})
	v.grid.Hide()
	v.grid.OnSelected = func(int) { v.enter() }
	v.grid.OnAbove = func() { widgets.FocusOn(entry) }
	entry.OnDown = v.grid.FocusFirst
	entry.OnChanged = func(string) { v.show() }
	return v
}

// offer turns to a property, of which several values can be entered or one.
func (v *values) offer(property string, several, shown bool) {
	if shown = shown && v.list.HasValues(property); !shown {
		property = ""
	}
	v.property, v.several = property, several
	if v.grid.Visible() != shown {
		widgets.SetVisible(v.grid, shown)
		widgets.Relayout(v.entry) // the canvas of the list is not known before it was seen
	}
	v.show()
	if _, read := v.known[property]; read || !shown {
		return
	}
	session.Go(v.session, v.ctx, func(ctx context.Context) ([]string, error) {
		return v.session.Inventory().Values(ctx, v.list, property, v.of)
	}, func(found []string, err error) {
		if v.failed[property] = ""; err != nil { // what is typed is a filter all the same
			v.failed[property] = lang.L("The values could not be read: {{.Cause}}", map[string]any{"Cause": message.Explain(err).Message})
		} else {
			v.known[property] = found
		}
		v.show()
	})
}

// show shows what contains the text that is typed, of several values the last one.
func (v *values) show() {
	v.typed = v.entry.Text
	last := v.typed
	if v.several {
		last = last[strings.LastIndex(last, ",")+1:]
	}
	last = strings.ToLower(strings.TrimSpace(last))
	v.offered = nil
	known, read := v.known[v.property]
	switch failed := v.failed[v.property]; {
	case failed != "":
		v.grid.SetEmpty("", failed, nil)
		v.grid.SetData(nil)
		return
	case !read:
		v.grid.Await()
		return
	}
	v.grid.SetEmpty("", lang.L("The inventory holds nothing like that."), nil)
	var within []string
	for _, value := range known {
		switch place := strings.Index(strings.ToLower(value), last); {
		case place == 0:
			v.offered = append(v.offered, value)
		case place > 0:
			within = append(within, value)
		}
	}
	v.offered = append(v.offered, within...)
	rows := make(grid.Rows, len(v.offered))
	for i, value := range v.offered {
		rows[i] = []grid.Cell{grid.Text(v.list.ValueText(v.property, value))}
	}
	v.grid.SetData(rows)
}

// enter enters what is selected in place of what was typed of it.
func (v *values) enter() {
	var chosen []string
	for row := range v.grid.SelectedRows() {
		chosen = append(chosen, v.list.ValueText(v.property, v.offered[row]))
	}
	switch {
	case chosen == nil:
	case v.several:
		before := v.typed[:strings.LastIndex(v.typed, ",")+1]
		v.entry.SetValue(strings.TrimSpace(before + " " + strings.Join(chosen, ", ")))
	default:
		v.entry.SetValue(chosen[len(chosen)-1])
	}
}
