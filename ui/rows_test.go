package ui

import (
	"sync/atomic"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/grid"
)

// smallScreens are the least windows, less what the title bar takes, in which a list has to be of use: laptops, and sessions of a remote
// desktop whose screens are scaled.
var smallScreens = []struct {
	what          string
	width, height float32
}{
	{"1024x700 at scale 1.5", 1024 / 1.5, 676 / 1.5},
	{"800x600", 800, 576},
}

func TestEveryListShowsRowsInASmallWindow(t *testing.T) {
	const least = 4
	var day atomic.Int64
	tenant := demotenanttest.Start(t, demotenant.Options{Users: 120, Day: func() int { return int(day.Load()) }})
	w := sessiontest.Open(t, sessiontest.Options{Tenant: tenant})
	for _, name := range []string{"Contoso", "Fabrikam", "Tailspin", "Wingtip"} {
		w.Add(name)
	}
	c := w.Connect("Adatum")
	for range 5 {
		w.Import(c)
		day.Add(9)
	}
	s := newShell(t.Context(), w.Window, nil, w.Beacon, Options{}, func(string) {}, func() {})
	t.Cleanup(s.session.Close)
	for _, screen := range smallScreens {
		w.Window.Resize(fyne.NewSize(screen.width, screen.height))
		for _, id := range []string{
			pageSystems, pageUsers, pageApplications, pageLicenses, pageUsage, pageCosts, pageReclaim, pageChanges, pageTasks, pageLicense,
		} {
			if id == pageLicense {
				s.openLicense(c.ID, licenseOfDemo)
			} else {
				s.show(id)
			}
			g := listOn(w.Window.Canvas().Content())
			w.Until("the rows of "+id, func() bool { return g.Len() > least && !w.Says("Counting...") && !w.Says("Loading...") })
			w.Settle()
			if first, last := g.VisibleRows(); last-first < least {
				t.Errorf("%s at %s: of %d rows %d to %d can be seen", id, screen.what, g.Len(), first, last)
			}
			if content := w.Window.Canvas().Content(); content.MinSize().Height > screen.height {
				t.Errorf("%s at %s: it wants %g of %g", id, screen.what, content.MinSize().Height, screen.height)
			}
		}
	}
}

// licenseOfDemo is Microsoft 365 E3.
const licenseOfDemo = "05e9a617-0261-4cee-bb44-138d3ef5d965"

// listOn is the first list that can be seen.
func listOn(content fyne.CanvasObject) *grid.Grid {
	for _, object := range test.LaidOutObjects(content) {
		if g, is := object.(*grid.Grid); is {
			return g
		}
	}
	return nil
}
