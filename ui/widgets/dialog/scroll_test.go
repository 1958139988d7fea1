package dialog

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/widgettest"
)

func TestALongDialogIsReadWithKeys(t *testing.T) {
	w := widgettest.NewWindow(t, form.NewEntry(), 800, 400)
	lines := container.NewVBox()
	for range 60 {
		lines.Add(canvas.NewText("a line", color.Black))
	}
	d := New(w, "Details", lines)
	d.SetActions(widgets.NewPrimaryButton("Close", d.Close), nil)
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

// A list gives way to what stands around it in its dialog.
func TestAListOfADialogGivesWayInALowWindow(t *testing.T) {
	list, name := canvas.NewRectangle(nil), form.NewEntry()
	list.SetMinSize(fyne.NewSize(100, 60))
	for _, given := range []struct{ window, list float32 }{{900, 300}, {400, 0}} {
		w := widgettest.NewWindow(t, form.NewEntry(), 800, given.window)
		d := New(w, "Choose a file",
			NewAround(10, list, 300, form.New(form.NewRow("folder", "Folder", form.NewEntry())), list, form.New(form.NewRow("name", "Name", name))))
		d.SetActions(widgets.NewPrimaryButton("Open", nil), widgets.NewButton("Cancel", nil))
		d.Show()
		scroll := d.overlay.scroll
		below := fyne.CurrentApp().Driver().AbsolutePositionForObject(name).Y + name.Size().Height
		end := fyne.CurrentApp().Driver().AbsolutePositionForObject(scroll).Y + scroll.Size().Height
		if below > end || d.overlay.content.MinSize().Height > scroll.Size().Height {
			t.Errorf("in %g the name ends at %g of %g", given.window, below, end)
		}
		if height := list.Size().Height; given.list > 0 && height < given.list || height < 60 {
			t.Errorf("in %g the list is %g high", given.window, height)
		}
		d.Close()
	}
}
