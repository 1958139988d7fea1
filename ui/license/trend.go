package license

import (
	"math"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets/chart"
)

// Trend is how the numbers of a license, or of all paid ones, went from import to import.
type Trend struct{ Lines *chart.Lines }

// NewTrend makes it with a title.
func NewTrend(title string) *Trend {
	t := &Trend{chart.NewLines()}
	t.Lines.Title, t.Lines.Number = title, format.Whole
	t.Lines.Empty = lang.L("Shown from the next import on")
	return t
}

// Show draws the points; who is active is counted within a number of days.
func (t *Trend) Show(points []app.LicensePoint, days int) {
	purchased := chart.Series{Name: lang.L("Purchased"), Stepped: true}
	assigned, active := chart.Series{Name: lang.L("Assigned")}, chart.Series{Name: lang.L("Active")}
	for _, p := range points {
		at := p.Time.Local()
		purchased.Points = append(purchased.Points, chart.Point{At: at, Value: float64(p.Purchased)})
		assigned.Points = append(assigned.Points, chart.Point{At: at, Value: float64(p.Assigned)})
		value := math.NaN() // where it is not known
		for i, window := range page.Windows {
			if window == days && p.Active[i] != nil {
				value = float64(*p.Active[i])
			}
		}
		active.Points = append(active.Points, chart.Point{At: at, Value: value})
	}
	t.Lines.Set([]chart.Series{purchased, assigned, active})
}
