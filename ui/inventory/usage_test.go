package inventory

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector"
	"inventorybeacon/ui/widgets/grid"
)

func TestUsageFitsIntoTheWindowAndShowsWhatIsAskedFor(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := NewUsage(w.Session)
	w.Show(l)
	shown := func(a connector.UsedApplication) bool {
		return slices.ContainsFunc(l.grid.Columns(), func(c grid.ColumnState) bool { return c.ID == a.String() && !c.NoRoom })
	}
	w.Until("the usage", func() bool { _, loaded := l.data.Record(0); return loaded && shown(connector.Exchange) })
	// Given all applications, then there is room for those that most people use,
	if !shown(connector.Teams) || shown(connector.CopilotChat) || shown(connector.SkypeForBusiness) {
		t.Errorf("the columns are %+v", l.grid.Columns())
	}
	// and given one, then its column is among them.
	l.chosen.SetSelected(connector.CopilotChat.String())
	l.ask()
	w.Until("its column", func() bool { return shown(connector.CopilotChat) && shown(connector.Exchange) })
	l.ShowAll()
	w.Until("those of before", func() bool { return !shown(connector.CopilotChat) && shown(connector.Teams) })
}

func TestARowOfUsageOpensItsUser(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := NewUsage(w.Session)
	w.Show(l)
	rowsOf(w, l)
	w.Until("the rows", func() bool { _, loaded := l.data.Record(0); return loaded })
	u, row := app.WideUsageRow{}, -1
	for u.UserID == "" {
		row++
		u, _ = l.data.Record(row)
	}
	l.activate(row)
	w.Await(u.DisplayName, "Object ID")
	w.Press("Close")
	u.UserID = ""
	l.source.open(u)
	w.Await("No user in the inventory has this name")
	w.Press("OK")
	// The column that a condition speaks of stays, however narrow the list is.
	used := lists.FilterCondition{Property: connector.Yammer.String(), Operator: lists.FilterAfter, Values: []string{"report-91"}}
	l.Lead(Wanted{Filter: lists.FilterExpression{used}})
	if got := chips(l); !slices.Equal(got, []string{"Yammer used in 90 days"}) {
		t.Errorf("the bar says %q", got)
	}
	l.grid.Resize(fyne.NewSize(500, 300))
	for _, c := range l.grid.Columns() {
		if c.ID == connector.Yammer.String() && c.NoRoom {
			t.Error("the column of the condition is left out")
		}
	}
}
