package onepage

import (
	"fmt"
	"strings"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store/history"
)

// The room of the lines, in units of the drawing.
const (
	linesWidth  = 1000
	linesHeight = 150
)

// lines are how numbers went.
type lines struct {
	Series            []series
	Most, First, Last string // what the edges of the drawing stand for
}

// series is one line. Its points are those of an SVG polyline; where a number is not known,
// the line is interrupted.
type series struct {
	Name, Look, Now string
	Points          []string
}

func linesOf(points []history.LicensePoint, window int) lines {
	if len(points) < 2 {
		return lines{}
	}
	most, first, last := int64(1), points[0].Time, points[len(points)-1].Time
	for _, p := range points {
		most = max(most, p.Purchased, p.Assigned)
	}
	place := 1 // of the usual window
	switch window {
	case 30:
		place = 0
	case 180:
		place = 2
	}
	span := max(1e-3, last.Sub(first).Seconds())
	at := func(p history.LicensePoint, n int64) (x, y float64) {
		return p.Time.Sub(first).Seconds() / span * linesWidth, linesHeight - float64(n)/float64(most)*linesHeight
	}
	line := func(name, look string, value func(history.LicensePoint) *int64) series {
		s, run := series{Name: name, Look: look}, []string{}
		end := func() {
			if len(run) > 0 {
				s.Points = append(s.Points, strings.Join(run, " "))
			}
			run = nil
		}
		for _, p := range points {
			n := value(p)
			if n == nil {
				end()
				continue
			}
			x, y := at(p, *n)
			run = append(run, fmt.Sprintf("%.1f,%.1f", x, y))
			s.Now = message.Number(*n)
		}
		end()
		return s
	}
	layout := time.DateOnly
	if first.Local().Format(layout) == last.Local().Format(layout) {
		layout = "2006-01-02 15:04"
	}
	return lines{
		Series: []series{
			line(message.L("Purchased"), "purchased", func(p history.LicensePoint) *int64 { return &p.Purchased }),
			line(message.L("Assigned"), "assigned", func(p history.LicensePoint) *int64 { return &p.Assigned }),
			line(message.L("Active"), "used", func(p history.LicensePoint) *int64 { return p.Active[place] }),
		},
		Most:  message.L("Highest: {{.Number}}", connector.Data{"Number": message.Number(most)}),
		First: first.Local().Format(layout), Last: last.Local().Format(layout),
	}
}
