package license

import (
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/widgets/chart"
)

// PartsOf are the holders of a license by what is known of them, and what is free.
func PartsOf(l app.LicenseRow) []chart.Part {
	number := func(n *int64) float64 {
		if n == nil {
			return 0
		}
		return float64(*n)
	}
	return []chart.Part{
		{Name: lang.L("Active"), Value: number(l.Active), Look: chart.Strong},
		{Name: lang.L("Inactive"), Value: number(l.Inactive), Look: chart.Pale},
		{Name: lang.L("New"), Value: number(l.New), Look: chart.Dotted},
		{Name: lang.L("Unknown"), Value: float64(l.Unknown), Look: chart.Striped},
		{Name: lang.L("Free"), Value: float64(max(0, l.Available)), Look: chart.Free},
	}
}

// States are those of the parts; the last part has no holders.
var States = [...]app.Activity{app.Active, app.Inactive, app.New, app.Unknown}
