package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// bodyRenderer draws the rows that can be seen with a fixed set of row objects. A row keeps its object while it is seen,
// so that scrolling by one row fills one row.
type bodyRenderer struct {
	body     *body
	rows     []*drawnRow
	objects  []fyne.CanvasObject
	columns  int
	updating bool // the data may ask for a refresh while it is asked for a row
	again    bool
}

func (r *bodyRenderer) Destroy() {}

func (r *bodyRenderer) MinSize() fyne.Size { return r.body.MinSize() }

func (r *bodyRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *bodyRenderer) Layout(fyne.Size) { r.update(true) }

func (r *bodyRenderer) Refresh() { r.update(true) }

// update draws the rows at the present offset; with refill it asks the data for each of them.
func (r *bodyRenderer) update(refill bool) {
	if r.updating {
		r.again = true
		return
	}
	r.updating = true
	r.draw(refill)
	r.updating = false
	if r.again {
		r.again = false
		r.draw(true)
		r.again = false
	}
	canvas.Refresh(r.body)
}

func (r *bodyRenderer) draw(refill bool) {
	g := r.body.grid
	height := g.rowHeight()
	refill = r.grow(int(r.body.Size().Height/height)+2) || refill
	first, last := g.VisibleRows()
	if data, ok := g.data.(viewer); ok && last >= first {
		data.showing(first, last)
	}
	count := len(r.rows)
	for i := range count {
		// The object of a row is its number modulo the number of objects, so it stays the same while the row is seen.
		number := first - first%count + i
		if number < first {
			number += count
		}
		row := r.rows[i]
		if number > last {
			row.show(false)
			row.number = -1
			continue
		}
		if refill || row.number != number || !row.loaded {
			row.fill(g, number)
		}
		row.number = number
		row.place(g, float32(float64(number)*float64(height)-g.offsetY), r.body.Size().Width)
		row.mark(g.chosen.has(number), number == r.body.hovered, g.focused)
	}
}

// grow makes enough row objects for the view and reports whether it had to.
func (r *bodyRenderer) grow(count int) bool {
	columns := len(r.body.grid.columns.columns)
	if count <= len(r.rows) && columns == r.columns {
		return false
	}
	r.columns, r.rows, r.objects = columns, nil, nil
	for range count {
		row := newDrawnRow(columns)
		r.rows = append(r.rows, row)
		r.objects = append(r.objects, row.objects()...)
	}
	return true
}

// drawnRow is the set of objects that draws one row.
type drawnRow struct {
	number                 int // the row drawn, or -1
	loaded                 bool
	back, line, bar, blank *canvas.Rectangle
	cells                  []*drawnCell
	data                   []Cell
}

type drawnCell struct {
	text *canvas.Text
	dot  *canvas.Circle
	icon *canvas.Image
	cut  truncated
}

// truncated is how a text was cut, which is not measured again while the row only moves.
type truncated struct {
	text, shown string
	room        float32
}

func newDrawnRow(columns int) *drawnRow {
	row := &drawnRow{
		number: -1, back: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil),
		bar: canvas.NewRectangle(nil), blank: canvas.NewRectangle(nil),
	}
	row.blank.CornerRadius = 3
	for range columns {
		row.cells = append(row.cells, &drawnCell{
			text: canvas.NewText("", nil), dot: canvas.NewCircle(nil), icon: canvas.NewImageFromResource(nil),
		})
	}
	row.show(false)
	return row
}

func (row *drawnRow) objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{row.back, row.line, row.bar, row.blank}
	for _, cell := range row.cells {
		objects = append(objects, cell.text, cell.dot, cell.icon)
	}
	return objects
}

func (row *drawnRow) show(visible bool) {
	for _, object := range row.objects() {
		if object.Visible() != visible {
			widgets.SetVisible(object, visible)
		}
	}
}

// fill asks the data for a row.
func (row *drawnRow) fill(g *Grid, number int) {
	row.data, row.loaded = g.data.Row(number)
	row.line.FillColor = theme.Color(theme.ColorNameRowLine)
	row.blank.FillColor = theme.Color(theme.ColorNameRowLine)
	for i, cell := range row.cells {
		cell.fill(row.cell(g, i))
	}
}

// cell is what stands in a column of the row.
func (row *drawnRow) cell(g *Grid, column int) Cell {
	if i := g.columns.cells[column]; row.loaded && i < len(row.data) {
		return row.data[i]
	}
	return Cell{}
}

