package widgets

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestALongDialogIsReadWithKeys(t *testing.T) {
	w := widgettest.NewWindow(t, NewEntry(), 800, 400)
	lines := container.NewVBox()
	for range 60 {
		lines.Add(canvas.NewText("a line", color.Black))
	}
	d := NewDialog(w, "Details", lines)
	d.SetActions(NewPrimaryButton("Close", d.Close), nil)
	d.Show()
	scroll := d.overlay.scroll
	last := scroll.Content.MinSize().Height - scroll.Size().Height
	if last < scroll.Size().Height {
		t.Fatalf("given a dialog of %v with %v more, it is not long", scroll.Size().Height, last)
	}
	page := scroll.Size().Height - scrollStep
	for _, step := range []struct {
		key  fyne.KeyName
		want float32
	}{
		{fyne.KeyUp, 0},
		{fyne.KeyDown, scrollStep},
		{fyne.KeyPageDown, scrollStep + page},
		{fyne.KeyUp, page},
		{fyne.KeyEnd, last},
		{fyne.KeyPageDown, last},
		{fyne.KeyPageUp, last - page},
		{fyne.KeyHome, 0},
		{fyne.KeyX, 0},
	} {
		widgettest.Press(w.Canvas().Focused(), step.key)
		if got := scroll.Offset.Y; got != step.want {
			t.Errorf("after %s it is at %v, want %v", step.key, got, step.want)
		}
	}
}
