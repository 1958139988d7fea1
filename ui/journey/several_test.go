//go:build linux

package journey

import (
	"slices"
	"testing"
)

func TestSeveralConnectionsAreWorkedOnTogether(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "50")
	for _, name := range []string{"First", "Second"} {
		w.create()
		w.connect(name)
		w.press("OK")
		w.page()
	}
	w.save()
	each := func(what, says, mark string) {
		w.until(what, func(v view) bool {
			return slices.Contains(v.cells("First"+mark), says) && slices.Contains(v.cells("Second"+mark), says)
		})
	}

	// All are selected with keys, disabled from the context menu, and enabled again.
	w.use("cell", "First")
	w.keys("ctrl+a")
	w.shows("2 connections are selected")
	w.picture("several")
	for _, step := range []struct{ entry, says, mark string }{{"Disable (2)", "Disabled", waiting}, {"Enable (2)", "Not run yet", ""}} {
		w.keys("shift+F10")
		w.menu(step.entry)
		w.use("menu item", step.entry)
		each("both to be "+step.says, step.says, step.mark)
	}

	// One key executes both.
	w.keys("ctrl+r")
	w.until("both to have run", func(v view) bool {
		return !v.says("Importing") && !slices.Contains(v.cells("First"), "Not run yet") && !slices.Contains(v.cells("Second"), "Not run yet")
	})

	// One question deletes them; Esc does not.
	w.keys("Delete")
	w.dialog("Delete 2 connections?")
	w.keys("Escape")
	w.page()
	w.press("Delete (2)")
	if v := w.dialog("Delete 2 connections?"); !v.says("First, Second") {
		t.Errorf("it says:\n%s", v)
	}
	w.press("Delete with Inventory")
	each("both to wait for Save", "Deleted, not saved", "")
	w.save()
	w.shows("No connections yet")
	w.exit()
}
