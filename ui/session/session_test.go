package session

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"inventorybeacon/connector"
	"inventorybeacon/ui/widgets"
)

func TestTheSameTroubleIsToldOnceAtATime(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, widgets.NewButton("Beneath", nil))
	s := New(t.Context(), Options{Window: w})
	open := func() int { return len(w.Canvas().Overlays().List()) }
	full, denied := connector.Advice{Message: "The disk is full."}, connector.Advice{Message: "It may not be read."}

	s.Show("The tasks could not be read", full)
	s.Show("The tasks could not be read", full)
	if open() != 1 {
		t.Errorf("%d dialogs tell the same", open())
	}
	s.Show("The tasks could not be read", denied)
	if open() != 2 {
		t.Errorf("%d dialogs tell two things", open())
	}
	for open() > 0 {
		test.Tap(w.Canvas().Focused().(*widgets.Button))
	}
	s.Show("The tasks could not be read", full)
	if open() != 1 {
		t.Errorf("%d dialogs tell it again", open())
	}
}
