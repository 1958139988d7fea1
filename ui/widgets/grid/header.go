package grid

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// header is the row of titles: a click sorts, dragging a border makes a column wider or narrower.
type header struct {
	widget.BaseWidget
	grid     *Grid
	hovered  int // column under the pointer, or -1
	onBorder bool
	dragging int     // column whose border is dragged, or -1
	dragged  float32 // its width so far
	taps     doubleTap
	tip      widgets.Tip
}

func newHeader(grid *Grid) *header {
	h := &header{grid: grid, hovered: -1, dragging: -1, taps: newDoubleTap()}
	h.ExtendBaseWidget(h)
	return h
}

// Tapped sorts by the column. On a border the second tap in a short time fits the column before it.
func (h *header) Tapped(event *fyne.PointEvent) {
	g := h.grid
	x := event.Position.X + g.offsetX
	if border := g.columns.borderAt(x); border >= 0 {
		if h.taps.second(border) {
			h.resize(border, g.fitting(border))
		}
		return
	}
	i := g.columns.at(x)
	if i < 0 || !g.columns.columns[i].Sortable {
		return
	}
	id := g.columns.columns[i].ID
	g.SetSort(id, id == g.sortID && !g.sortDesc)
	if g.OnSort != nil {
		g.OnSort(g.sortID, g.sortDesc)
	}
	g.scrollTo(g.offsetX, 0)
}

// TappedSecondary asks for the menu of the titles.
func (h *header) TappedSecondary(event *fyne.PointEvent) {
	h.tip.Hide()
	if h.grid.OnHeaderMenu == nil {
		return
	}
	id := ""
	if i := h.grid.columns.at(event.Position.X + h.grid.offsetX); i >= 0 {
		id = h.grid.columns.columns[i].ID
	}
	h.grid.OnHeaderMenu(id, event.AbsolutePosition)
}

func (h *header) resize(column int, width float32) {
	h.grid.columns.resize(column, width)
	h.grid.arranged()
}

// Dragged moves the border of a column.
func (h *header) Dragged(event *fyne.DragEvent) {
	g := h.grid
	if h.dragging < 0 {
		start := event.Position.X - event.Dragged.DX + g.offsetX
		h.dragging = g.columns.borderAt(start)
		if h.dragging < 0 {
			return
		}
		h.dragged = g.columns.width(h.dragging)
	}
	h.dragged += event.Dragged.DX
	g.columns.resize(h.dragging, h.dragged)
	g.layoutParts()
}

// DragEnd leaves the column at its new width.
func (h *header) DragEnd() {
	i := h.dragging
	h.dragging = -1
	if i >= 0 {
		h.resize(i, h.grid.columns.width(i))
	}
}

// Scrolled scrolls the grid.
func (h *header) Scrolled(event *fyne.ScrollEvent) { h.grid.body.Scrolled(event) }

// Cursor shows where a border can be dragged.
func (h *header) Cursor() desktop.Cursor {
	if h.onBorder || h.dragging >= 0 {
		return desktop.HResizeCursor
	}
	return desktop.DefaultCursor
}

// MouseIn shows what a click would do.
func (h *header) MouseIn(event *desktop.MouseEvent) { h.MouseMoved(event) }

// MouseMoved shows what a click would do.
func (h *header) MouseMoved(event *desktop.MouseEvent) {
	columns := &h.grid.columns
	x := event.Position.X + h.grid.offsetX
	h.onBorder = columns.borderAt(x) >= 0
	i := columns.at(x)
	if i != h.hovered {
		h.hovered = i
		h.tip.SetText("")
		if i >= 0 {
			column := columns.columns[i]
			if _, whole := widgets.Truncate(column.Title, theme.Size(fynetheme.SizeNameText), fyne.TextStyle{Bold: true}, h.titleWidth(i)); !whole {
				h.tip.SetText(column.Title)
			}
		}
		h.Refresh()
	}
	h.tip.Show(h, event)
}

// MouseOut ends what MouseIn began.
func (h *header) MouseOut() {
	h.hovered, h.onBorder = -1, false
	h.tip.Hide()
	h.Refresh()
}

