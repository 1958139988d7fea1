package page

import (
	"encoding/json"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/grid"
)

// The preferences in which pages remember how they were arranged, by the names of their lists.
const (
	preferenceColumns = "columns."
	preferenceSplit   = "split."
)

// rememberColumns arranges the columns of a list as they were left, and returns what remembers how they are left now.
func rememberColumns(name string, g *grid.Grid) (remember func()) {
	preferences := fyne.CurrentApp().Preferences()
	var left grid.Arrangement
	if stored := preferences.String(preferenceColumns + name); stored != "" && json.Unmarshal([]byte(stored), &left) == nil {
		g.Arrange(left)
	}
	return func() {
		arranged := g.Arrangement()
		if arranged.IsZero() {
			preferences.RemoveValue(preferenceColumns + name)
			return
		}
		if stored, err := json.Marshal(arranged); err == nil {
			preferences.SetString(preferenceColumns+name, string(stored))
		}
	}
}

// NewSplit returns a split whose bar is where it was left; at first the upper part, a list, has a share of the height, and always
// enough for some rows.
func NewSplit(name string, upper, lower fyne.CanvasObject, share float32) *widgets.Split {
	split := remembered(name, widgets.NewSplit(upper, lower, share))
	split.KeepFirst(ListHeight())
	return split
}

// NewSideSplit does the same side by side: at first the left part has a share of the width.
func NewSideSplit(name string, left, right fyne.CanvasObject, share float32) *widgets.Split {
	return remembered(name, widgets.NewSideSplit(left, right, share))
}

func remembered(name string, split *widgets.Split) *widgets.Split {
	preferences := fyne.CurrentApp().Preferences()
	split.SetShare(float32(preferences.FloatWithFallback(preferenceSplit+name, float64(split.Share()))))
	split.OnMoved = func(share float32) { preferences.SetFloat(preferenceSplit+name, float64(share)) }
	return split
}
