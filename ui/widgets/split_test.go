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

func TestTheRightPartOfASplitGoesWhereThereIsNoRoom(t *testing.T) {
	left, right := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	left.SetMinSize(fyne.NewSize(300, 50))
	right.SetMinSize(fyne.NewSize(200, 50))
	s := NewSideSplit(left, right, 0.6)
	widgettest.NewWindow(t, s, 1010, 200)
	for _, given := range []struct {
		width, left, right float32
		hidden             bool
	}{{1010, 600, 400, false}, {510, 300, 200, false}, {509, 509, 0, true}, {610, 360, 240, false}} {
		s.Resize(fyne.NewSize(given.width, 200))
		widgettest.Equal(t, "width of the left part", left.Size().Width, given.left)
		widgettest.Equal(t, "whether the right part is hidden", right.Hidden, given.hidden)
		if !given.hidden {
			widgettest.Equal(t, "width of the right part", right.Size().Width, given.right)
		}
	}
	s.bar.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(-30, 500)})
	widgettest.Equal(t, "width of the left part when the bar was dragged", left.Size().Width, 330)
	s.SetSecondVisible(false)
	widgettest.Equal(t, "width without the right part", left.Size().Width, 610)
	s.SetSecondVisible(true)
	widgettest.Equal(t, "width with it again", left.Size().Width, 330)
}
