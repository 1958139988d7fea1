package reclaim

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/form"
)

// typeAnswer types into the first field of the open dialog.
func typeAnswer(t *testing.T, w *sessiontest.Window, text string) {
	t.Helper()
	for _, o := range test.LaidOutObjects(w.Window.Canvas().Overlays().Top()) {
		if entry, is := o.(*form.Entry); is {
			entry.SetText(text)
			return
		}
	}
	t.Fatal("nothing can be typed")
}

// departments are those of the recommendations that are shown.
func (p *Page) departments(t *testing.T) map[string]bool {
	t.Helper()
	rows, err := p.session.Inventory().Reclaim.Page(t.Context(), p.query())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, r := range rows {
		found[r.Department] = true
	}
	return found
}

func TestRecommendationsAreFilteredByConditionsThatAreKeptAsAView(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := reclaim(w)
	all := p.data.Len()
	_, r := p.line(t)
	// Given a condition on the department and a reason that is chosen above the list,
	w.Press("Filter...")
	w.Press("As Text...")
	typeAnswer(t, w, lists.FilterExpression{{Property: "department", Operator: lists.FilterIs, Values: []string{r.Department}}}.String())
	w.Press("Apply")
	w.Until("fewer recommendations", func() bool { return p.data.Len() < all && p.data.Len() > 0 && !p.data.Loading() })
	p.reason.SetSelected(app.ReasonText(r.Reason))
	p.ask()
	w.Until("those of the reason", func() bool { return !p.data.Loading() && len(p.lines.Load().groups) == 1 })
	shown := p.data.Len()
	if found := p.departments(t); len(found) != 1 || !found[r.Department] {
		t.Errorf("asked for %q, found those of %v", r.Department, found)
	}
	// when it is kept as a view,
	w.Press("Views")
	w.Await("Save View...")
	w.Pick("Save View...")
	typeAnswer(t, w, "Mine")
	w.Press("Save")
	w.Until("the dialog to close", func() bool { return w.Dialogs() == 0 })
	w.Await("View: Mine")
	views, err := w.Session.Beacon.History.Views(t.Context())
	if err != nil || len(views) != 1 || views[0].List != string(lists.Reclaim) {
		t.Fatalf("kept is %+v, %v", views, err)
	}
	// then everything can be shown again, and the view shows what it has kept,
	p.ShowAll("")
	w.Until("all", func() bool { return p.data.Len() == all && !p.data.Loading() })
	p.groupBy.SetSelected(p.groupBy.Option(0))
	w.Press("Views")
	w.Await("Mine")
	w.Pick("Mine")
	w.Until("those of the view", func() bool { return p.data.Len() == shown && !p.data.Loading() })
	if got := p.filter.Conditions(); len(got) != 2 {
		t.Errorf("filtered by %s", got)
	}
	if p.groups() != app.ByReason {
		t.Errorf("grouped by %q", p.groups())
	}
	// and files have the same rows.
	path := t.TempDir()
	if _, rows, err := w.Session.Beacon.ExportView(t.Context(), lists.ViewExport{View: "Mine", Folder: path, Format: "csv"},
		nil); err != nil || int(rows) != shown-1 {
		t.Errorf("%d rows are written of %d, %v", rows, shown-1, err)
	}
}

func TestEveryColumnOfTheWindowIsOneOfTheConsole(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	p := reclaim(w)
	for _, c := range p.grid.Columns() {
		if id, sorted := columns.ID(columns.Name(c.ID)), columns.SortID(columns.Sort(c.ID)); id != c.ID || sorted != c.ID {
			t.Errorf("the column %s becomes %s, sorted by it %s", c.ID, id, sorted)
		}
		asked := lists.Query{List: lists.Reclaim, Columns: []string{columns.Name(c.ID)}, Sort: columns.Sort(c.ID)}
		if c.ID == columnYear { // in the order of the months
			asked.Sort = "price"
		}
		if err := lists.CheckList(asked); err != nil {
			t.Errorf("%s: %v", c.ID, err)
		}
	}
}
