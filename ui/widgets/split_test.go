package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestTheBarOfASplitStaysWhereItWasLeft(t *testing.T) {
	upper, lower := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	upper.SetMinSize(fyne.NewSize(50, 60))
	lower.SetMinSize(fyne.NewSize(50, 90))
	s := NewSplit(upper, lower, 0.5)
	widgettest.NewWindow(t, s, 400, 410)
	var told float32
	s.OnMoved = func(share float32) { told = share }
	for _, step := range []struct {
		by, upper, lower float32
	}{
		{0, 200, 200},
		{60, 260, 140},
		{500, 310, 90},
		{-500, 60, 340},
	} {
		s.bar.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, step.by)})
		s.bar.DragEnd()
		near := func(a, b float32) bool { return a-b < 0.01 && b-a < 0.01 }
		if !near(upper.Size().Height, step.upper) || !near(lower.Size().Height, step.lower) || !near(told*400, step.upper) {
			t.Errorf("dragged by %v the parts are %v and %v high; told %v", step.by, upper.Size().Height, lower.Size().Height, told)
		}
	}
	s.Resize(fyne.NewSize(400, 2010))
	widgettest.Equal(t, "height of the upper part in a higher window", upper.Size().Height, 300)
}
