package form

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

const (
	groupIndent = 15 // between the frame and its content
	rowGap      = 6  // between two rows of a form
)

// Group is a frame around rows of a form with a title in the line of the frame.
type Group struct {
	widgets.Composite
	rows    []*Row
	title   *widgets.Label
	content *fyne.Container // the rows
	frame   *widgets.Box
	patch   *widgets.Box // the gap in the frame for the title
}

// NewGroup returns a frame around the rows.
func NewGroup(title string, rows ...*Row) *Group {
	g := &Group{
		rows:    rows,
		title:   widgets.NewBoldLabel(title, fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		content: container.New(widgets.Column{Gap: rowGap}, widgets.ObjectsOf(rows)...),
		frame:   widgets.NewBox("", theme.ColorNameBorder),
		patch:   widgets.NewBox(theme.ColorNameDialog, ""),
	}
	g.frame.Rect.CornerRadius = 3
	g.Compose(g, widgets.Arranged(g.minSize, g.place), g.frame, g.patch, g.title, g.content)
	return g
}

func (g *Group) formRows() []*Row { return g.rows }

// top is where the rows begin.
func (g *Group) top() float32 { return g.title.MinSize().Height + 5 }

func (g *Group) minSize() fyne.Size {
	content := g.content.MinSize()
	return fyne.NewSize(max(g.title.MinSize().Width+4*groupIndent, content.Width+2*groupIndent), g.top()+content.Height+rowGap+5)
}

func (g *Group) place(size fyne.Size) {
	title := g.title.MinSize()
	widgets.Put(g.frame, 0, title.Height/2, size.Width, size.Height-title.Height/2)
	widgets.Put(g.patch, groupIndent, title.Height/2-1, title.Width+12, 3)
	widgets.Put(g.title, groupIndent+6, 0, title.Width, title.Height)
	widgets.Put(g.content, groupIndent, g.top(), size.Width-2*groupIndent, g.content.MinSize().Height)
}
