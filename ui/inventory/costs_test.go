package inventory

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
	"inventorybeacon/app/licensing"
	"inventorybeacon/app/lists"
	"inventorybeacon/money"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/grid"
)

// setPrices enters what every paid license costs, but one, whose row it returns.
func setPrices(t *testing.T, w *sessiontest.Window) app.LicenseRow {
	t.Helper()
	rows, err := w.Beacon.Licenses(t.Context(), app.LicenseQuery{Sort: "assigned", Descending: true})
	w.Must(err)
	rows = slices.DeleteFunc(rows, func(l app.LicenseRow) bool { return l.Kind != app.Paid || l.Assigned == 0 })
	for i, l := range rows[1:] {
		price := money.Price{Micros: int64(i+1) * 1_500_000, Currency: "EUR", Per: money.Month}
		w.Must(w.Beacon.SetPrices(t.Context(), []licensing.SetPrice{{Price: licensing.Price{SKUID: l.SKUID, Price: price}}}))
	}
	return rows[0]
}

func TestCostsAreShownByWhatIsChosen(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	unpriced := setPrices(t, w)
	var wanted Wanted
	l := NewCosts(w.Session, Ways{Users: func(to Wanted) { wanted = to }})
	w.Show(l)
	lines, total, err := w.Beacon.Costs(t.Context(), lists.Query{List: lists.Costs, GroupBy: "department"})
	w.Must(err)
	shown := func() bool { line, loaded := l.data.Record(0); return loaded && line.Value == lines[0].Value }
	w.Until("the departments", func() bool { return l.data.Len() == len(lines) && shown() })
	w.Await(costText(total, nil)[:10])
	if !w.Says(unpriced.Product) {
		t.Errorf("%s has no price, and is not named:\n%s", unpriced.Product, w.Text())
	}
	// A department leads to its people, with what was asked for besides.
	l.filter.Set(lists.FilterExpression{lists.Is("enabled", "yes"), lists.Is("currency", "EUR")})
	w.Until("the departments of enabled users", func() bool { return l.data.Len() > 0 && shown() })
	l.activate(0)
	want := lists.FilterExpression{lists.Is("enabled", "yes"), lists.Is("department", lists.ValueOf(lines[0].Value))}
	if got := wanted.Filter; len(got) != 3 || got[:2].String() != want.String() {
		t.Errorf("it leads to %s, want %s and who has a license", got, want)
	}
	line, _ := l.data.Record(0)
	n, err := w.Beacon.CountUsers(t.Context(), app.UserQuery{Filter: wanted.Filter})
	if err != nil || n != line.Users {
		t.Errorf("%d users are counted, and there are %d: %v", line.Users, n, err)
	}
	// Another group is another choice, which a view keeps.
	l.filter.Set(nil)
	l.chosen.SetSelected("By license")
	w.Until("the licenses", func() bool { line, loaded := l.data.Record(0); return loaded && line.Value != lines[0].Value })
	if q := l.filter.Asked(); q.GroupBy != "skuPartNumber" || len(q.Columns) > 0 || q.List != lists.Costs {
		t.Errorf("a view keeps %+v", q)
	}
	l.chosen.SetSelected("By country")
	l.applyView(lists.View{List: string(lists.Costs), GroupBy: "skuPartNumber"})
	if l.chosen.Selected() != "By license" {
		t.Errorf("the view is shown %s", l.chosen.Selected())
	}
}

func TestCostsStandInTheOrderThatIsAskedFor(t *testing.T) {
	euros := func(value any, users, licenses, unpriced, spent int64) lists.CostLine {
		price := money.Price{Micros: spent * 1_000_000, Currency: "EUR", Per: money.Month}
		return lists.CostLine{Value: value, Users: users, Licenses: licenses, Unpriced: unpriced, Spent: price.Times(1), Currency: "EUR"}
	}
	dearest := []lists.CostLine{euros("Sales", 2, 9, 0, 30), euros("finance", 3, 8, 1, 20), euros(nil, 1, 7, 2, 10)}
	for sort, want := range map[string][]any{
		"month": {nil, "finance", "Sales"}, "share": {nil, "finance", "Sales"}, "users": {nil, "Sales", "finance"},
		"licenses": {nil, "finance", "Sales"}, "unpriced": {"Sales", "finance", nil}, columnGroup: {nil, "finance", "Sales"},
	} {
		for _, down := range []bool{false, true} {
			lines := slices.Clone(dearest)
			sortCosts(lines, Query{Sort: sort, Descending: down, GroupBy: "department"})
			var got []any
			for _, line := range lines {
				got = append(got, line.Value)
			}
			if down {
				slices.Reverse(got)
			}
			if !slices.Equal(got, want) {
				t.Errorf("by %s they stand %v, want %v", sort, got, want)
			}
		}
	}
}

func TestCostsFitIntoASmallWindow(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := NewCosts(w.Session, Ways{})
	w.Show(l)
	w.Until("the groups", func() bool { _, loaded := l.data.Record(0); return loaded })
	l.grid.Resize(fyne.NewSize(580, 370)) // as in a window of 800x600
	for _, c := range l.grid.Columns() {
		if c.NoRoom && (c.ID == "users" || c.ID == "month") {
			t.Errorf("%s is left out", c.Title)
		}
	}
	if !slices.ContainsFunc(l.grid.Columns(), func(c grid.ColumnState) bool { return c.NoRoom }) {
		t.Error("nothing is left out")
	}
}
