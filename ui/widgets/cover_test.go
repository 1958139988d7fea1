package widgets

import (
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/widgettest"
)

// typed types keys as a person does: into what has the focus, or else into the window.
func typed(w fyne.Window, keys ...fyne.KeyName) {
	for _, name := range keys {
		if focused := w.Canvas().Focused(); focused != nil {
			widgettest.Press(focused, name)
		} else if handle := w.Canvas().OnTypedKey(); handle != nil {
			handle(&fyne.KeyEvent{Name: name})
		}
	}
}

func TestWhatLiesOverAWindowGoesInAnyOrder(t *testing.T) {
	for _, given := range []struct {
		what  string
		below func(m *menuWindow) (leave func())
	}{
		{"a dialog of the system", func(m *menuWindow) func() { return Cover(m) }},
		{"a menu", func(m *menuWindow) func() { m.bar.openMenu(m.bar.titles[0], true); return m.bar.close }},
	} {
		t.Run(given.what, func(t *testing.T) {
			m := newMenuWindow(t)
			focused := m.Canvas().Focused()
			leave, closed := given.below(m), 0
			message := Message(m, theme.StatusFailed, "It failed", "Because.", "")
			message.OnClosed = func() { closed++ }
			leave()
			leave()
			if message.closed || LayerOn(m.Canvas()) == nil {
				t.Fatal("the message is gone, and nobody has read it")
			}
			m.Canvas().Unfocus()
			typed(m, fyne.KeyF10)
			widgettest.Equal(t, "what F10 opens below the message", m.opened(), "")
			typed(m, fyne.KeyReturn)
			widgettest.Equal(t, "times the message was closed", closed, 1)
			widgettest.Equal(t, "the focus", m.Canvas().Focused(), focused)
			m.Canvas().Unfocus()
			typed(m, fyne.KeyF10)
			widgettest.Equal(t, "what F10 then opens", m.opened(), "File")
		})
	}
}
