package chart

import (
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2"
)

// Point is a value at a time. NaN is a gap: the line ends before it and begins anew behind it.
type Point struct {
	At    time.Time
	Value float64
}

// Series is one line over time.
type Series struct {
	Name    string
	Points  []Point // by time
	Stepped bool    // a value holds until the next one, as a number does that is bought
}

// Lines are values over time. The legend above them says the values of the time that was chosen, or else the last ones.
//
// Keys: Left and Right go to the next time of any series, Home and End to the first and the last one.
type Lines struct {
	surface

	// OnOpen is called for a click on a time, or for Enter.
	OnOpen func(at time.Time)

	series []Series
	times  []time.Time // of all series
	frame  frame       // in which the lines were drawn
}

// NewLines returns a chart without lines.
func NewLines() *Lines {
	l := &Lines{}
	l.silent = true
	l.init(l)
	return l
}

// Set changes the lines.
func (l *Lines) Set(series []Series) {
	l.series, l.times = series, nil
	for _, s := range series {
		if math.IsNaN(s.last()) {
			continue
		}
		for _, point := range s.Points {
			l.times = append(l.times, point.At)
		}
	}
	slices.SortFunc(l.times, time.Time.Compare)
	l.times = slices.CompactFunc(l.times, time.Time.Equal)
	l.replaced()
}

func (l *Lines) least() fyne.Size { return fyne.NewSize(120, legendRow()+30) }

// valueAt is the value of a series at a time, NaN for none.
func (s Series) valueAt(at time.Time) float64 {
	i, found := slices.BinarySearchFunc(s.Points, at, func(p Point, at time.Time) int { return p.At.Compare(at) })
	switch {
	case found:
		return s.Points[i].Value
	case s.Stepped && i > 0 && i < len(s.Points):
		return s.Points[i-1].Value
	}
	return math.NaN()
}

// last is the last value, NaN for none.
func (s Series) last() float64 {
	for _, point := range slices.Backward(s.Points) {
		if !math.IsNaN(point.Value) {
			return point.Value
		}
	}
	return math.NaN()
}

// bounds are the lowest and the highest value, and whether all are whole numbers.
func bounds(series []Series) (low, high float64, whole bool) {
	whole = true
	for _, s := range series {
		for _, point := range s.Points {
			if !math.IsNaN(point.Value) {
				low, high = min(low, point.Value), max(high, point.Value)
				whole = whole && point.Value == math.Trunc(point.Value)
			}
		}
	}
	return low, high, whole
}

// day writes a time: with the clock where a day has several.
func (l *Lines) day(at time.Time) string {
	for i := 1; i < len(l.times); i++ {
		if l.times[i].Format(time.DateOnly) == l.times[i-1].Format(time.DateOnly) {
			return at.Format(time.DateOnly + " " + clockLayout)
		}
	}
	return at.Format(time.DateOnly)
}

func (l *Lines) area(spot int) (fyne.Position, fyne.Size) {
	return fyne.NewPos(l.frame.x(l.times[spot]), l.frame.top), fyne.NewSize(0, l.frame.height)
}

// spotAt is the time next to the position.
func (l *Lines) spotAt(at fyne.Position) int {
	nearest, distance := -1, float32(math.MaxFloat32)
	for i, t := range l.times {
		if d := float32(math.Abs(float64(l.frame.x(t) - at.X))); d < distance {
			nearest, distance = i, d
		}
	}
	return nearest
}

func (l *Lines) step(from int, key fyne.KeyName) int { return stepAlong(from, len(l.times), key) }

// stepAlong leads from one of a number of spots in a row to another one.
func stepAlong(from, count int, key fyne.KeyName) int {
	if count == 0 {
		return -1
	}
	switch key {
	case fyne.KeyHome:
		return 0
	case fyne.KeyEnd:
		return count - 1
	case fyne.KeyRight:
		return min(from+1, count-1)
	case fyne.KeyLeft:
		if from < 0 {
			return count - 1
		}
		return max(from-1, 0)
	}
	return -1
}

func (l *Lines) tip(spot int) string {
	said := []string{l.day(l.times[spot])}
	for _, s := range l.series {
		if value := s.valueAt(l.times[spot]); !math.IsNaN(value) {
			said = append(said, l.named(s.Name, value))
		}
	}
	return lines(said...)
}

// text says where each line begins and ends, and between which values it is.
func (l *Lines) text() string {
	var said []string
	for _, s := range l.series {
		points := slices.DeleteFunc(slices.Clone(s.Points), func(p Point) bool { return math.IsNaN(p.Value) })
		if len(points) == 0 {
			continue
		}
		row := s.Name
		for _, point := range extremes(points) {
			row += ", " + l.named(l.day(point.At), point.Value)
		}
		said = append(said, row)
	}
	return lines(said...)
}

// extremes are the first and the last point, and the lowest and the highest one between them, by time.
func extremes(points []Point) []Point {
	byValue := func(a, b Point) int {
		switch {
		case a.Value < b.Value:
			return -1
		case a.Value > b.Value:
			return 1
		}
		return 0
	}
	found := []Point{points[0], slices.MinFunc(points, byValue), slices.MaxFunc(points, byValue), points[len(points)-1]}
	slices.SortStableFunc(found, func(a, b Point) int { return a.At.Compare(b.At) })
	return slices.CompactFunc(found, func(a, b Point) bool { return a.At.Equal(b.At) })
}

func (l *Lines) open(spot int) {
	if l.OnOpen != nil {
		l.OnOpen(l.times[spot])
	}
}
