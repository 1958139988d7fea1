package sessiontest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets/form"
)

// LosesNothing checks of the dialog that open opens: Esc closes it as long as nothing was entered, and then asks before it does.
func (w *Window) LosesNothing(open func()) {
	w.t.Helper()
	const question = "Discard what was entered?"
	before := w.Dialogs()
	open()
	w.Settle()
	w.Key(fyne.KeyEscape)
	if w.Dialogs() != before {
		w.t.Fatalf("although nothing was entered, Esc leaves:\n%s", w.Text())
	}
	open()
	w.Settle()
	entry := w.entry()
	entry.SetText(entry.Text + "7")
	w.Key(fyne.KeyEscape)
	if !w.Says(question) {
		w.t.Fatalf("Esc does not ask, but says:\n%s", w.Text())
	}
	w.Key(fyne.KeyEscape)
	if w.Dialogs() != before+1 || w.entry() != entry {
		w.t.Fatalf("one cannot go on with:\n%s", w.Text())
	}
	w.Key(fyne.KeyEscape)
	w.Press("Discard")
	if w.Dialogs() != before {
		w.t.Fatalf("Discard leaves:\n%s", w.Text())
	}
}

// AsksNothing checks of the dialog that open opens: Esc closes it at once, also after something was entered.
func (w *Window) AsksNothing(open func()) {
	w.t.Helper()
	before := w.Dialogs()
	open()
	w.Settle()
	entry := w.entry()
	entry.SetText(entry.Text + "7")
	w.Key(fyne.KeyEscape)
	if w.Dialogs() != before {
		w.t.Fatalf("Esc leaves:\n%s", w.Text())
	}
}

// entry is the first field of the topmost layer that something can be typed into.
func (w *Window) entry() *form.Entry {
	w.t.Helper()
	for _, object := range test.LaidOutObjects(w.Window.Canvas().Overlays().Top()) {
		switch o := object.(type) {
		case *form.Entry:
			if !o.Disabled() {
				return o
			}
		case *form.DateEntry:
			return &o.Entry
		}
	}
	w.t.Fatalf("nothing can be typed into:\n%s", w.Text())
	return nil
}
