package widgets

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

const (
	groupIndent = 15 // between the frame and its content
	rowGap      = 6  // between two rows of a form
)

// GroupBox is a frame around rows of a form with a title in the line of the frame.
type GroupBox struct {
	composite
	rows         []*FieldRow
	title        *label
	frame, patch *box // the patch is the gap in the frame for the title
}

// NewGroup returns a frame around the rows.
func NewGroup(title string, rows ...*FieldRow) *GroupBox {
	g := &GroupBox{
		rows:  rows,
		title: newHeading(title, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		frame: newBox("", theme.ColorNameBorder),
		patch: newBox(theme.ColorNameDialog, ""),
	}
	g.frame.rect.CornerRadius = 3
	g.compose(g, arrangement{g.minSize, g.place}, append([]fyne.CanvasObject{g.frame, g.patch, g.title}, objectsOf(rows)...)...)
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

func (g *GroupBox) minSize() fyne.Size {
	width := g.title.MinSize().Width + 4*groupIndent
	for _, row := range g.rows {
		if row.Visible() {
			width = max(width, row.MinSize().Width+2*groupIndent)
		}
	}
	return fyne.NewSize(width, g.heightFor(max(width, g.Size().Width)))
}

func (g *GroupBox) place(size fyne.Size) {
	title := g.title.MinSize()
	top := title.Height / 2
	Put(g.frame, 0, top, size.Width, size.Height-top)
	Put(g.patch, groupIndent, top-1, title.Width+12, 3)
	Put(g.title, groupIndent+6, 0, title.Width, title.Height)
	g.walk(size.Width, func(row *FieldRow, y, height float32) {
		Put(row, groupIndent, y, size.Width-2*groupIndent, height)
	})
}
