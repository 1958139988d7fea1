package inventory

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/grid"
)

func open(t *testing.T) *sessiontest.Window {
	t.Helper()
	return sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 300})})
}

// users shows the page Users once it has read its rows.
func users(w *sessiontest.Window) *List[app.UserRow] {
	l := NewUsers(w.Session)
	w.Show(l)
	w.Until("the users", func() bool {
		_, loaded := l.data.Record(0)
		return loaded && l.total != "" && len(l.tenant.Published()) > 0
	})
	return l
}

func TestAPublishLeavesTypingSelectionAndPlaceAlone(t *testing.T) {
	w := open(t)
	c := w.Connect("Contoso")
	w.Import(c)
	l := users(w)
	l.grid.Select(40)
	l.grid.ScrollTo(80)
	first, _ := l.grid.VisibleRows()
	chosen, _ := l.data.Record(40)
	l.Find()
	if w.Window.Canvas().Focused() != fyne.Focusable(l.search) {
		t.Fatal("the search has not got the focus")
	}
	reloads := l.reloads
	w.Import(c)
	w.Until("the list to be read again", func() bool { _, loaded := l.data.Key(40); return l.reloads > reloads && loaded })
	if w.Window.Canvas().Focused() != fyne.Focusable(l.search) {
		t.Error("somebody who types is cut off")
	}
	at, _ := l.grid.VisibleRows()
	if now, _ := l.data.Record(l.grid.Selected()); now.ID != chosen.ID || at != first {
		t.Errorf("selected is %s instead of %s, the first row seen %d instead of %d", now.DisplayName, chosen.DisplayName, at, first)
	}
}

func TestWhatNothingIsFoundForCanBeTakenOff(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	all := l.data.Len()
	l.search.SetText("nobody at all")
	l.search.OnSubmitted("")
	w.Await("Nothing found", "No row contains what is searched for.")
	w.Press("Clear the Search")
	w.Until("all users", func() bool { return l.data.Len() == all })
	w.Choose("All users", "A license failed")
	l.source.choices[0].set = func(*Query) {}
	w.Until("those of whom a license failed", func() bool { return l.data.Len() < all && !l.data.Loading() })
	if l.data.Len() > 0 { // the offline tenant has some: nobody of them has this name
		l.search.SetText("nobody at all")
		l.search.OnSubmitted("")
		w.Await("Clear the Search")
		w.Press("Clear the Search")
	}
	w.Choose("A license failed", "All users")
	w.Until("all users", func() bool { return l.data.Len() == all })
}

func TestATenantImportedTwiceIsToldOnThePage(t *testing.T) {
	w := open(t)
	first := w.Connect("First")
	w.Import(first)
	l := users(w)
	tenantShown := func() bool {
		return slices.ContainsFunc(l.grid.Columns(), func(c grid.ColumnState) bool { return c.ID == page.ColumnTenant && c.Shown })
	}
	if tenantShown() || strings.Contains(l.footer.Text(), "imported through") {
		t.Errorf("of one connection it says %q", l.footer.Text())
	}
	w.Import(w.Connect("Again"), imports.AllowDuplicate)
	w.Await("Contoso is imported through First, Again: only the newest import counts")
	w.Until("the column", tenantShown)
	w.Await("Contoso · Ag") // as far as there is room
	w.Until("everybody once", func() bool { return l.data.Len() == 300 && !l.data.Loading() })
	w.Choose("All tenants", "Contoso · First")
	w.Until("the other import", func() bool { return !strings.Contains(l.footer.Text(), "imported through") && l.data.Len() == 300 })
}

func TestUsersHaveTheNamesOfProductsAndTheirPartNumbersWhenTheyAreWanted(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	drawn := func() string {
		var lines []string
		for i := range l.data.Len() {
			if cells, ok := l.data.Row(i); ok {
				lines = append(lines, grid.Line(l.grid.Drawn(), cells))
			}
		}
		return strings.Join(lines, "\n")
	}
	if lines := drawn(); !strings.Contains(lines, "Microsoft 365 E3") || strings.Contains(lines, "SPE_E3") {
		t.Errorf("at first there is:\n%s", lines)
	}
	l.grid.ShowColumn(columnPartNumbers, true)
	if lines := drawn(); !strings.Contains(lines, "Microsoft 365 E3") || !strings.Contains(lines, "SPE_E3") {
		t.Errorf("with the part numbers there is:\n%s", lines)
	}
}

func TestAFirstImportThatRunsIsToldOnThePages(t *testing.T) {
	tenant := demotenanttest.Start(t, demotenant.Options{Users: 20})
	w := sessiontest.Open(t, sessiontest.Options{Tenant: tenant})
	c := w.Connect("Contoso")
	l := NewUsers(w.Session)
	w.Show(l)
	w.Await("Nothing has been imported yet", "Execute Now")
	release := sessiontest.Block(tenant)
	defer release()
	_, err := w.Beacon.Start(t.Context(), c.ID, app.TriggerManual)
	w.Must(err)
	w.Await("The first import is running")
	if w.Says("Execute Now") {
		t.Errorf("it says:\n%s", w.Text())
	}
	release()
	w.Until("the users", func() bool { return l.data.Len() == 20 })
}
