package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// body is the part of a grid that holds the rows. Fyne clips it because it scrolls.
type body struct {
	widget.BaseWidget
	grid    *Grid
	hovered int // row under the pointer, or -1
	tip     widgets.Tip

	taps     doubleTap
	renderer *bodyRenderer
}

func newBody(grid *Grid) *body {
	b := &body{grid: grid, hovered: -1, taps: newDoubleTap()}
	b.ExtendBaseWidget(b)
	return b
}

// MinSize is nothing: the rows scroll.
func (b *body) MinSize() fyne.Size { return fyne.NewSize(1, 1) }

// rowAt returns the row at a height inside the body, or -1.
func (b *body) rowAt(y float32) int {
	row := int((b.grid.offsetY + float64(y)) / float64(b.grid.rowHeight()))
	if y < 0 || row >= b.grid.data.Len() {
		return -1
	}
	return row
}

// MouseDown selects the row, as tables do before the button is let go: with Shift the rows up to it, with Ctrl beside the others.
// The other button leaves a selection alone that the row is a part of.
func (b *body) MouseDown(event *desktop.MouseEvent) {
	b.tip.Hide()
	widgets.FocusOn(b.grid)
	row := b.rowAt(event.Position.Y)
	switch {
	case row < 0:
	case event.Button == desktop.MouseButtonSecondary && b.grid.chosen.has(row):
	case event.Modifier&fyne.KeyModifierShift != 0:
		b.grid.choose(row, (*selection).extend)
	case event.Modifier&fyne.KeyModifierShortcutDefault != 0:
		b.grid.choose(row, (*selection).toggle)
	default:
		b.grid.Select(row)
	}
}

// MouseUp does nothing.
func (b *body) MouseUp(*desktop.MouseEvent) {}

// Tapped selects the row, and activates it when it is the second tap in a short time.
func (b *body) Tapped(event *fyne.PointEvent) {
	widgets.FocusOn(b.grid)
	row := b.rowAt(event.Position.Y)
	if row < 0 {
		return
	}
	if widgets.Modifiers()&(fyne.KeyModifierShift|fyne.KeyModifierShortcutDefault) != 0 {
		return // MouseDown has changed the selection
	}
	b.grid.Select(row)
	if b.onIcon(row, event.Position.X) {
		b.grid.OnFold(row, FoldOther)
		return
	}
	if b.taps.second(row) {
		b.grid.activate()
	}
}

// onIcon reports whether a place is on the icon by which a row is folded and unfolded.
func (b *body) onIcon(row int, x float32) bool {
	if b.grid.OnFold == nil {
		return false
	}
	cells, ok := b.grid.data.Row(row)
	column := b.grid.columns.at(x + b.grid.offsetX)
	if !ok || len(cells) == 0 || cells[0].Icon == "" || column < 0 || b.grid.columns.cells[column] != 0 {
		return false
	}
	end, _ := b.grid.textArea(cells[0], 0)
	return x+b.grid.offsetX < b.grid.columns.left(column)+end
}

// TappedSecondary selects the row, unless it is one of several that are selected, and asks for its menu.
func (b *body) TappedSecondary(event *fyne.PointEvent) {
	b.tip.Hide()
	widgets.FocusOn(b.grid)
	row := b.rowAt(event.Position.Y)
	if row >= 0 && !b.grid.chosen.has(row) {
		b.grid.Select(row)
	}
	if b.grid.OnContextMenu != nil {
		b.grid.OnContextMenu(row, event.AbsolutePosition)
	}
}

// Scrolled scrolls by the wheel; with Shift it scrolls sideways.
func (b *body) Scrolled(event *fyne.ScrollEvent) {
	b.tip.Hide()
	dx, dy := event.Scrolled.DX, event.Scrolled.DY
	if widgets.Modifiers()&fyne.KeyModifierShift != 0 && dx == 0 {
		dx, dy = dy, 0
	}
	b.grid.scrollTo(b.grid.offsetX-dx, b.grid.offsetY-float64(dy))
	b.hover(-1)
}

// MouseIn lights the row up.
func (b *body) MouseIn(event *desktop.MouseEvent) { b.MouseMoved(event) }

// MouseMoved lights the row up, and waits to show the text of a cell that does not show all of it.
func (b *body) MouseMoved(event *desktop.MouseEvent) {
	row := b.rowAt(event.Position.Y)
	b.hover(row)
	b.tip.SetText(b.tipAt(row, event.Position.X))
	b.tip.Show(b, event)
}

// MouseOut ends what MouseIn began.
func (b *body) MouseOut() {
	b.tip.Hide()
	b.hover(-1)
}

func (b *body) hover(row int) {
	if row != b.hovered {
		b.hovered = row
		b.scrolled()
	}
}

// tipAt is what the tooltip says at a place: a cell's own tooltip, or its text if that is cut off.
func (b *body) tipAt(row int, x float32) string {
	column := b.grid.columns.at(x + b.grid.offsetX)
	if row < 0 || column < 0 {
		return ""
	}
	cells, ok := b.grid.data.Row(row)
	if !ok || b.grid.columns.cells[column] >= len(cells) {
		return ""
	}
	cell := cells[b.grid.columns.cells[column]]
	if cell.Tooltip != "" {
		return cell.Tooltip
	}
	_, room := b.grid.textArea(cell, b.grid.columns.room(cells, column))
	if _, whole := widgets.Truncate(cell.Text, theme.Size(fynetheme.SizeNameText), cell.style(), room); whole {
		return ""
	}
	return cell.Text
}

// scrolled draws the rows anew without asking for those that are still there.
func (b *body) scrolled() {
	if b.renderer != nil {
		b.renderer.update(false)
	}
}

// CreateRenderer draws the rows.
func (b *body) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	b.renderer = &bodyRenderer{body: b}
	b.renderer.update(true)
	return b.renderer
}
