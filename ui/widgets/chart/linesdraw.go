package chart

import (
	"math"
	"time"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/theme"
)

// frame is where lines are drawn, and what its edges stand for.
type frame struct {
	left, top, width, height float32
	from, to                 time.Time
	low, high                float64
}

// x is the place of a time: the middle where there is only one.
func (f frame) x(at time.Time) float32 {
	if !f.to.After(f.from) {
		return f.left + f.width/2
	}
	return f.left + f.width*float32(float64(at.Sub(f.from))/float64(f.to.Sub(f.from)))
}

func (f frame) y(value float64) float32 {
	return f.top + f.height - f.height*float32((value-f.low)/(f.high-f.low))
}

const (
	lineWidth    = 2
	markerSize   = 7
	axisGap      = 6  // between an axis and what is written beside it
	tickDistance = 28 // at least between two lines of the value axis
)

func (l *Lines) draw(size fyne.Size) []fyne.CanvasObject {
	low, high, whole := bounds(l.series)
	if len(l.times) == 0 {
		return nil
	}
	legend := l.legendHeight(size.Width)
	bottom := captionHeight() + axisGap
	axes := size.Height-legend-bottom >= 2*tickDistance
	if !axes {
		bottom = 0
	}
	l.frame = frame{
		left: markerSize / 2, top: legend + markerSize/2, width: size.Width - markerSize - 1, height: size.Height - legend - bottom - markerSize,
		from: l.times[0], to: l.times[len(l.times)-1],
	}
	ticks := valueTicks(low, high, max(2, int(l.frame.height/tickDistance)+1), whole)
	l.frame.low, l.frame.high = ticks[0], ticks[len(ticks)-1]
	var drawn []fyne.CanvasObject
	if axes {
		drawn = l.drawAxes(ticks)
	} else {
		drawn = append(drawn, rule(theme.ColorNameBorder, l.frame.left, l.frame.top+l.frame.height, l.frame.width, 1))
	}
	for i, s := range l.series {
		drawn = append(drawn, l.drawSeries(i, s)...)
	}
	return drawn
}

// drawAxes draws a line for each value and writes the times below; the values take room from the lines.
func (l *Lines) drawAxes(ticks []float64) (drawn []fyne.CanvasObject) {
	wide := float32(0)
	for _, tick := range ticks {
		wide = max(wide, captionWidth(l.write(tick))+1)
	}
	if wide+axisGap < l.frame.width/2 {
		l.frame.left, l.frame.width = l.frame.left+wide+axisGap, l.frame.width-wide-axisGap
	} else {
		wide = 0
	}
	for i, tick := range ticks {
		y, color := float32(math.Round(float64(l.frame.y(tick)))), theme.ColorNameRowLine
		if i == 0 {
			color = theme.ColorNameBorder
		}
		drawn = append(drawn, rule(color, l.frame.left, y, l.frame.width, 1))
		if wide > 0 {
			drawn = append(drawn,
				caption(l.write(tick), theme.ColorNameMutedText, 0, y-captionHeight()/2, l.frame.left-axisGap-markerSize/2, fyne.TextAlignTrailing))
		}
	}
	return append(drawn, timeAxis(l.frame, l.frame.top+l.frame.height, l.day)...)
}

// timeAxis writes the times below a line; where none has room, the first one, as write writes it.
func timeAxis(f frame, y float32, write func(time.Time) string) (drawn []fyne.CanvasObject) {
	ticks := timeTicks(f.from, f.to, f.width)
	if len(ticks) < 2 {
		ticks = []timeTick{{f.from, write(f.from)}}
	}
	taken := float32(0)
	for _, tick := range ticks {
		wide := captionWidth(tick.text) + 1
		x := f.x(tick.at)
		left := max(0, min(x-wide/2, f.left+f.width+markerSize/2-wide))
		if left < taken {
			continue
		}
		drawn = append(drawn, rule(theme.ColorNameBorder, float32(math.Round(float64(x))), y, 1, 4))
		drawn = append(drawn, caption(tick.text, theme.ColorNameMutedText, left, y+axisGap-1, wide, fyne.TextAlignLeading))
		taken = left + wide + axisGap
	}
	return drawn
}

// drawSeries draws a line with its markers.
func (l *Lines) drawSeries(number int, s Series) (drawn []fyne.CanvasObject) {
	color := lineColor(number)
	for _, run := range l.runs(s) {
		for i := 1; i < len(run); i++ {
			a, b := run[i-1], run[i]
			if s.Stepped {
				drawn = append(drawn, line(color, lineWidth, a.X, a.Y, b.X, a.Y))
				a.X = b.X
			}
			if a != b {
				drawn = append(drawn, line(color, lineWidth, a.X, a.Y, b.X, b.Y))
			}
		}
		drawn = append(drawn, l.markers(number, run)...)
	}
	return drawn
}

// markers are those of a run: at both of its ends and here and there between, for who cannot tell the colors apart.
func (l *Lines) markers(number int, run []fyne.Position) (drawn []fyne.CanvasObject) {
	const distance = 90
	last := float32(math.Inf(-1))
	for i, at := range run {
		if i == len(run)-1 || at.X-last >= distance && run[len(run)-1].X-at.X >= distance/2 {
			drawn = append(drawn, marker(number, at.X, at.Y, markerSize))
			last = at.X
		}
	}
	return drawn
}

// runs are the places of a series, cut at its gaps. Of the points that fall onto the same pixels those are kept that are seen: the
// lowest and the highest.
func (l *Lines) runs(s Series) (runs [][]fyne.Position) {
	const column = 1.5
	var run, same []fyne.Position
	flush := func() {
		run = append(run, seen(same)...)
		same = nil
	}
	for _, point := range s.Points {
		if math.IsNaN(point.Value) {
			flush()
			if len(run) > 0 {
				runs = append(runs, run)
			}
			run = nil
			continue
		}
		at := fyne.NewPos(l.frame.x(point.At), l.frame.y(point.Value))
		if len(same) > 0 && at.X-same[0].X >= column {
			flush()
		}
		same = append(same, at)
	}
	if flush(); len(run) > 0 {
		runs = append(runs, run)
	}
	return runs
}

// seen are the first and the last of the places that fall onto the same pixels, and between them the highest and the lowest.
func seen(same []fyne.Position) []fyne.Position {
	if len(same) <= 2 {
		return same
	}
	high, low := 0, 0
	for i, at := range same {
		if at.Y < same[high].Y {
			high = i
		}
		if at.Y > same[low].Y {
			low = i
		}
	}
	kept := []fyne.Position{same[0]}
	for _, i := range []int{min(high, low), max(high, low), len(same) - 1} {
		if at := same[i]; at != kept[len(kept)-1] {
			kept = append(kept, at)
		}
	}
	return kept
}

// point draws the chosen time through the lines, and says the values in the legend.
func (l *Lines) point(spot int) []fyne.CanvasObject {
	drawn, _ := l.placeLegend(l.Size().Width, spot)
	if spot < 0 {
		return drawn
	}
	at := l.times[spot]
	x := l.frame.x(at)
	drawn = append(drawn, rule(theme.ColorNameMutedText, float32(math.Round(float64(x))), l.frame.top, 1, l.frame.height))
	for i, s := range l.series {
		if value := s.valueAt(at); !math.IsNaN(value) {
			drawn = append(drawn, marker(i, x, l.frame.y(value), markerSize+3))
		}
	}
	return drawn
}
