package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// unpainted is a program in which nothing has been painted yet: its driver knows
// the canvas of no object.
type unpainted struct{ fyne.App }

func (a unpainted) Driver() fyne.Driver { return unpaintedDriver{a.App.Driver()} }

type unpaintedDriver struct{ fyne.Driver }

func (unpaintedDriver) CanvasForObject(fyne.CanvasObject) fyne.Canvas { return nil }

func TestAKeyReachesADialogThatHasNotBeenPaintedYet(t *testing.T) {
	program := test.NewTempApp(t)
	w := test.NewTempWindow(t, canvas.NewRectangle(nil))
	for key, pressed := range map[fyne.KeyName]string{fyne.KeyEscape: "cancel", fyne.KeyReturn: "accept"} {
		entry, got := NewEntry(), ""
		d := NewDialog(w, "Details", entry)
		d.SetActions(NewButton("OK", func() { got = "accept" }), NewButton("Cancel", func() { got = "cancel" }))
		d.Show()
		fyne.SetCurrentApp(unpainted{program})
		entry.TypedKey(&fyne.KeyEvent{Name: key})
		fyne.SetCurrentApp(program)
		if got != pressed {
			t.Errorf("%s: %q instead of %q", key, got, pressed)
		}
		d.Close()
	}
}
