package dialog

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/menu"
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
		below func(w fyne.Window, bar *menu.Bar) (leave func())
	}{
		{"a dialog of the system", func(w fyne.Window, _ *menu.Bar) func() { return Cover(w) }},
		{"a menu", func(w fyne.Window, bar *menu.Bar) func() { typed(w, fyne.KeyF10); return bar.Close }},
	} {
		t.Run(given.what, func(t *testing.T) {
			field := form.NewEntry()
			w := widgettest.NewWindow(t, field, 400, 300)
			bar := menu.NewBar(w, fyne.NewMainMenu(fyne.NewMenu("File", fyne.NewMenuItem("Save", nil))))
			w.SetContent(widgets.NewTooltipHost(container.NewVBox(bar.Row, field)))
			w.Canvas().Focus(field)
			leave, closed, opened := given.below(w, bar), 0, 0
			bar.OnOpen = func() { opened++ }
			message := Message(w, theme.StatusFailed, "It failed", "Because.", "")
			message.OnClosed = func() { closed++ }
			leave()
			leave()
			if message.closed || widgets.LayerOn(w.Canvas()) == nil {
				t.Fatal("the message is gone, and nobody has read it")
			}
			w.Canvas().Unfocus()
			typed(w, fyne.KeyF10)
			widgettest.Equal(t, "menus that F10 opens below the message", opened, 0)
			typed(w, fyne.KeyReturn)
			widgettest.Equal(t, "times the message was closed", closed, 1)
			widgettest.Equal(t, "the focus", w.Canvas().Focused(), fyne.Focusable(field))
			w.Canvas().Unfocus()
			typed(w, fyne.KeyF10)
			widgettest.Equal(t, "menus that F10 then opens", opened, 1)
		})
	}
}
