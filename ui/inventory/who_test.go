package inventory

import (
	"slices"
	"testing"

	"inventorybeacon/app"
	"inventorybeacon/ui/session/sessiontest"
)

// counted is how many rows a list has once it has read them.
func rowsOf[T any](w *sessiontest.Window, l *List[T]) int {
	w.Until("the rows", func() bool { return !l.data.Loading() && l.total != "" })
	return l.data.Len()
}

func TestEveryNumberOfAnApplicationLeadsToItsUsers(t *testing.T) {
	w := open(t)
	c := w.Connect("Contoso")
	w.Import(c)
	var asked Who
	applications := NewApplications(w.Session, func(who Who) { asked = who })
	w.Show(applications)
	rowsOf(w, applications)
	used, entitled := NewUsage(w.Session), NewUsers(w.Session)
	w.Show(used)
	all := rowsOf(w, used)
	w.Show(entitled)
	rowsOf(w, entitled)
	looked := 0
	for i := range applications.data.Len() {
		w.Until("the row", func() bool { _, loaded := applications.data.Record(i); return loaded })
		row, _ := applications.data.Record(i)
		for _, command := range applications.source.commands(row) {
			if command.Enabled != nil && !command.Enabled() {
				continue
			}
			command.Action()
			looked++
			var got, want int
			if asked.Entitled {
				entitled.ShowWho(asked)
				got, want = rowsOf(w, entitled), int(row.Entitled)
			} else {
				used.ShowWho(asked)
				got, want = rowsOf(w, used), int(*row.Active+*row.Unknown)
			}
			if got != want {
				t.Errorf("%s, %+v: %d users are listed, want %d", row.Application, asked, got, want)
			}
		}
	}
	if looked < 20 {
		t.Errorf("only %d numbers were looked at", looked)
	}
	used.ShowAll()
	if got := rowsOf(w, used); got != all {
		t.Errorf("%d rows when the filter is taken off, want %d", got, all)
	}
	used.ShowWho(Who{Application: "Word", Called: "Word", Window: 30, Connection: c.ID})
	used.ShowWho(Who{Application: "Teams", Called: "Teams", Window: 90, Connection: c.ID})
	if n := len(used.choices()); n != len(used.source.choices)+1 || used.chosen.Selected() != "Teams, active in 90 days" {
		t.Errorf("%d choices, %q is chosen", n, used.chosen.Selected())
	}
}

func TestAnApplicationOfWhichNoReportTellsLeadsToWhoIsEntitled(t *testing.T) {
	four := int64(4)
	for _, given := range []struct {
		row  app.ApplicationRow
		want Who
	}{
		{app.ApplicationRow{Application: "Word", Active: &four}, Who{Application: "Word", Called: "Word", Window: 30, Connection: "one"}},
		{app.ApplicationRow{Application: "Microsoft Entra ID P1", Plan: "AAD_PREMIUM"}, Who{Application: "AAD_PREMIUM", Called: "Microsoft Entra ID P1", Entitled: true, Window: 30, Connection: "one"}},
	} {
		if got := whoIs(given.row, false, Query{Window: 30, Connections: []string{"one"}}); got != given.want {
			t.Errorf("%+v, want %+v", got, given.want)
		}
	}
	if shown := (Who{Called: "Word", Entitled: true}).choice().text; !slices.Contains([]string{"Entitled to Word"}, shown) {
		t.Errorf("%q is chosen", shown)
	}
}
