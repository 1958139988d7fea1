package dialog

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/widgettest"
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
		entry, got := form.NewEntry(), ""
		d := New(w, "Details", entry)
		d.SetActions(widgets.NewButton("OK", func() { got = "accept" }), widgets.NewButton("Cancel", func() { got = "cancel" }))
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

func TestScreenReadersFindTheFrameOfADialog(t *testing.T) {
	w := widgettest.NewWindow(t, canvas.NewRectangle(nil), 600, 400)
	d := New(w, "Delete Contoso?", form.NewEntry())
	d.SetActions(widgets.NewButton("Delete", nil), widgets.NewButton("Cancel", nil))
	d.Show()
	for _, want := range []string{"Delete Contoso?", "Delete", "Cancel"} {
		widgettest.Contains(t, "the dialog", widgettest.Heard(w.Canvas().Overlays().Top()), want)
	}
}
