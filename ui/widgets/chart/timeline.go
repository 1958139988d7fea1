package chart

import (
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// Mark is something that happens at a time.
type Mark struct {
	At     time.Time
	Text   string       // above the line, where there is room
	Tip    string       // in the tooltip, below the day and the text
	Status theme.Status // its color
}

// TimeLine is a line of days with marks on it. The text of a mark stands above it as far as there is room; the tooltip has it always.
//
// Keys: Left and Right go to the next mark, Home and End to the first and the last one.
type TimeLine struct {
	surface

	// OnOpen is called for a click on a mark, or for Enter.
	OnOpen func(mark int)

	from, to time.Time
	marks    []Mark
	order    []int // the marks by time
	frame    frame
}

// NewTimeLine returns a time line without marks.
func NewTimeLine() *TimeLine {
	t := &TimeLine{}
	t.init(t)
	return t
}

// Set changes from when to when the line goes, and the marks on it. Marks beyond the line are left out.
func (t *TimeLine) Set(from, to time.Time, marks []Mark) {
	t.from, t.to, t.marks, t.order = from, to, marks, nil
	for i, mark := range marks {
		if !mark.At.Before(from) && !mark.At.After(to) {
			t.order = append(t.order, i)
		}
	}
	slices.SortStableFunc(t.order, func(a, b int) int { return marks[a].At.Compare(marks[b].At) })
	t.replaced()
}

const (
	markSize  = 10
	laneGap   = 2
	markReach = 12 // how far from a mark the pointer may be
)

func laneHeight() float32 { return captionHeight() + laneGap }

// below is what stands below the line.
func below() float32 { return captionHeight() + axisGap + markSize/2 }

func (t *TimeLine) least() fyne.Size {
	return fyne.NewSize(160, 2*laneHeight()+markSize+below())
}

func (t *TimeLine) draw(size fyne.Size) (drawn []fyne.CanvasObject) {
	if len(t.order) == 0 {
		return nil
	}
	base := size.Height - below()
	t.frame = frame{left: markSize / 2, top: base, width: size.Width - markSize, from: t.from, to: t.to}
	drawn = append(drawn, rule(theme.ColorNameMutedText, 0, base, size.Width, 1))
	drawn = append(drawn, timeAxis(t.frame, base, func(at time.Time) string { return at.Format(time.DateOnly) })...)
	drawn = append(drawn, t.labels(size.Width, base)...)
	for _, i := range t.order {
		drawn = append(drawn, t.diamond(i, markSize))
	}
	return drawn
}

// diamond is what stands on the line for a mark.
func (t *TimeLine) diamond(mark int, size float32) fyne.CanvasObject {
	shape := canvas.NewRegularPolygon(4, theme.Color(t.marks[mark].Status.ColorName()))
	shape.StrokeColor, shape.StrokeWidth = theme.Color(theme.ColorNamePanel), 1
	widgets.Put(shape, t.frame.x(t.marks[mark].At)-size/2, t.frame.top+0.5-size/2, size, size)
	return shape
}

// label is the text of a mark, in one of the rows above the line.
type label struct {
	mark        int
	left, right float32
	stem        float32 // the place of its mark, to which a line leads
	lane        int     // 0 is the lowest row
}

// disturbs reports whether one of two labels lies over the other one or on its stem.
func (l label) disturbs(other label) bool {
	const space = 4
	low, high := l, other
	if low.lane > high.lane {
		low, high = high, low
	}
	if low.lane == high.lane {
		return low.left < high.right+legendGap && high.left < low.right+legendGap
	}
	return high.stem > low.left-space && high.stem < low.right+space
}

// place finds room for the texts, from the last mark to the first: one that begins at its mark lies below those that begin before it,
// and one that ends at its mark above those that end before it. One for which there is no room is left out.
func (t *TimeLine) place(width float32, lanes int) (placed []label) {
	for _, i := range slices.Backward(t.order) {
		if t.marks[i].Text == "" {
			continue
		}
		fits := func(l label) bool {
			return l.right <= width && l.left >= -markSize/2 && !slices.ContainsFunc(placed, l.disturbs)
		}
		places := t.places(i, width, lanes)
		if best := slices.IndexFunc(places, fits); best >= 0 {
			placed = append(placed, places[best])
		}
	}
	return placed
}

// places are where the text of a mark may stand, the best place first: whole, or else cut at a third of the width.
func (t *TimeLine) places(mark int, width float32, lanes int) []label {
	whole := captionWidth(t.marks[mark].Text) + 1
	places := t.placesOf(mark, whole, lanes)
	if most := width / 3; whole > most {
		places = append(places, t.placesOf(mark, most, lanes)...)
	}
	return places
}

// placesOf are the places of a text that is so wide.
func (t *TimeLine) placesOf(mark int, wide float32, lanes int) (places []label) {
	x := t.frame.x(t.marks[mark].At)
	for lane := range lanes {
		places = append(places, label{mark: mark, left: x - markSize/2, right: x - markSize/2 + wide, stem: x, lane: lane})
	}
	for lane := range lanes {
		places = append(places, label{mark: mark, left: x + markSize/2 - wide, right: x + markSize/2, stem: x, lane: lanes - 1 - lane})
	}
	return places
}

// labels writes the texts above their marks.
func (t *TimeLine) labels(width, base float32) (drawn []fyne.CanvasObject) {
	for _, l := range t.place(width, int((base-markSize)/laneHeight())) {
		y := base - markSize - float32(l.lane+1)*laneHeight()
		stem := float32(math.Round(float64(l.stem)))
		drawn = append(drawn, rule(theme.ColorNameBorder, stem, y+captionHeight(), 1, base-y-captionHeight()))
		drawn = append(drawn,
			caption(t.marks[l.mark].Text, fynetheme.ColorNameForeground, max(0, l.left), y, l.right-l.left, fyne.TextAlignLeading))
	}
	return drawn
}

func (t *TimeLine) point(spot int) []fyne.CanvasObject {
	if spot < 0 {
		return nil
	}
	halo := canvas.NewRegularPolygon(4, theme.Color(theme.ColorNameNone))
	halo.StrokeColor, halo.StrokeWidth = theme.Color(fynetheme.ColorNameForeground), 2
	at, _ := t.area(spot)
	widgets.Put(halo, at.X-4, at.Y-4, markSize+8, markSize+8)
	return []fyne.CanvasObject{t.diamond(t.order[spot], markSize+4), halo}
}

func (t *TimeLine) area(spot int) (fyne.Position, fyne.Size) {
	x := t.frame.x(t.marks[t.order[spot]].At)
	return fyne.NewPos(x-markSize/2, t.frame.top-markSize/2), fyne.NewSquareSize(markSize)
}

// spotAt is the mark next to the position, if one is near.
func (t *TimeLine) spotAt(at fyne.Position) int {
	nearest, distance := -1, float32(markReach)
	for spot, i := range t.order {
		if d := float32(math.Abs(float64(t.frame.x(t.marks[i].At) - at.X))); d < distance {
			nearest, distance = spot, d
		}
	}
	return nearest
}

func (t *TimeLine) step(from int, key fyne.KeyName) int { return stepAlong(from, len(t.order), key) }

// tip says the mark, and the others of the same day, of which the pointer finds only one.
func (t *TimeLine) tip(spot int) string {
	chosen := t.marks[t.order[spot]]
	day := chosen.At.Format(time.DateOnly)
	said := []string{day, chosen.Text, chosen.Tip}
	for other, i := range t.order {
		if mark := t.marks[i]; other != spot && mark.At.Format(time.DateOnly) == day {
			said = append(said, mark.Text, mark.Tip)
		}
	}
	return lines(said...)
}

func (t *TimeLine) text() string {
	said := make([]string, len(t.order))
	for spot, i := range t.order {
		mark := t.marks[i]
		said[spot] = mark.At.Format(time.DateOnly) + " " + mark.Text
		if mark.Tip != "" {
			said[spot] += separator + oneLine(mark.Tip)
		}
	}
	return lines(said...)
}

func (t *TimeLine) open(spot int) {
	if t.OnOpen != nil {
		t.OnOpen(t.order[spot])
	}
}
