package widgets

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestTooltipAppearsWhereThePointerRests(t *testing.T) {
	clock := &widgettest.Clock{}
	b := NewButton("Execute Now", nil)
	b.SetTooltip("Imports users and licenses")
	b.Tip.wait.After = clock.After
	layer := NewTooltipHost(container.NewVBox(b))
	host := layer.Layout.(*tooltipHost)
	widgettest.NewWindow(t, layer, 400, 300)

	b.MouseIn(widgettest.MouseAt(380, 290))
	widgettest.Equal(t, "shown at once", host.bubble.Visible(), false)
	clock.Fire()
	widgettest.Equal(t, "shown after a while", host.bubble.Visible(), true)
	if texts := widgettest.Texts(host.bubble); !slices.Equal(texts, []string{"Imports users and licenses"}) {
		t.Errorf("the tooltip says %v", texts)
	}
	at, size := host.bubble.Position(), host.bubble.Size()
	if at.X < 0 || at.Y < 0 || at.X+size.Width > 400 || at.Y+size.Height > 300 {
		t.Errorf("the tooltip lies at %v with %v, outside of the window", at, size)
	}
	b.MouseMoved(widgettest.MouseAt(381, 290))
	widgettest.Equal(t, "shown while the pointer moves on the button", host.bubble.Visible(), true)
	b.MouseOut()
	widgettest.Equal(t, "shown when the pointer has left", host.bubble.Visible(), false)
}

func TestTooltipDoesNotAppearLate(t *testing.T) {
	ends := map[string]func(b *Button){
		"the pointer left":       func(b *Button) { b.MouseOut() },
		"the button was pressed": func(b *Button) { b.MouseDown(widgettest.MouseAt(5, 5)) },
		"it went into hiding":    func(b *Button) { b.Hide() },
		"its text was removed":   func(b *Button) { b.SetTooltip("") },
		"another page came":      func(b *Button) { ClearTooltips(CanvasOf(b)) },
		"a menu or a dialog opened and closed": func(b *Button) {
			menu := canvas.NewRectangle(nil)
			c := CanvasOf(b)
			before := AddOverlay(c, menu)
			RemoveOverlay(c, menu, before)
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			clock := &widgettest.Clock{}
			b := NewButton("x", nil)
			b.SetTooltip("about x")
			b.Tip.wait.After = clock.After
			layer := NewTooltipHost(container.NewVBox(b))
			host := layer.Layout.(*tooltipHost)
			widgettest.NewWindow(t, layer, 400, 300)
			b.MouseIn(widgettest.MouseAt(5, 5))
			end(b)
			clock.Fire()
			widgettest.Equal(t, "shown", host.bubble.Visible(), false)
		})
	}
}

func TestTooltipInADialogLiesAboveIt(t *testing.T) {
	clock := &widgettest.Clock{}
	layer := NewTooltipHost(container.NewWithoutLayout())
	host := layer.Layout.(*tooltipHost)
	w := widgettest.NewWindow(t, layer, 600, 400)
	field := NewButton("One", nil)
	field.SetTooltip("what to choose here")
	field.Tip.wait.After = clock.After
	dialog := NewLayer(nil, container.NewVBox(field))
	before := AddOverlay(w.Canvas(), dialog)
	dialog.Resize(w.Canvas().Size())
	field.MouseIn(widgettest.MouseAt(100, 100))
	clock.Fire()
	widgettest.Equal(t, "shown in the dialog", dialog.Layout.(*tooltipHost).bubble.Visible(), true)
	widgettest.Equal(t, "shown below it", host.bubble.Visible(), false)
	RemoveOverlay(w.Canvas(), dialog, before)
	field.MouseOut()
	widgettest.Equal(t, "shown after the dialog", dialog.Layout.(*tooltipHost).bubble.Visible(), false)
}

func TestTooltipNeedsAHost(t *testing.T) {
	clock := &widgettest.Clock{}
	b := NewButton("x", nil)
	b.SetTooltip("about x")
	b.Tip.wait.After = clock.After
	widgettest.NewWindow(t, container.NewVBox(b), 400, 300)
	b.MouseIn(widgettest.MouseAt(5, 5))
	clock.Fire() // must not panic
	widgettest.Equal(t, "host", b.Tip.host, (*tooltipHost)(nil))
}

func TestTooltipHidesWhenTheWindowIsResized(t *testing.T) {
	clock := &widgettest.Clock{}
	b := NewButton("x", nil)
	b.SetTooltip("about x")
	b.Tip.wait.After = clock.After
	layer := NewTooltipHost(container.NewVBox(b))
	host := layer.Layout.(*tooltipHost)
	w := widgettest.NewWindow(t, layer, 400, 300)
	b.MouseIn(widgettest.MouseAt(5, 5))
	clock.Fire()
	w.Resize(fyne.NewSize(500, 300))
	widgettest.Equal(t, "shown", host.bubble.Visible(), false)
}
