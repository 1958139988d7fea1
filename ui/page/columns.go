package page

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/grid"
)

// chooseColumns shows the dialog in which the columns of a list are chosen and ordered. The list follows at once. What is ticked is what
// the list shows. Only what somebody ticks or unticks is chosen: of the others the list goes on deciding by the room that it has, which
// may be another one tomorrow.
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
			shown := form.NewCheck(columnText(column), nil)
			shown.SetChecked(column.Shown && !column.NoRoom)
			shown.OnChanged = func(checked bool) {
				g.ShowColumn(column.ID, checked)
				fill() // the last one that is shown stays, and others may be left out for this one
			}
			rows.Objects = append(rows.Objects, container.NewBorder(nil, nil, nil, container.NewHBox(
				mover(lang.L("Up"), column.ID, -1), mover(lang.L("Down"), column.ID, 1)), shown))
		}
		rows.Refresh()
	}
	fill()
	d := dialog.New(window, lang.L("Columns"), rows)
	d.SetExtras(widgets.NewButton(lang.L("Reset Columns"), func() {
		g.ResetColumns()
		fill()
	}))
	d.SetActions(widgets.NewPrimaryButton(lang.L("OK"), func() { d.Close() }), widgets.NewButton(lang.L("Cancel"), func() {
		g.Arrange(before)
		g.OnArranged()
		d.Close()
	}))
	d.SetWidth(420)
	d.Show()
}

// columnText is what a column is called, and why it is not seen where nobody has hidden it.
func columnText(column grid.ColumnState) string {
	if !column.NoRoom {
		return column.Title
	}
	return lang.L("{{.Column}} (hidden for lack of room)", map[string]any{"Column": column.Title})
}

// ShowColumns shows the columns of ids in their order, and hides the others. It changes nothing where the list has none of them, and
// chooses none where they are those that the list shows by itself: it goes on deciding by the room that it has.
func (l *List) ShowColumns(ids []string) {
	before := l.grid.Arrangement()
	l.grid.Arrange(grid.Arrangement{Widths: before.Widths})
	if slices.EqualFunc(l.grid.Drawn(), ids, func(c grid.DrawnColumn, id string) bool { return c.ID == id }) {
		l.grid.OnArranged()
		return
	}
	l.grid.Arrange(before)
	arrangement := grid.Arrangement{Order: slices.Clone(ids), Hidden: map[string]bool{}, Widths: l.grid.Arrangement().Widths}
	some := false
	for _, c := range l.grid.Columns() {
		arrangement.Hidden[c.ID] = !slices.Contains(ids, c.ID)
		some = some || !arrangement.Hidden[c.ID]
	}
	if some {
		l.Arrange(arrangement)
	}
}

// Arrange arranges the columns as somebody would.
func (l *List) Arrange(arrangement grid.Arrangement) {
	l.grid.Arrange(arrangement)
	l.grid.OnArranged()
}