func (c *drawnCell) fill(cell Cell) {
	colorName := fynetheme.ColorNameForeground
	switch {
	case cell.Error:
		colorName = theme.ColorNameErrorText
	case cell.Muted:
		colorName = theme.ColorNameMutedText
	}
	c.cut = truncated{}
	c.text.TextStyle = cell.style()
	c.text.Color = theme.Color(colorName)
	c.text.TextSize = theme.Size(fynetheme.SizeNameText)
	c.dot.Hidden = cell.Status == theme.StatusUnset
	if !c.dot.Hidden {
		c.dot.FillColor = theme.Color(cell.Status.ColorName())
	}
	c.icon.Hidden = cell.Icon == ""
	if !c.icon.Hidden {
		widgets.SetIcon(c.icon, cell.Icon, colorName)
	}
}

// textArea is where the text of a cell begins, and how wide it may be, in a column of a width.
func (g *Grid) textArea(cell Cell, width float32) (left, room float32) {
	pad := g.cellPad()
	left = pad + cell.Indent
	if cell.Status != theme.StatusUnset {
		left += widgets.DotSpace
	}
	if cell.Icon != "" {
		left += theme.Size(fynetheme.SizeNameInlineIcon) + 4
	}
	return left, width - left - pad
}

// place moves the row to its height and its cells into their columns.
func (row *drawnRow) place(g *Grid, y, width float32) {
	height := g.rowHeight()
	widgets.Put(row.back, 0, y, width, height)
	widgets.Put(row.line, 0, y+height-1, width, 1)
	widgets.SetVisible(row.line, !g.plain)
	widgets.Put(row.bar, 0, y, 3, height-1)
	widgets.SetVisible(row.blank, !row.loaded)
	for i, cell := range row.cells {
		left := g.columns.left(i) - g.offsetX
		width := g.columns.width(i)
		if row.loaded && width > 0 && g.columns.cells[i] < len(row.data) {
			width = g.columns.room(row.data, i)
		}
		cell.place(g, row.cell(g, i), fyne.NewPos(left, y), fyne.NewSize(width, height), g.columns.columns[i].AlignRight)
		if i == 0 && !row.loaded {
			widgets.Put(row.blank, left+cellPad, y+height/2-4, min(120, g.columns.width(0)*0.7), 8)
		}
	}
}

func (c *drawnCell) place(g *Grid, cell Cell, pos fyne.Position, size fyne.Size, right bool) {
	if size.Width <= 0 { // the column is left out
		c.text.Hide()
		c.dot.Hide()
		c.icon.Hide()
		return
	}
	widgets.SetVisible(c.dot, cell.Status != theme.StatusUnset)
	widgets.SetVisible(c.icon, cell.Icon != "")
	left, room := g.textArea(cell, size.Width)
	if c.cut.text != cell.Text || c.cut.room != room {
		shown, _ := widgets.Truncate(cell.Text, c.text.TextSize, c.text.TextStyle, room)
		c.cut = truncated{text: cell.Text, shown: shown, room: room}
	}
	c.text.Text = c.cut.shown
	widgets.SetVisible(c.text, c.text.Text != "")
	if c.text.Text != "" {
		text := c.text.MinSize()
		x := pos.X + left
		if right {
			x = pos.X + size.Width - cellPad - text.Width
		}
		c.text.Move(fyne.NewPos(x, pos.Y+(size.Height-text.Height)/2))
		c.text.Resize(text)
	}
	c.dot.Move(fyne.NewPos(pos.X+g.cellPad()+cell.Indent, pos.Y+(size.Height-widgets.DotSize)/2))
	c.dot.Resize(fyne.NewSquareSize(widgets.DotSize))
	if !c.icon.Hidden {
		icon := theme.Size(fynetheme.SizeNameInlineIcon)
		c.icon.Move(fyne.NewPos(pos.X+left-icon-4, pos.Y+(size.Height-icon)/2))
		c.icon.Resize(fyne.NewSquareSize(icon))
	}
}

// mark colors the row by what is done with it.
func (row *drawnRow) mark(selected, hovered, focused bool) {
	widgets.SetVisible(row.back, selected || hovered)
	widgets.SetVisible(row.bar, selected && focused)
	switch {
	case selected:
		row.back.FillColor = theme.Color(theme.ColorNameRowSelected)
		row.bar.FillColor = theme.Color(fynetheme.ColorNamePrimary)
	case hovered:
		row.back.FillColor = theme.Color(theme.ColorNameRowHover)
	}
}
