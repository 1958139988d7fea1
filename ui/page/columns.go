package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
)

// chooseColumns shows the dialog in which the columns of a list are chosen and ordered. The list follows at once.
func chooseColumns(window fyne.Window, g *grid.Grid) {
	before := g.Arrangement()
	rows := container.New(layout.NewCustomPaddedVBoxLayout(4))
	var fill func()
	movers := map[string]*widgets.Button{} // by the column and where to
	mover := func(text, id string, by int) *widgets.Button {
		key := text + id
		movers[key] = widgets.NewButton(text, func() {
			g.MoveColumn(id, by)
			fill()
			window.Canvas().Focus(movers[key]) // it is pressed again to go on
		})
		return movers[key]
	}
	fill = func() {
		rows.Objects = nil
		for _, column := range g.Columns() {
			shown := widgets.NewCheck(column.Title, nil)
			shown.SetChecked(column.Shown)
			shown.OnChanged = func(checked bool) {
				g.ShowColumn(column.ID, checked)
				fill() // the last one that is shown stays
			}
			rows.Objects = append(rows.Objects, container.NewBorder(nil, nil, nil, container.NewHBox(
				mover(lang.L("Up"), column.ID, -1), mover(lang.L("Down"), column.ID, 1)), shown))
		}
		rows.Refresh()
	}
	fill()
	d := widgets.NewDialog(window, lang.L("Columns"), rows)
	d.SetExtras(widgets.NewButton(lang.L("Reset columns"), func() {
		g.ResetColumns()
		fill()
	}))
	d.SetActions(widgets.NewPrimaryButton(lang.L("OK"), nil), widgets.NewButton(lang.L("Cancel"), func() {
		g.Arrange(before)
		g.OnArranged()
		d.Close()
	}))
	d.SetWidth(420)
	d.Show()
}
