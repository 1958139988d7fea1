package menu

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/widgettest"
)

// menuOn returns the menu that lies over a window.
func menuOn(w fyne.Window) (*popUpMenu, bool) {
	menu, ok := w.Canvas().Focused().(*popUpMenu)
	return menu, ok
}

func TestMenuLongerThanTheWindowScrolls(t *testing.T) {
	var options []*fyne.MenuItem
	selected := ""
	for i := range 40 {
		text := "Option " + strings.Repeat("i", i+1)
		options = append(options, fyne.NewMenuItem(text, func() { selected = text }))
	}
	field := widgets.NewButton("Options", nil)
	w := widgettest.NewWindow(t, container.NewHBox(field), 300, 200)
	OpenOptions(fyne.NewMenu("", options...), field)
	menu, _ := menuOn(w)
	if bottom := menu.box.Position().Y + menu.box.Size().Height; bottom > 200 {
		t.Errorf("the menu ends at %g in a window of 200", bottom)
	}
	widgettest.Press(menu, fyne.KeyEnd)
	last := menu.items[39]
	if bottom := last.Position().Y + last.Size().Height - menu.scroll.Offset.Y; bottom > menu.scroll.Size().Height {
		t.Errorf("the last option ends at %g, what can be seen at %g", bottom, menu.scroll.Size().Height)
	}
	widgettest.Press(menu, fyne.KeyReturn)
	widgettest.Equal(t, "selected", selected, options[39].Label)
}
