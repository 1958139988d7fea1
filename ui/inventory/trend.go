package inventory

import (
	"math"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/chart"
)

// trend is how the numbers of a license, or of all paid ones, went from import to import.
type trend struct {
	panel *widgets.Panel
	lines *chart.Lines
}

func newTrend(title string, height float32) *trend {
	t := &trend{lines: chart.NewLines()}
	t.lines.Title, t.lines.Number = title, wholeNumber
	t.lines.Empty = lang.L("Shown from the next import on")
	t.panel = widgets.NewPanel(title, widgets.AtLeast(t.lines, height))
	return t
}

func (t *trend) show(points []app.LicensePoint, days int) {
	purchased := chart.Series{Name: lang.L("Purchased"), Stepped: true}
	assigned, active := chart.Series{Name: lang.L("Assigned")}, chart.Series{Name: lang.L("Active")}
	for _, p := range points {
		at := p.Time.Local()
		purchased.Points = append(purchased.Points, chart.Point{At: at, Value: float64(p.Purchased)})
		assigned.Points = append(assigned.Points, chart.Point{At: at, Value: float64(p.Assigned)})
		value := math.NaN() // where it is not known
		for i, window := range windows {
			if window == days && p.Active[i] != nil {
				value = float64(*p.Active[i])
			}
		}
		active.Points = append(active.Points, chart.Point{At: at, Value: value})
	}
	t.lines.Set([]chart.Series{purchased, assigned, active})
}