func (h *header) titleWidth(i int) float32 {
	width := h.grid.columns.width(i) - 2*cellPad
	if h.grid.columns.columns[i].ID == h.grid.sortID {
		width -= sortArrow
	}
	return width
}

// CreateRenderer draws the titles.
func (h *header) CreateRenderer() fyne.WidgetRenderer {
	h.ExtendBaseWidget(h)
	r := &headerRenderer{
		header: h, back: canvas.NewRectangle(nil), hover: canvas.NewRectangle(nil), line: canvas.NewRectangle(nil),
		arrow: canvas.NewImageFromResource(nil),
	}
	r.Refresh()
	return r
}

type headerRenderer struct {
	header            *header
	back, hover, line *canvas.Rectangle
	arrow             *canvas.Image
	titles            []*canvas.Text
	borders           []*canvas.Rectangle
	objects           []fyne.CanvasObject
}

func (r *headerRenderer) Destroy() {}

func (r *headerRenderer) MinSize() fyne.Size { return fyne.NewSize(1, r.header.grid.rowHeight()) }

func (r *headerRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *headerRenderer) Layout(fyne.Size) { r.Refresh() }

// grow makes as many titles as there are columns.
func (r *headerRenderer) grow(count int) {
	if len(r.titles) == count && r.objects != nil {
		return
	}
	r.titles, r.borders = nil, nil
	r.objects = []fyne.CanvasObject{r.back, r.hover, r.line, r.arrow}
	for range count {
		title, border := widgets.NewText("", fynetheme.ColorNameForeground, fynetheme.SizeNameText), canvas.NewRectangle(nil)
		title.TextStyle.Bold = true
		r.titles, r.borders = append(r.titles, title), append(r.borders, border)
		r.objects = append(r.objects, title, border)
	}
}

func (r *headerRenderer) Refresh() {
	h := r.header
	g, size := h.grid, h.Size()
	r.grow(len(g.columns.columns))
	r.back.FillColor = theme.Color(theme.ColorNameTableHeader)
	r.back.Resize(size)
	r.line.FillColor = theme.Color(theme.ColorNameBorder)
	widgets.Put(r.line, 0, size.Height-1, size.Width, 1)
	r.arrow.Hide()
	r.hover.Hide()
	for i, column := range g.columns.columns {
		left, width := g.columns.left(i)-g.offsetX, g.columns.width(i)
		border := r.borders[i]
		border.FillColor = theme.Color(theme.ColorNameBorder)
		widgets.Put(border, left+width-1, 7, 1, size.Height-14)
		if i == h.hovered && column.Sortable {
			r.hover.FillColor = theme.Color(theme.ColorNameRowHover)
			widgets.Put(r.hover, left, 0, width-1, size.Height-1)
			r.hover.Show()
		}
		r.placeTitle(i, column, left, size.Height)
		border.Refresh()
	}
	for _, o := range []fyne.CanvasObject{r.back, r.hover, r.line} {
		o.Refresh()
	}
}

func (r *headerRenderer) placeTitle(i int, column Column, left, height float32) {
	g, title := r.header.grid, r.titles[i]
	width, shown := r.header.titleWidth(i), g.columns.width(i) > 0
	widgets.SetVisible(title, shown)
	title.Text, _ = widgets.Truncate(column.Title, theme.Size(fynetheme.SizeNameText), title.TextStyle, width)
	widgets.Restyle(title, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	textWidth := title.MinSize().Width
	x := left + cellPad
	if column.AlignRight {
		x = left + g.columns.width(i) - cellPad - textWidth
	}
	widgets.Put(title, x, 0, textWidth, height)
	if column.ID != g.sortID || !shown {
		return
	}
	const arrow = 11
	name := "sort-ascending"
	if g.sortDesc {
		name = "sort-descending"
	}
	widgets.SetIcon(r.arrow, name, theme.ColorNameMutedText)
	arrowX := x + textWidth + 3
	if column.AlignRight {
		arrowX = x - arrow - 3
	}
	r.arrow.Move(fyne.NewPos(arrowX, (height-arrow)/2))
	r.arrow.Resize(fyne.NewSquareSize(arrow))
	r.arrow.Show()
}
