package menu

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/widgettest"
)

func TestTheButtonsOfABarWrap(t *testing.T) {
	buttons := []fyne.CanvasObject{
		widgets.NewButton("One button", nil), widgets.NewButton("Two button", nil),
		widgets.NewButton("Three button", nil),
	}
	bar := container.New(&rowWrap{}, buttons...)
	widgettest.NewWindow(t, bar, 1000, 200)
	bar.Resize(fyne.NewSize(1000, 200))
	widgettest.Equal(t, "height of the third button in a wide row", buttons[2].Position().Y, 0)
	oneRow := bar.MinSize().Height
	bar.Resize(fyne.NewSize(200, 200))
	if buttons[2].Position().Y < oneRow {
		t.Errorf("the third button stands at %v", buttons[2].Position())
	}
	widgettest.Equal(t, "left end of the second row", buttons[2].Position().X, 0)
	if got := bar.MinSize().Height; got <= oneRow {
		t.Errorf("the bar is %v high, and was %v as one row", got, oneRow)
	}
	buttons[0].Hide()
	bar.Layout.Layout(buttons, bar.Size())
	widgettest.Equal(t, "left end when the first is hidden", buttons[1].Position().X, 0)
}
