package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
)

const (
	groupIndent = 15 // between the frame and its content
	rowGap      = 6  // between two rows of a form
)

// GroupBox is a frame around rows of a form with a title in the line of the frame.
type GroupBox struct {
	widget.BaseWidget
	rows  []*FieldRow
	title *canvas.Text
	// Background is the color behind the frame, a dialog's unless set.
	Background fyne.ThemeColorName
}

// NewGroup returns a frame around the rows.
func NewGroup(title string, rows ...*FieldRow) *GroupBox {
	g := &GroupBox{rows: rows, Background: theme.ColorNameDialog}
	g.title = newText(title, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	g.title.TextStyle.Bold = true
	g.ExtendBaseWidget(g)
	return g
}

func (g *GroupBox) formRows() []*FieldRow { return g.rows }

func (g *GroupBox) heightFor(width float32) float32 {
	return g.walk(width, func(*FieldRow, float32, float32) {})
}

// walk goes through the visible rows with the place and the height of each, and returns the height of all.
func (g *GroupBox) walk(width float32, visit func(row *FieldRow, y, height float32)) float32 {
	y := g.title.MinSize().Height + 5
	for _, row := range g.rows {
		if row.Visible() {
			height := row.heightFor(width - 2*groupIndent)
			visit(row, y, height)
			y += height + rowGap
		}
	}
	return y + 5
}

// CreateRenderer draws the frame, its title and the rows.
func (g *GroupBox) CreateRenderer() fyne.WidgetRenderer {
	g.ExtendBaseWidget(g)
	r := &groupRenderer{group: g, frame: canvas.NewRectangle(nil), patch: canvas.NewRectangle(nil)}
	r.recolor()
	return r
}

type groupRenderer struct {
	group        *GroupBox
	frame, patch *canvas.Rectangle
}

func (r *groupRenderer) Destroy() {}

func (r *groupRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.frame, r.patch, r.group.title}
	for _, row := range r.group.rows {
		objects = append(objects, row)
	}
	return objects
}

func (r *groupRenderer) MinSize() fyne.Size {
	width := r.group.title.MinSize().Width + 4*groupIndent
	for _, row := range r.group.rows {
		if row.Visible() {
			width = max(width, row.MinSize().Width+2*groupIndent)
		}
	}
	return fyne.NewSize(width, r.group.heightFor(max(width, r.group.Size().Width)))
}

func (r *groupRenderer) Layout(size fyne.Size) {
	title := r.group.title.MinSize()
	top := title.Height / 2
	r.frame.Move(fyne.NewPos(0, top))
	r.frame.Resize(fyne.NewSize(size.Width, size.Height-top))
	r.patch.Move(fyne.NewPos(groupIndent, top-1))
	r.patch.Resize(fyne.NewSize(title.Width+12, 3))
	r.group.title.Move(fyne.NewPos(groupIndent+6, 0))
	r.group.title.Resize(title)
	r.group.walk(size.Width, func(row *FieldRow, y, height float32) {
		row.Move(fyne.NewPos(groupIndent, y))
		row.Resize(fyne.NewSize(size.Width-2*groupIndent, height))
	})
}

func (r *groupRenderer) recolor() {
	r.frame.StrokeColor, r.frame.StrokeWidth, r.frame.CornerRadius = theme.Color(theme.ColorNameBorder), 1, 3
	r.patch.FillColor = theme.Color(r.group.Background)
}

func (r *groupRenderer) Refresh() {
	r.recolor()
	r.frame.Refresh()
	r.patch.Refresh()
	restyle(r.group.title, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	for _, row := range r.group.rows {
		row.Refresh()
	}
	r.Layout(r.group.Size())
}
