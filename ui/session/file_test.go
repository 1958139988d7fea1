package session

import (
	"context"
	"io"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets"
)

func TestTheDialogBeneathADialogForFilesHearsNoKey(t *testing.T) {
	for name, ask := range map[string]func(*Session){
		"open": func(s *Session) { s.OpenFile("Open", []string{".json"}, func(fyne.URIReadCloser) {}) },
		"save": func(s *Session) {
			s.SaveFile("Save", "users.csv", "Not written", func(context.Context, io.Writer) error { return nil }, func(string) {})
		},
	} {
		t.Run(name, func(t *testing.T) {
			test.NewTempApp(t)
			w := test.NewTempWindow(t, widgets.NewButton("Beneath", nil))
			w.Resize(fyne.NewSize(800, 600))
			c := w.Canvas()
			accepted, cancelled := 0, 0
			beneath := widgets.NewDialog(w, "Edit", widgets.NewEntry())
			beneath.SetActions(widgets.NewPrimaryButton("OK", func() { accepted++ }), widgets.NewButton("Cancel", func() { cancelled++ }))
			beneath.Show()
			press := func(key fyne.KeyName) {
				if focused := c.Focused(); focused != nil {
					focused.TypedKey(&fyne.KeyEvent{Name: key})
				} else {
					c.OnTypedKey()(&fyne.KeyEvent{Name: key})
				}
			}

			ask(New(t.Context(), Options{Window: w}))
			press(fyne.KeyReturn)
			press(fyne.KeyEscape)
			if accepted+cancelled > 0 || len(c.Overlays().List()) != 1 {
				t.Fatalf("accepted %d times, cancelled %d times, %d dialogs left", accepted, cancelled, len(c.Overlays().List()))
			}
			press(fyne.KeyReturn)
			c.Unfocus()
			press(fyne.KeyEscape)
			if accepted != 1 || cancelled != 1 {
				t.Errorf("afterwards accepted %d times, cancelled %d times", accepted, cancelled)
			}
		})
	}
}
