package form

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestCheckIsTicked(t *testing.T) {
	var told []bool
	c := NewCheck("Use Proxy", func(checked bool) { told = append(told, checked) })
	widgettest.NewWindow(t, c, 200, 40)
	test.Tap(c)
	widgettest.Press(c, fyne.KeySpace)
	c.SetChecked(true)
	c.Disable()
	test.Tap(c)
	if !slices.Equal(told, []bool{true, false}) {
		t.Errorf("OnChanged was told %v", told)
	}
	widgettest.Equal(t, "checked", c.Checked(), true)
	widgettest.Equal(t, "the tick is drawn", c.tick.Visible(), true)
}
