package inventory

import (
	"slices"
	"testing"

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
