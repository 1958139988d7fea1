package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestShortcutsOfTheWindowRestBelowWhatLiesOverIt(t *testing.T) {
	w := widgettest.NewWindow(t, NewButton("x", nil), 400, 300)
	c := &widgettest.ShortcutCanvas{Canvas: w.Canvas()}
	added, raw := 0, 0
	save := &desktop.CustomShortcut{KeyName: fyne.KeyS, Modifier: fyne.KeyModifierControl}
	load := &desktop.CustomShortcut{KeyName: fyne.KeyL, Modifier: fyne.KeyModifierControl}
	AddShortcut(c, save, func() { added++ })
	c.AddShortcut(load, func(fyne.Shortcut) { raw++ })
	c.TypedShortcut(save)
	giveShortcut(c, load)
	widgettest.Equal(t, "fired without a dialog", added+raw, 2)
	dialog := canvas.NewRectangle(nil)
	AddOverlay(c, dialog)
	c.TypedShortcut(save)
	giveShortcut(c, load) // typed in a field of the dialog
	widgettest.Equal(t, "fired below a dialog", added+raw, 2)
	RemoveOverlay(c, dialog, nil)
	c.TypedShortcut(save)
	giveShortcut(c, load)
	widgettest.Equal(t, "fired after the dialog", added+raw, 4)
}
