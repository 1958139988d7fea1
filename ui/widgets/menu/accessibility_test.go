package menu

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestScreenReadersAreToldOfMenus(t *testing.T) {
	w := widgettest.NewWindow(t, container.NewWithoutLayout(), 600, 400)
	save := fyne.NewMenuItem("Light Colors", nil)
	save.Checked = true
	bar := NewBar(w, fyne.NewMainMenu(fyne.NewMenu("View", save)))
	widgettest.Tells(t, bar.titles[0], "View", fyne.AccessibleRoleButton)
	widgettest.Tells(t, newPopUpMenu(w.Canvas(), bar.titles[0].menu, true).items[0], "Light Colors, ticked", fyne.AccessibleRoleButton)
}
