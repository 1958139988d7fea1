package widgets

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/theme"
)

// newWindow shows content in a window of a size, under our theme.
func newWindow(t testing.TB, content fyne.CanvasObject, width, height float32) fyne.Window {
	t.Helper()
	app := test.NewApp()
	app.Settings().SetTheme(theme.New(theme.Light))
	w := app.NewWindow("test")
	t.Cleanup(func() {
		w.Close()
		test.NewApp()
	})
	w.SetPadded(false)
	w.SetContent(content)
	w.Resize(fyne.NewSize(width, height))
	return w
}

func press(target fyne.Focusable, keys ...fyne.KeyName) {
	for _, key := range keys {
		target.TypedKey(&fyne.KeyEvent{Name: key})
	}
}

// center is the middle of an object, as a position of the window.
func center(object fyne.CanvasObject) fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
	return at.Add(fyne.NewPos(object.Size().Width/2, object.Size().Height/2))
}

func mouseAt(x, y float32) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y), AbsolutePosition: fyne.NewPos(x, y)}}
}

// shownTexts returns the texts that can be seen below an object, from top to bottom of the tree.
func shownTexts(object fyne.CanvasObject) []string {
	if !object.Visible() {
		return nil
	}
	var texts []string
	switch o := object.(type) {
	case *canvas.Text:
		return []string{o.Text}
	case *fyne.Container:
		for _, child := range o.Objects {
			texts = append(texts, shownTexts(child)...)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			texts = append(texts, shownTexts(child)...)
		}
	}
	return texts
}

// clock stands in for the wait of tooltips and filters: fire makes the calls that wait.
type clock struct{ waiting []func() }

func (c *clock) after(_ time.Duration, call func()) *time.Timer {
	c.waiting = append(c.waiting, call)
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	return timer
}

func (c *clock) fire() {
	calls := c.waiting
	c.waiting = nil
	for _, call := range calls {
		call()
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}
