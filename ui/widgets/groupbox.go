package widgets

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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
	rows    []*FieldRow
	title   *label
	content *fyne.Container // the rows
	frame   *box
	patch   *box // the gap in the frame for the title
}

// NewGroup returns a frame around the rows.
func NewGroup(title string, rows ...*FieldRow) *GroupBox {
	g := &GroupBox{
		rows:    rows,
		title:   newHeading(title, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		content: container.New(column{gap: rowGap}, objectsOf(rows)...),
		frame:   newBox("", theme.ColorNameBorder),
		patch:   newBox(theme.ColorNameDialog, ""),
	}
	g.frame.rect.CornerRadius = 3
	g.compose(g, arranged(g.minSize, g.place), g.frame, g.patch, g.title, g.content)
	return g
}

func (g *GroupBox) formRows() []*FieldRow { return g.rows }

// top is where the rows begin.
func (g *GroupBox) top() float32 { return g.title.MinSize().Height + 5 }

func (g *GroupBox) minSize() fyne.Size {
	content := g.content.MinSize()
	return fyne.NewSize(max(g.title.MinSize().Width+4*groupIndent, content.Width+2*groupIndent), g.top()+content.Height+rowGap+5)
}

func (g *GroupBox) place(size fyne.Size) {
	title := g.title.MinSize()
	Put(g.frame, 0, title.Height/2, size.Width, size.Height-title.Height/2)
	Put(g.patch, groupIndent, title.Height/2-1, title.Width+12, 3)
	Put(g.title, groupIndent+6, 0, title.Width, title.Height)
	Put(g.content, groupIndent, g.top(), size.Width-2*groupIndent, g.content.MinSize().Height)
}
