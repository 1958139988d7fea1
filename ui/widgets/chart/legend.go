package chart

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// Legend says what the looks of the parts of bars mean, side by side, and below each other where there is no room.
type Legend struct {
	widget.BaseWidget
	// Number writes a value; without it there are only the names.
	Number func(value float64) string

	parts  []Part
	places []place // of the entries
	body   *fyne.Container
	width  float32
	cut    bool // an entry is not seen whole
	tip    widgets.Tip
}

// place is where an entry stands.
type place struct {
	at   fyne.Position
	size fyne.Size
}

// NewLegend returns a legend of parts, each of which stands for all parts of its look.
func NewLegend(parts ...Part) *Legend {
	l := &Legend{parts: parts, body: &fyne.Container{}}
	l.ExtendBaseWidget(l)
	return l
}

// Set changes the parts.
func (l *Legend) Set(parts []Part) {
	l.parts = parts
	l.Refresh()
}

const (
	swatchSize = 11
	swatchGap  = 5  // between a swatch and its name
	legendGap  = 16 // between two names
)

func legendRow() float32 { return captionHeight() + 4 }

// entry is the text of a part.
func (l *Legend) entry(part Part) string {
	if l.Number == nil {
		return part.Name
	}
	return part.Name + " " + l.Number(part.Value)
}

// entries are the texts of all parts.
func (l *Legend) entries() []string {
	texts := make([]string, len(l.parts))
	for i, part := range l.parts {
		texts[i] = l.entry(part)
	}
	return texts
}

// draw places the entries at a width and returns the height that they take.
func (l *Legend) draw(width float32) float32 {
	l.body.Objects, l.places, l.cut = nil, nil, false
	x, y := float32(0), float32(0)
	for _, part := range l.parts {
		text := l.entry(part)
		wide := min(width-swatchSize-swatchGap, captionWidth(text)+1)
		l.cut = l.cut || wide < captionWidth(text)
		if x > 0 && x+swatchSize+swatchGap+wide > width {
			x, y = 0, y+legendRow()
		}
		l.places = append(l.places, place{fyne.NewPos(x, y), fyne.NewSize(swatchSize+swatchGap+wide, legendRow())})
		l.body.Objects = append(l.body.Objects, part.Look.swatch(x, y+(legendRow()-swatchSize)/2, swatchSize, swatchSize)...)
		x += swatchSize + swatchGap
		l.body.Objects = append(l.body.Objects, caption(text, theme.ColorNameMutedText, x, y+2, max(0, wide), fyne.TextAlignLeading))
		x += wide + legendGap
	}
	return y + legendRow()
}

// MinSize is the height of the entries at the present width.
func (l *Legend) MinSize() fyne.Size {
	l.ExtendBaseWidget(l)
	width := l.width
	if width <= 0 {
		width = 400
	}
	return fyne.NewSize(swatchSize, l.draw(width))
}

// Resize places the entries anew.
func (l *Legend) Resize(size fyne.Size) {
	l.width = size.Width
	l.draw(size.Width)
	l.BaseWidget.Resize(size)
}

// Refresh draws the legend in the colors of the theme.
func (l *Legend) Refresh() {
	l.draw(l.Size().Width)
	canvas.Refresh(l)
}

// Tooltip says the entries whole where one is cut.
func (l *Legend) Tooltip() string {
	if !l.cut {
		return ""
	}
	return lines(l.entries()...)
}

// tooltipAt says besides what the entry at a place means.
func (l *Legend) tooltipAt(at fyne.Position) string {
	said := []string{l.Tooltip()}
	for i, p := range l.places {
		if within(at.X, p.at.X, p.size.Width) && within(at.Y, p.at.Y, p.size.Height) && l.parts[i].Meaning != "" {
			said = append(said, l.parts[i].Name+": "+l.parts[i].Meaning)
		}
	}
	return lines(said...)
}

// MouseIn waits to show the tooltip.
func (l *Legend) MouseIn(event *desktop.MouseEvent) {
	l.tip.SetText(l.tooltipAt(event.Position))
	l.tip.Show(l, event)
}

// MouseMoved waits anew to show the tooltip.
func (l *Legend) MouseMoved(event *desktop.MouseEvent) { l.MouseIn(event) }

// MouseOut ends what MouseIn began.
func (l *Legend) MouseOut() { l.tip.Hide() }

// AccessibilityRole implements [fyne.Accessible].
func (l *Legend) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// AccessibilityLabel is the names, with their values.
func (l *Legend) AccessibilityLabel() string {
	return oneLine(lines(l.entries()...))
}

// CreateRenderer draws the legend.
func (l *Legend) CreateRenderer() fyne.WidgetRenderer {
	l.draw(l.Size().Width)
	return widget.NewSimpleRenderer(l.body)
}
