package license

import (
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/widgets/chart"
)

// PartsOf are the holders of a license by what is known of their activity within a number of days, and what is free.
func PartsOf(l app.LicenseRow, days int) []chart.Part {
	number := func(n *int64) float64 {
		if n == nil {
			return 0
		}
		return float64(*n)
	}
	within := map[string]any{"Days": message.Count("count.days", days)}
	return []chart.Part{
		{Name: lang.L("Active"), Value: number(l.Active), Look: chart.Strong, Meaning: lang.L("used within {{.Days}}", within)},
		{
			Name: lang.L("Inactive"), Value: number(l.Inactive), Look: chart.Pale,
			Meaning: lang.L("not used within {{.Days}}, and held for longer", within),
		},
		{
			Name: lang.L("New"), Value: number(l.New), Look: chart.Dotted,
			Meaning: lang.L("not used, but assigned or changed less than {{.Days}} ago", within),
		},
		{
			Name: lang.L("Unknown"), Value: float64(l.Unknown), Look: chart.Striped,
			Meaning: lang.L("no usage report tells whether they use it"),
		},
		{Name: lang.L("Free"), Value: float64(max(0, l.Available)), Look: chart.Free, Meaning: lang.L("purchased, and assigned to nobody")},
	}
}

// States are those of the parts; the last part has no holders.
var States = [...]app.Activity{app.Active, app.Inactive, app.New, app.Unknown}
