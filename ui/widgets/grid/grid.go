package grid

import (
	"iter"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// Grid is the table of the program. It draws only the rows that can be seen and knows their places exactly,
// so that it holds any number of rows. It scrolls only when somebody scrolls, moves the selection or sorts.
//
// Keys: Up, Down, PageUp, PageDown, Home, End move the selection, and widen it with Shift; Ctrl+A selects all; Left and Right scroll,
// or fold and unfold; Enter activates; Delete deletes; the menu key or Shift+F10 opens the context menu. What is not used goes to the
// dialog in which the grid stands.
type Grid struct {
	widget.BaseWidget

	// Fits has the columns be as wide as what they hold, in place of their Width, once there are rows.
	Fits bool

	// OnSelected is called with the selected row, or -1, when the selection has changed. Of several rows it is the one chosen last.
	OnSelected func(row int)
	// OnActivate is called for a double click and for Enter.
	OnActivate func(row int)
	// OnDelete is called for the Delete key.
	OnDelete func(row int)
	// OnContextMenu is called for a right click, with the row selected before, at a position of the window;
	// the row is -1 beside all rows.
	OnContextMenu func(row int, at fyne.Position)
	// OnFold is called for Right, Left, and a click on the icon in the first column, in a grid whose rows unfold others.
	OnFold func(row int, wanted Fold)
	// OnAbove is called for Up in the first row; may be nil.
	OnAbove func()
	// OnCopy is called in place of copying the rows that are loaded.
	OnCopy func()
	// OnArranged is called when somebody has arranged the columns.
	OnArranged func()
	// OnHeaderMenu is called for a right click on the titles, with the column under it, or "".
	OnHeaderMenu func(columnID string, at fyne.Position)
	// OnSort is called when the title of a sortable column was clicked.
	OnSort func(columnID string, descending bool)

	data     Data
	columns  columns
	chosen   selection
	sortID   string
	sortDesc bool

	first    bool // the first row is selected once it is there
	plain    bool // without header and border, for the lines of a log
	offsetX  float32
	offsetY  float64 // a float32 cannot tell the rows beyond 16 million pixels apart
	focused  bool
	border   *canvas.Rectangle
	header   *header
	body     *body
	vertical *scrollBar
	across   *scrollBar
	empty    *widgets.EmptyState
	loading  *canvas.Text
}

// Fold is what is wanted of a row that unfolds others.
type Fold int

// What can be wanted.
const (
	FoldOther Fold = iota // the other way than now
	FoldOpen
	FoldClosed
)

// New returns a grid that says that its rows are read, until it has been given some.
func New(columns ...Column) *Grid {
	g := &Grid{chosen: newSelection(), data: awaited{}}
	g.columns.set(columns)
	g.border = canvas.NewRectangle(nil)
	g.header = newHeader(g)
	g.body = newBody(g)
	g.vertical = newScrollBar(true, func(to float64) { g.scrollTo(g.offsetX, to) })
	g.across = newScrollBar(false, func(to float64) { g.scrollTo(float32(to), g.offsetY) })
	g.empty = widgets.NewEmptyState("", "", nil)
	g.loading = widgets.NewText(lang.L("Loading..."), theme.ColorNameMutedText, fynetheme.SizeNameText)
	g.loading.Alignment = fyne.TextAlignCenter
	g.ExtendBaseWidget(g)
	return g
}

// newPlain returns a grid without titles and border, with less space between its rows.
func newPlain(columns ...Column) *Grid {
	g := New(columns...)
	g.plain, g.data = true, Rows(nil)
	return g
}

// SetData shows other data, from its first row, with nothing selected.
func (g *Grid) SetData(data Data) {
	if data == nil {
		data = Rows(nil)
	}
	if old, ok := g.data.(watcher); ok {
		old.watch(nil)
	}
	g.data, g.first = data, false
	if watched, ok := data.(watcher); ok {
		watched.watch(g.Refresh)
	}
	g.offsetY = 0
	g.Select(-1)
	g.Refresh()
}

// Await says in place of rows that they are read, until SetData.
func (g *Grid) Await() { g.SetData(awaited{}) }

// SetEmpty sets what is shown while there are no rows. The button may be nil.
func (g *Grid) SetEmpty(title, text string, button *widgets.Button) {
	g.empty.Set(title, text, button)
	g.Refresh()
}

// SetSort shows by which column the rows are sorted; OnSort is not called.
func (g *Grid) SetSort(columnID string, descending bool) {
	g.sortID, g.sortDesc = columnID, descending
	g.header.Refresh()
}

// Sort returns by which column the rows are sorted.
func (g *Grid) Sort() (columnID string, descending bool) { return g.sortID, g.sortDesc }

// Empty reports whether there are no rows.
func (g *Grid) Empty() bool { return g.data.Len() == 0 }

// Len is the number of rows, as far as it is known.
func (g *Grid) Len() int { return g.data.Len() }

// Selected returns the selected row, or -1. Of several rows it is the one chosen last.
func (g *Grid) Selected() int { return g.chosen.lead }

// Selection returns all selected rows, in their order.
func (g *Grid) Selection() []Span { return g.chosen.spans }

// SelectedRows goes through all selected rows, in their order.
func (g *Grid) SelectedRows() iter.Seq[int] { return g.chosen.rows() }

// IsSelected reports whether a row is selected.
func (g *Grid) IsSelected(row int) bool { return g.chosen.has(row) }

// SelectionCount is how many rows are selected.
func (g *Grid) SelectionCount() int { return g.chosen.count() }

// Select selects a row alone and scrolls to it; -1 selects none. OnSelected is called if that is another selection than before.
func (g *Grid) Select(row int) {
	if row >= g.data.Len() || row < -1 {
		row = -1
	}
	if row == g.chosen.lead && g.chosen.count() <= 1 {
		if row >= 0 {
			g.ScrollTo(row)
		}
		return
	}
	g.choose(row, (*selection).only)
}

// Mark selects a row as [Grid.Select] does, without scrolling to it and without OnSelected: for a page that knows better than the
// grid where its row stands now.
func (g *Grid) Mark(row int) {
	if row >= g.data.Len() {
		row = -1
	}
	g.chosen.only(row)
	g.chosen.remember(g.data)
	g.body.Refresh()
}

// choose changes the selection by a row, and scrolls to that.
func (g *Grid) choose(row int, change func(s *selection, row int)) {
	if row >= 0 {
		g.ScrollTo(row)
	}
	change(&g.chosen, row)
	g.chosen.remember(g.data)
	g.body.Refresh()
	if g.OnSelected != nil {
		g.OnSelected(g.chosen.lead)
	}
}

// ScrollTo scrolls as little as is needed to see the whole row.
func (g *Grid) ScrollTo(row int) {
	height, view := float64(g.rowHeight()), float64(g.body.Size().Height)
	top := float64(row) * height
	switch {
	case view < height, top < g.offsetY:
		g.scrollTo(g.offsetX, top)
	case top+height > g.offsetY+view:
		g.scrollTo(g.offsetX, top+height-view)
	}
}

// VisibleRows returns the first and the last row that can be seen, at least in part; last is less than first if there are none.
func (g *Grid) VisibleRows() (first, last int) {
	height := float64(g.rowHeight())
	first = int(g.offsetY / height)
	last = int((g.offsetY + float64(g.body.Size().Height) - 0.01) / height)
	return first, min(last, g.data.Len()-1)
}

// Focus puts the keyboard focus on the grid.
func (g *Grid) Focus() { widgets.FocusOn(g) }

// Refresh draws the grid anew after its data has changed. The selection stays with its rows where the data has keys; what is gone
// is no longer selected, and OnSelected is called when that was all.
func (g *Grid) Refresh() {
	before := g.chosen.lead
	g.chosen.follow(g.data)
	g.columns.notice(g.data)
	if before >= 0 && g.chosen.lead < 0 && g.OnSelected != nil {
		g.OnSelected(-1)
	}
	g.selectFirst()
	g.BaseWidget.Refresh()
}

func (g *Grid) rowHeight() float32 {
	if g.plain {
		return logLineHeight()
	}
	return widgets.ControlHeight()
}

// logLineHeight is the height of a line of a log.
func logLineHeight() float32 { return widgets.LineHeight() + 2 }

// cellPad is the space between the border of a cell and its text.
func (g *Grid) cellPad() float32 {
	if g.plain {
		return 0
	}
	return cellPad
}

// frame is the height of the border and the titles above the rows, and the width of the border.
func (g *Grid) frame() (top, edge float32) {
	if g.plain {
		return 0, 0
	}
	return g.rowHeight() + 1, 1
}

// scrollTo moves the rows to an offset, as far as there are rows.
func (g *Grid) scrollTo(x float32, y float64) {
	x, y = g.clampOffset(x, y)
	if x == g.offsetX && y == g.offsetY {
		return
	}
	sideways := x != g.offsetX
	g.offsetX, g.offsetY = x, y
	g.syncBars()
	if sideways {
		g.header.Refresh()
	}
	g.body.scrolled()
}

func (g *Grid) clampOffset(x float32, y float64) (float32, float64) {
	view := g.body.Size()
	y = max(0, min(y, float64(g.data.Len())*float64(g.rowHeight())-float64(view.Height)))
	x = max(0, min(x, g.columns.total()-view.Width))
	return x, y
}

func (g *Grid) syncBars() {
	view := g.body.Size()
	g.vertical.set(g.offsetY, float64(view.Height), float64(g.data.Len())*float64(g.rowHeight()))
	g.across.set(float64(g.offsetX), float64(view.Width), float64(g.columns.total()))
}

// CreateRenderer draws the grid.
func (g *Grid) CreateRenderer() fyne.WidgetRenderer {
	g.ExtendBaseWidget(g)
	return &renderer{grid: g, clip: container.NewClip(g.header)}
}

type renderer struct {
	grid *Grid
	clip *container.Clip
}

func (r *renderer) Destroy() {}

func (r *renderer) Objects() []fyne.CanvasObject {
	g := r.grid
	return []fyne.CanvasObject{g.border, r.clip, g.body, g.vertical, g.across, g.loading, g.empty}
}

func (r *renderer) MinSize() fyne.Size {
	return fyne.NewSize(200, r.grid.rowHeight()*2) // the titles and a row
}

func (r *renderer) Layout(size fyne.Size) {
	widgets.Put(r.clip, 1, 1, size.Width-2, r.grid.rowHeight())
	r.grid.layoutParts()
}

func (r *renderer) Refresh() {
	g := r.grid
	g.border.FillColor = theme.Color(theme.ColorNamePanel)
	g.border.Hidden, r.clip.Hidden = g.plain, g.plain
	g.border.StrokeColor, g.border.StrokeWidth = theme.Color(theme.ColorNameBorder), 1
	if g.focused {
		g.border.StrokeColor = theme.Color(fynetheme.ColorNamePrimary)
	}
	g.border.Refresh()
	widgets.Restyle(g.loading, theme.ColorNameMutedText, fynetheme.SizeNameText)
	g.empty.Refresh()
	r.Layout(g.Size())
	g.header.Refresh()
	g.vertical.Refresh()
	g.across.Refresh()
	canvas.Refresh(g)
}

// layoutParts places everything inside the border and draws the rows; once more when what these hold makes a column wider.
func (g *Grid) layoutParts() {
	if g.Size().IsZero() {
		return
	}
	g.place()
	if g.fitColumns() {
		g.place()
	}
}

// place decides which scroll bars are needed.
func (g *Grid) place() {
	const bar = scrollBarWidth
	size, rowHeight := g.Size(), g.rowHeight()
	top, edge := g.frame()
	inner := fyne.NewSize(size.Width-2*edge, size.Height-top-edge)
	rows := float64(g.data.Len()) * float64(rowHeight)
	view := inner
	needsVertical := rows > float64(inner.Height)
	if needsVertical {
		view.Width -= bar
	}
	g.columns.layout(view.Width)
	if g.columns.total() > view.Width+0.5 {
		view.Height -= bar
		if !needsVertical && rows > float64(view.Height) {
			needsVertical = true
			view.Width -= bar
			g.columns.layout(view.Width)
		}
	}
	g.border.Resize(size)
	g.body.Move(fyne.NewPos(edge, top))
	g.body.Resize(view)
	widgets.SetVisible(g.vertical, needsVertical)
	widgets.Put(g.vertical, size.Width-edge-bar, top, bar, view.Height)
	widgets.SetVisible(g.across, view.Height < inner.Height)
	widgets.Put(g.across, edge, size.Height-edge-bar, view.Width, bar)
	g.header.Resize(fyne.NewSize(inner.Width, rowHeight))
	g.layoutEmpty(fyne.NewPos(edge, top), inner)

	g.offsetX, g.offsetY = g.clampOffset(g.offsetX, g.offsetY)
	g.syncBars()
	g.header.Refresh()
	g.body.Refresh()
}

func (g *Grid) layoutEmpty(pos fyne.Position, size fyne.Size) {
	isLoading := false
	if data, ok := g.data.(loader); ok {
		isLoading = data.Loading()
	}
	none := g.data.Len() == 0
	widgets.SetVisible(g.loading, none && isLoading)
	widgets.SetVisible(g.empty, none && !isLoading)
	widgets.Put(g.loading, pos.X, pos.Y, size.Width, min(size.Height, 4*g.rowHeight()))
	g.empty.Move(pos)
	g.empty.Resize(size)
}
