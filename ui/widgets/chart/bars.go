package chart

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// Part is one part of a stacked bar.
type Part struct {
	Name    string
	Value   float64 // what is less than nothing is drawn as nothing
	Look    Look
	Meaning string // said while the pointer rests on it, where the name alone is not clear
}

// Limit is a value at which a bar has a mark, such as how much was purchased. Without a name there is none.
type Limit struct {
	Name  string
	Value float64
}

// Bar is one bar with what stands beside it.
type Bar struct {
	Name  string // before the bar
	Parts []Part // from left to right
	Limit Limit
	Alert string // behind the bar, in red
	Note  string // behind the bar and the alert
	Hint  string // at the end of its tooltips
}

// total is the sum of the parts.
func (b Bar) total() float64 {
	sum := float64(0)
	for _, part := range b.Parts {
		sum += max(0, part.Value)
	}
	return sum
}

// Bars are stacked bars below each other. Names before them and notes behind them are left out where no bar has any.
//
// Keys: Up and Down go to another bar, Left and Right to another part of it, Home and End to the first and the last bar.
type Bars struct {
	surface

	// Full draws each bar over the whole width; otherwise all have one scale.
	Full bool
	// OnOpen is called for a click on a part, or for Enter; the part is -1 for the bar as a whole.
	OnOpen func(bar, part int)

	bars  []Bar
	spots []barSpot
}

// barSpot is a part of a bar, or the bar as a whole.
type barSpot struct {
	bar, part int // the part is -1 for the whole
	at        fyne.Position
	size      fyne.Size
}

// NewBars returns a chart without bars.
func NewBars() *Bars {
	b := &Bars{}
	b.init(b)
	return b
}

// Set changes the bars.
func (b *Bars) Set(bars []Bar) {
	b.bars, b.spots = bars, nil
	for i, bar := range bars {
		b.spots = append(b.spots, barSpot{bar: i, part: -1})
		for j, part := range bar.Parts {
			if part.Value > 0 {
				b.spots = append(b.spots, barSpot{bar: i, part: j})
			}
		}
	}
	b.replaced()
}

const (
	barHeight  = 14
	barLeast   = 80 // the least width of the longest bar
	barGap     = 12 // between the names, the bars and the notes
	partLeast  = 2  // the least width of a part that is not nothing
	noteLeast  = 20 // the least width of a note
	limitAbove = 3  // how far the mark of a limit stands out
	namesShare = 0.35
	notesShare = 0.3
)

func barRow() float32 { return widgets.LineHeight() + 6 }

func (b *Bars) least() fyne.Size {
	return fyne.NewSize(2*barLeast, float32(max(1, len(b.bars)))*barRow())
}

// columns are the widths of the names and of the notes.
func (b *Bars) columns(width float32) (names, notes float32) {
	size := theme.Size(fynetheme.SizeNameText)
	wide := func(text string) float32 { return fyne.MeasureText(text, size, fyne.TextStyle{}).Width + 1 }
	for _, bar := range b.bars {
		if bar.Name != "" {
			names = max(names, wide(bar.Name)+barGap)
		}
		if note := bar.note(); note != "" {
			notes = max(notes, wide(note)+barGap)
		}
	}
	names = min(names, width/2)
	// Where not all have room, the bars give way, then the longest names, and at last the notes.
	room := max(0, width-barLeast)
	if names+notes > room {
		names = min(names, max(width*namesShare, room-notes))
	}
	if names+notes > room {
		notes = max(0, min(notes, max(width*notesShare, room-names)))
	}
	return names, notes
}

// note is what stands behind the bar.
func (b Bar) note() string {
	if b.Alert != "" && b.Note != "" {
		return b.Alert + separator + b.Note
	}
	return b.Alert + b.Note
}

// separator stands between two things that are said of one.
const separator = " · "

