package widgets

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// Fact is one line of a FactsPanel, which breaks where it is too long.
type Fact struct {
	Label, Text string
	Status      theme.Status // a dot before the text; unset for none
}

// FactsPanel says of one thing what there is to know: a title, facts with their names, buttons at the right, and lines below.
type FactsPanel struct {
	Composite
	box     *Box
	title   *tellingLabel
	buttons []*Button
	facts   []Fact
	rows    []*factRow
	list    *fyne.Container
	scroll  *container.Scroll
	lines   Lines
}

// NewFactsPanel returns a panel without facts above the lines.
func NewFactsPanel(lines Lines) *FactsPanel {
	p := &FactsPanel{
		box:   NewBox(theme.ColorNamePanel, theme.ColorNameBorder),
		title: newTellingLabel("", fynetheme.ColorNameForeground, fynetheme.SizeNameText),
		lines: lines,
	}
	p.title.Drawn.TextStyle.Bold = true
	p.list = container.New(Arranged(p.listSize, p.placeList))
	p.scroll = container.NewVScroll(p.list)
	p.Compose(p, Arranged(p.minSize, p.place))
	p.Set("", nil)
	return p
}

// Set changes what the panel says.
func (p *FactsPanel) Set(title string, facts []Fact, buttons ...*Button) {
	p.title.SetText(title)
	if !slices.Equal(facts, p.facts) {
		p.facts, p.rows, p.list.Objects = facts, nil, nil
		for _, fact := range facts {
			row := newFactRow(fact)
			p.rows = append(p.rows, row)
			p.list.Objects = append(p.list.Objects, row.label, row.dot, row.text)
		}
		p.scroll.ScrollToTop()
	}
	p.buttons = slices.DeleteFunc(buttons, func(b *Button) bool { return b == nil })
	p.Body.Objects = []fyne.CanvasObject{p.box, p.title}
	p.Body.Objects = append(p.Body.Objects, ObjectsOf(p.buttons)...)
	p.Body.Objects = append(p.Body.Objects, p.scroll, p.lines)
	p.place(p.Size()) // Fyne does not lay a widget out anew that is refreshed
	p.Refresh()
}

// Restyle gives the dots the colors that the theme has now.
func (p *FactsPanel) Restyle() {
	for _, row := range p.rows {
		row.dot.FillColor = theme.Color(row.status.ColorName())
	}
}

func (p *FactsPanel) minSize() fyne.Size { return leastPanelSize() }

// leastPanelSize is that of a title and three facts. It is the same for all panels that stand in each other's place, whatever they
// hold: a part of a Split that asked for more would move its bar.
func leastPanelSize() fyne.Size {
	pad := theme.Size(theme.SizeNamePanelPadding)
	return fyne.NewSize(320, 2*pad+LineHeight()+6+3*factHeight())
}

// factHeight is the height of a fact of one line.
func factHeight() float32 { return LineHeight() + 4 }

func (p *FactsPanel) place(size fyne.Size) {
	pad, gap := theme.Size(theme.SizeNamePanelPadding), theme.Size(theme.SizeNameGap)
	p.box.Resize(size)
	right := size.Width - pad
	for _, button := range slices.Backward(p.buttons) {
		least := button.MinSize()
		right -= least.Width
		Put(button, right, pad/2, least.Width, least.Height)
		right -= gap
	}
	Put(p.title, pad, pad-2, min(p.title.wholeSize().Width, max(0, right-pad)), LineHeight())
	y := pad + LineHeight() + 8
	p.placeLines(y, pad, size)
}

// placeLines gives the facts what they need, and the lines what is left if that is enough for some.
func (p *FactsPanel) placeLines(y, pad float32, size fyne.Size) {
	const fewest = 2
	width, room := size.Width-2*pad, max(0, size.Height-y-pad)
	facts := min(room, p.heightFor(width))
	lines := int((room - facts - 8) / p.lines.LineHeight())
	SetVisible(p.lines, lines >= fewest)
	if lines < fewest {
		facts = room
	}
	Put(p.scroll, pad, y, width, facts)
	Put(p.lines, pad, y+facts+8, width, float32(max(0, lines))*p.lines.LineHeight())
}

func (p *FactsPanel) listSize() fyne.Size {
	return fyne.NewSize(100, p.heightFor(p.scroll.Size().Width))
}

// labels is the width of the names; none where nothing has a name.
func (p *FactsPanel) labels() float32 {
	if !slices.ContainsFunc(p.facts, func(f Fact) bool { return f.Label != "" }) {
		return 0
	}
	width := float32(84)
	for _, row := range p.rows {
		width = max(width, row.label.MinSize().Width)
	}
	return width + 14
}

func (p *FactsPanel) heightFor(width float32) float32 {
	height, labels := float32(0), p.labels()
	for _, row := range p.rows {
		height += row.heightFor(width - labels)
	}
	return height
}

func (p *FactsPanel) placeList(size fyne.Size) {
	y, labels := float32(0), p.labels()
	for _, row := range p.rows {
		height := row.heightFor(size.Width - labels)
		Put(row.label, 0, y, labels, LineHeight())
		Put(row.dot, labels, y+(LineHeight()-DotSize)/2, DotSize, DotSize)
		Put(row.text, labels+row.left(), y, size.Width-labels-row.left(), height)
		y += height
	}
}

// factRow is what draws one fact.
type factRow struct {
	label  *Label
	dot    *canvas.Circle
	text   *WrapText
	status theme.Status
}

func newFactRow(fact Fact) *factRow {
	row := &factRow{
		label: NewLabel(fact.Label, theme.ColorNameMutedText, fynetheme.SizeNameText),
		dot:   canvas.NewCircle(theme.Color(fact.Status.ColorName())),
		text:  NewWrapText(fact.Text, fynetheme.ColorNameForeground, fynetheme.SizeNameText), status: fact.Status,
	}
	row.dot.Hidden = fact.Status == theme.StatusUnset
	return row
}

func (r *factRow) left() float32 {
	if r.dot.Hidden {
		return 0
	}
	return DotSpace
}

func (r *factRow) heightFor(width float32) float32 {
	return max(factHeight(), HeightAt(r.text, width-r.left())+4)
}
