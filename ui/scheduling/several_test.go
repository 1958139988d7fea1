package scheduling

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/session/sessiontest"
)

// openSeveral opens the page over two schedules, of which the first has a connection; all rows are selected.
func openSeveral(t *testing.T) (*sessiontest.Window, *Page) {
	t.Helper()
	w := sessiontest.Open(t, sessiontest.Options{Tenant: demotenanttest.Start(t, demotenant.Options{Users: 20})})
	c := w.Connect("Contoso")
	for _, name := range []string{"Daily", "Weekly"} {
		s := w.Beacon.NewSchedule()
		s.Name = name
		w.Must(w.Beacon.PutSchedule(t.Context(), s))
		if name == "Daily" {
			w.Must(w.Beacon.Assign(t.Context(), c.ID, s.ID))
		}
	}
	w.Must(w.Beacon.Save(t.Context()))
	p := New(w.Session)
	w.Show(p)
	p.grid.SelectAll()
	w.Settle()
	return w, p
}

func TestSeveralSchedulesAreDeletedAfterOneQuestion(t *testing.T) {
	w, p := openSeveral(t)
	if got := w.Enabled(); !slices.Equal(got, []string{"New...", "Delete (2)", "Run Now (1)"}) {
		t.Errorf("%q can be pressed", got)
	}
	w.Key(fyne.KeyDelete)
	if !w.Says("Delete 2 schedules?", "Daily, Weekly",
		"Their connections become Not scheduled, and import only by Execute Now: Contoso. Save carries it out.") {
		t.Fatalf("it says:\n%s", w.Text())
	}
	w.Key(fyne.KeyReturn) // which is the safe button
	if w.Dialogs() != 0 || w.Beacon.Unsaved() != 0 {
		t.Errorf("after Enter %d changes wait", w.Beacon.Unsaved())
	}
	w.Press("Delete (2)")
	w.Press("Delete")
	w.Until("both to wait", func() bool { return w.Beacon.Unsaved() == 2 && slices.Contains(w.Enabled(), "Undo Deletion (2)") })
	w.Press("Undo Deletion (2)")
	w.Until("both to be kept", func() bool { return w.Beacon.Unsaved() == 0 && slices.Contains(w.Enabled(), "Delete (2)") })
	w.Press("Delete (2)")
	w.Press("Delete")
	w.Until("both to wait", func() bool { return w.Beacon.Unsaved() == 2 })
	w.Must(w.Beacon.Save(t.Context()))
	w.Until("them to be gone", func() bool { return len(p.nodes) == 0 })
}

func TestTheSchedulesThatCanBeAreRun(t *testing.T) {
	w, _ := openSeveral(t)
	w.Press("Run Now (1)")
	w.Until("the import", func() bool {
		entries := w.Beacon.Entries()
		return entries[0].LastTask.ID != 0 && entries[0].LastTask.Status.Ended()
	})
	if w.Dialogs() != 0 {
		t.Errorf("it says:\n%s", w.Text())
	}
}
