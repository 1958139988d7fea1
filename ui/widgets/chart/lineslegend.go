package chart

import (
	"math"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// legendEntry is the text of a series in the legend, and the width that it takes whatever time is chosen.
func (l *Lines) legendEntry(s Series, value float64) (text string, width float32) {
	text = s.Name
	if !math.IsNaN(value) {
		text += " " + l.write(value)
	}
	low, high, _ := bounds([]Series{s})
	return text, max(captionWidth(text), captionWidth(s.Name+" "+l.write(low)), captionWidth(s.Name+" "+l.write(high))) + 4
}

func (l *Lines) legendHeight(width float32) float32 {
	_, height := l.placeLegend(width, -1)
	return height
}

// placeLegend draws the legend for a time, the last one for -1, and returns its height.
func (l *Lines) placeLegend(width float32, spot int) (drawn []fyne.CanvasObject, height float32) {
	const sample = 18
	at, x, y := l.times[len(l.times)-1], float32(0), float32(0)
	if spot >= 0 {
		at = l.times[spot]
	}
	next := func(wide float32) {
		if x > 0 && x+wide > width {
			x, y = 0, y+legendRow()
		}
	}
	date := l.day(at)
	next(captionWidth(date))
	dateColor := theme.ColorNameMutedText
	if spot >= 0 {
		dateColor = fynetheme.ColorNameForeground
	}
	drawn = append(drawn, caption(date, dateColor, x, y, width, fyne.TextAlignLeading))
	x += captionWidth(date) + legendGap
	for i, s := range l.series {
		value := s.valueAt(at)
		if spot < 0 {
			value = s.last()
		}
		text, wide := l.legendEntry(s, value)
		next(sample + swatchGap + wide)
		middle := y + captionHeight()/2
		drawn = append(drawn, line(lineColor(i), lineWidth, x, middle, x+sample, middle), marker(i, x+sample/2, middle, markerSize))
		x += sample + swatchGap
		drawn = append(drawn, caption(text, fynetheme.ColorNameForeground, x, y, max(0, min(wide, width-x)), fyne.TextAlignLeading))
		x += wide + legendGap
	}
	return drawn, y + legendRow()
}
