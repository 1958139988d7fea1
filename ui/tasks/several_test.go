package tasks

import (
	"slices"
	"testing"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/ui/session/sessiontest"
)

func TestSeveralImportsAreCancelledAfterOneQuestion(t *testing.T) {
	// Given a task that has ended and two that run, of which one is that of another connection,
	o := open(t)
	a, b := o.Connect("Alpha"), o.Connect("Beta")
	o.Import(a)
	release := sessiontest.Block(o.tenant)
	defer release()
	begin := func(id string) {
		_, err := o.Beacon.Start(t.Context(), id, app.TriggerManual, imports.AllowDuplicate)
		o.Must(err)
	}
	begin(a.ID)
	begin(b.ID)
	o.show()
	o.Until("the tasks that run", func() bool { return slices.Contains(o.Enabled(), "Cancel Import") && o.page.data.Len() == 3 })
	// when all are selected, then the button says how many it cancels,
	o.page.grid.SelectAll()
	o.Until("the buttons", func() bool { return slices.Equal(o.Enabled(), []string{"Cancel Import (2)", "Support Bundle..."}) })
	o.Press("Cancel Import (2)")
	if !o.Says("Cancel 2 imports?", "What they have read is not published: Alpha, Beta.") {
		t.Fatalf("it says:\n%s", o.Text())
	}
	// the safe answer cancels nothing,
	o.Press("Cancel")
	if o.Dialogs() != 0 || len(o.Beacon.Running()) != 2 {
		t.Fatalf("after Cancel %d imports run", len(o.Beacon.Running()))
	}
	// and the other one both.
	o.Press("Cancel Import (2)")
	o.Press("Cancel Imports")
	o.Until("their end", func() bool {
		return o.Entry(a).LastTask.Status == app.StatusCancelled && o.Entry(b).LastTask.Status == app.StatusCancelled
	})
	o.Until("the buttons", func() bool { return slices.Equal(o.Enabled(), []string{"Support Bundle..."}) })
}