func (b *Bars) draw(size fyne.Size) (drawn []fyne.CanvasObject) {
	names, notes := b.columns(size.Width)
	room, most := size.Width-names-notes, float64(0)
	for _, bar := range b.bars {
		most = max(most, bar.total(), bar.Limit.Value)
	}
	spot := 0
	for i, bar := range b.bars {
		y, line := float32(i)*barRow(), widgets.LineHeight()
		scale := most
		if b.Full {
			scale = max(bar.total(), bar.Limit.Value)
		}
		b.spots[spot].at, b.spots[spot].size = fyne.NewPos(0, y), fyne.NewSize(size.Width, barRow())
		drawn = append(drawn,
			cut(bar.Name, fynetheme.ColorNameForeground, fynetheme.SizeNameText, 0, y+(barRow()-line)/2, max(0, names-barGap),
				fyne.TextAlignLeading))
		parts, count := b.drawParts(bar, scale, names, y, room, b.spots[spot+1:])
		spot += 1 + count
		drawn = append(drawn, parts...)
		drawn = append(drawn, noteTexts(bar, size.Width-notes+barGap, y+(barRow()-line)/2, notes-barGap)...)
	}
	return drawn
}

// drawParts draws the parts of a bar side by side, and its limit; spots are those of its parts, of which count are used.
func (b *Bars) drawParts(bar Bar, scale float64, x, y, room float32, spots []barSpot) (drawn []fyne.CanvasObject, count int) {
	top, left := y+(barRow()-barHeight)/2, x
	for i, width := range partWidths(bar, scale, room) {
		if width <= 0 {
			continue
		}
		spots[count].at, spots[count].size = fyne.NewPos(left, top), fyne.NewSize(width, barHeight)
		gap := float32(0)
		if width > partLeast {
			gap = 1 // parts are kept apart by a line of what lies below
		}
		drawn = append(drawn, bar.Parts[i].Look.swatch(left, top, width-gap, barHeight)...)
		count++
		left += width
	}
	if bar.Limit.Name != "" && scale > 0 {
		at := x + max(0, min(room-2, room*float32(bar.Limit.Value/scale)))
		drawn = append(drawn, rule(fynetheme.ColorNameForeground, at, top-limitAbove, 2, barHeight+2*limitAbove))
	}
	return drawn, count
}

// partWidths are the widths of the parts where scale is as wide as the room. What is not nothing can be seen.
func partWidths(bar Bar, scale float64, room float32) []float32 {
	widths := make([]float32, len(bar.Parts))
	if scale <= 0 {
		return widths
	}
	all := room * float32(bar.total()/scale)
	fixed, rest := float32(0), float64(0)
	small := func(value float64) bool { return room*float32(value/scale) < partLeast }
	for _, part := range bar.Parts {
		switch {
		case part.Value <= 0:
		case small(part.Value):
			fixed += partLeast
		default:
			rest += part.Value
		}
	}
	for i, part := range bar.Parts {
		switch {
		case part.Value <= 0:
		case small(part.Value):
			widths[i] = partLeast
		default:
			widths[i] = max(partLeast, (all-fixed)*float32(part.Value/rest))
		}
	}
	return widths
}

// noteTexts are the alert and the note.
func noteTexts(bar Bar, x, y, width float32) (drawn []fyne.CanvasObject) {
	if width <= 0 {
		return nil
	}
	if bar.Alert != "" {
		alert := cut(bar.Alert, theme.ColorNameErrorText, fynetheme.SizeNameText, x, y, width, fyne.TextAlignLeading)
		drawn = append(drawn, alert)
		taken := min(width, alert.MinSize().Width)
		x, width = x+taken, width-taken
	}
	note := bar.Note
	if bar.Alert != "" && note != "" {
		note = separator + note
	}
	if note != "" && width > noteLeast {
		drawn = append(drawn, cut(note, theme.ColorNameMutedText, fynetheme.SizeNameText, x, y, width, fyne.TextAlignLeading))
	}
	return drawn
}

// point draws a frame around a part, or a light over a bar as a whole.
func (b *Bars) point(spot int) []fyne.CanvasObject {
	if spot < 0 {
		return nil
	}
	s := b.spots[spot]
	frame := canvas.NewRectangle(theme.Color(theme.ColorNameNone))
	if s.part < 0 {
		frame.FillColor = theme.Color(fynetheme.ColorNameHover)
		widgets.Put(frame, s.at.X, s.at.Y, s.size.Width, s.size.Height)
		return []fyne.CanvasObject{frame}
	}
	frame.StrokeColor, frame.StrokeWidth = theme.Color(fynetheme.ColorNameForeground), 2
	widgets.Put(frame, s.at.X-2, s.at.Y-2, s.size.Width+3, s.size.Height+4)
	return []fyne.CanvasObject{frame}
}
