package systems

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/ui/session/sessiontest"
)

func TestAnImportIsShownFromItsBeginningToItsEnd(t *testing.T) {
	o := open(t)
	c := o.Connect("Contoso")
	o.Add("Fabrikam")
	release := sessiontest.Block(o.tenant)
	defer release()
	o.show()
	if o.page.pane.running.panel.Visible() {
		t.Error("an import is shown before there is one")
	}
	o.Press("Execute Now")
	o.Until("the import to be shown", func() bool { return o.Says("Importing", "importing for 0:", "task 1", "19 licenses.", "Cancel") })
	if slices.Contains(o.Enabled(), "Execute Now") {
		t.Error("it can be executed twice")
	}
	// It is shown of its connection alone, and goes on there.
	if o.choose(1); o.Says("importing for") || !o.Says("Fabrikam", "Not scheduled") {
		t.Errorf("it says:\n%s", o.Text())
	}
	if o.choose(0); !o.Says("importing for", "19 licenses.") {
		t.Errorf("it says:\n%s", o.Text())
	}
	release()
	o.Await("Succeeded · Today", "Users: 20 (+20)", "Published: 20 users")
	o.Until("it to be over", func() bool { return slices.Contains(o.Enabled(), "Execute Now") })
	if slices.Contains(o.Enabled(), "Cancel") {
		t.Error("it can be cancelled after its end")
	}
	if e := o.Entry(c); e.LastTask.Status != app.StatusSucceeded {
		t.Errorf("it is %s", e.LastTask.Status)
	}
	if o.page.pane.running.panel.Visible() {
		t.Error("bars are shown after its end")
	}
}

func TestAnImportIsCancelledFromItsPanel(t *testing.T) {
	o := open(t)
	c := o.Connect("Contoso")
	release := sessiontest.Block(o.tenant)
	defer release()
	o.show()
	o.Press("Execute Now")
	o.Await("19 licenses.")
	o.Press("Cancel")
	if slices.Contains(o.Enabled(), "Cancel") {
		t.Error("it can be cancelled twice")
	}
	o.Until("its end", func() bool { return o.Says("Cancelled") && slices.Contains(o.Enabled(), "Execute Now") })
	if got := o.Entry(c).LastTask.Status; got != app.StatusCancelled {
		t.Errorf("it is %s", got)
	}
}

// A schedule of this window begins imports too, which nobody has pressed a button for.
func TestAnImportThatAScheduleHasBegunIsShownOfTheSelectedConnection(t *testing.T) {
	for _, given := range []struct {
		what  string
		row   int
		shown bool
	}{
		{"it is selected", 0, true},
		{"another one is", 1, false},
	} {
		t.Run(given.what, func(t *testing.T) {
			o := open(t)
			c := o.Connect("Contoso")
			o.Add("Fabrikam")
			release := sessiontest.Block(o.tenant)
			defer release()
			o.show()
			o.choose(given.row)
			_, err := o.Beacon.Start(t.Context(), c.ID, app.TriggerSchedule)
			o.Must(err)
			o.Await("Importing")
			if got := o.Says("importing for", "task 1"); got != given.shown {
				t.Errorf("shown is %v; it says:\n%s", got, o.Text())
			}
			release()
			o.Await("Succeeded")
			if o.choose(0); !o.Says("Succeeded · Today") || o.page.pane.running.panel.Visible() {
				t.Errorf("after its end it says:\n%s", o.Text())
			}
		})
	}
}

func TestAHeldImportIsDecidedFromItsPanel(t *testing.T) {
	o := open(t)
	c := o.Connect("Contoso")
	o.Import(c)
	sessiontest.LoseLicenses(o.tenant)
	o.show()
	o.Press("Execute Now")
	o.Until("it to be held back", func() bool { return slices.Contains(o.Enabled(), "Review...") && o.Says("Held back") })
	o.Press("Review...")
	o.Press("Publish Anyway")
	o.Press("Publish Anyway")
	o.Until("it to be published", func() bool {
		return o.Says("Succeeded") && !o.Says("Held back") && !slices.Contains(o.Enabled(), "Review...")
	})
	if got := o.Entry(c).LastTask.Status; got != app.StatusSucceeded {
		t.Errorf("it is %s", got)
	}
}

// places are where the buttons above the list and the list stand.
func (o *opened) places() (places []fyne.Position) {
	for _, object := range append(slices.Clone(o.page.bar.Row.Objects), o.page.grid, o.page.pane.content) {
		places = append(places, fyne.CurrentApp().Driver().AbsolutePositionForObject(object))
	}
	return places
}

func TestNothingMovesUnderThePointer(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1010, Height: 670}, {Width: 800, Height: 600}, {Width: 620, Height: 380}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) { nothingMoves(t, size) })
	}
}

func nothingMoves(t *testing.T, size fyne.Size) {
	t.Helper()
	o := open(t)
	running, done, pane := "19 licenses.", "Succeeded · Today", true
	if size.Height < 600 { // the pane has given way to the list
		running, done, pane = "Importing", "Succeeded", false
	}
	o.Window.Window.Resize(size)
	c := o.Connect("Contoso")
	o.Add("Fabrikam")
	o.show()
	before := o.places()
	same := func(what string) {
		t.Helper()
		if now := o.places(); !slices.Equal(now, before) {
			t.Errorf("%s the buttons, the list and the pane stand at %v, not %v", what, now, before)
		}
	}
	release := sessiontest.Block(o.tenant)
	defer release()
	o.Press("Execute Now")
	o.Await(running)
	same("while an import runs")
	o.choose(1)
	same("with another selection")
	o.choose(0)
	release()
	o.Await(done)
	same("after an import")
	o.Must(o.Beacon.DeleteConnection(t.Context(), o.Entry(c).Connection, false))
	o.Until("the connection to be gone", func() bool { return len(o.listed()) == 1 })
	same("after a deletion")
	if pane && !o.Says("No connection is selected") || o.Says("Contoso") {
		t.Errorf("of a connection that is gone it says:\n%s", o.Text())
	}
}

// What is kept of a deleted connection is of the same tenant as what another connection imports may be.
func TestAKeptInventoryOfTheSameTenantIsToldOf(t *testing.T) {
	o := open(t)
	o.Keep("Old")
	c := o.Connect("Contoso")
	o.Import(c, imports.AllowDuplicate)
	o.show()
	o.choose(0)
	kept := o.Beacon.Kept()
	want := "The same tenant is in the inventory kept of " + kept[0].Name + " too: only the newest import counts."
	if !o.Says(want) {
		t.Errorf("it says:\n%s", o.Text())
	}
	o.Must(o.Beacon.RemoveKept(t.Context(), kept[0].ID))
	o.Until("the warning to go", func() bool { return !o.Says(want) })
}
