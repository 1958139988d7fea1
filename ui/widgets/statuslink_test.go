package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestWhatGoesOnStandsBeforeTheStatusAndLeadsThere(t *testing.T) {
	b := NewStatusBar(NewButton("Exit", nil))
	widgettest.NewWindow(t, b.Row, 700, 50)
	b.SetStatus(0, "Last import: Today")
	at := func(o fyne.CanvasObject) float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).X }
	left := at(b.status)
	opened := 0
	b.SetActivity("Contoso: importing", "", func() { opened++ })
	if !b.activity.Visible() || at(b.status) < at(b.activity)+b.activity.Size().Width {
		t.Errorf("it stands at %v, %v wide; the status at %v", at(b.activity), b.activity.Size(), at(b.status))
	}
	test.Tap(b.activity)
	b.activity.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	widgettest.Equal(t, "times it was opened", opened, 2)
	b.SetActivity("", "", nil)
	widgettest.Equal(t, "shown without text", b.activity.Visible(), false)
	widgettest.Equal(t, "place of the status", at(b.status), left)
}
