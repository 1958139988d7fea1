package inventory

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets"
)

// rowsOf is how many rows a list has once it has read them.
func rowsOf[T any](w *sessiontest.Window, l *List[T]) int {
	w.Until("the rows", func() bool { return !l.data.Loading() && l.total != "" })
	return l.data.Len()
}

func TestEveryNumberOfAnApplicationLeadsToItsUsers(t *testing.T) {
	w := open(t)
	c := w.Connect("Contoso")
	w.Import(c)
	used, entitled := NewUsage(w.Session), NewUsers(w.Session)
	w.Show(used)
	all := rowsOf(w, used)
	w.Show(entitled)
	rowsOf(w, entitled)
	got := -1
	applications := NewApplications(w.Session, Ways{
		Users: func(wanted Wanted) { entitled.Lead(wanted); got = rowsOf(w, entitled) },
		Usage: func(wanted Wanted) { used.Lead(wanted); got = rowsOf(w, used) },
	})
	w.Show(applications)
	rowsOf(w, applications)
	looked, devices := 0, 0
	for i := range applications.data.Len() {
		w.Until("the row", func() bool { _, loaded := applications.data.Record(i); return loaded })
		row, _ := applications.data.Record(i)
		want := int(*row.Entitled)
		if row.Active != nil {
			want = int(*row.Active + *row.Unknown)
		}
		applications.activate(i)
		if got != want {
			t.Errorf("%s: %d users are listed, want %d", row.Application, got, want)
		}
		wants := []int{want, int(*row.Entitled)}
		for _, users := range []*int64{row.Windows, row.Mac, row.Mobile, row.Web} {
			if users == nil {
				break
			}
			wants = append(wants, int(*users))
		}
		for place, want := range wants {
			command := applications.source.commands(row)[place]
			if command.Enabled != nil && !command.Enabled() {
				continue
			}
			command.Action()
			looked++
			if got != want {
				t.Errorf("%s, %s: %d users are listed, want %d", row.Application, command.Text, got, want)
			}
		}
		for _, command := range applications.source.commands(row) {
			if !strings.HasPrefix(command.Text, "Who Has Activated It") {
				continue
			}
			command.Action()
			devices++
			if got == 0 || got > int(*row.Activations) { // some have several devices
				t.Errorf("%s, %s: %d users are listed for %d activations", row.Application, command.Text, got, *row.Activations)
			}
		}
	}
	if looked < 40 || devices < 5 {
		t.Errorf("only %d numbers, and %d of devices, were looked at", looked, devices)
	}
	used.ShowAll()
	if got := rowsOf(w, used); got != all {
		t.Errorf("%d rows when the filter is taken off, want %d", got, all)
	}
	word := app.ApplicationRow{Application: "Word", Active: new(int64)}
	used.Lead(usersOf(word, Query{Window: 30, Connections: []string{c.ID}}))
	used.Lead(usersOf(word, Query{Window: 90}))
	if said := chips(used); len(said) != 1 || said[0] != "Word used in 90 days" {
		t.Errorf("the bar says %q", said)
	}
	used.Lead(usersOn(word, connector.OnMobile, Query{Window: 90}))
	if said := chips(used); !slices.Contains(said, "Platform is Mobile") {
		t.Errorf("the bar says %q", said)
	}
	used.Lead(usersOf(word, Query{Window: 90}))
	test.Tap(used.filter.Row.Objects[3].(*widgets.SplitButton).End())
	if got := rowsOf(w, used); got != all {
		t.Errorf("%d rows when the condition is taken off, want %d", got, all)
	}
}
