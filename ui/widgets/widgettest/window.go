// Package widgettest helps tests of widgets: a window of a size, keys, the pointer, and what is shown.
package widgettest

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/theme"
)

// NewWindow shows content in a window of a size, under our theme.
func NewWindow(t testing.TB, content fyne.CanvasObject, width, height float32) fyne.Window {
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

// Press types keys into what has the focus.
func Press(target fyne.Focusable, keys ...fyne.KeyName) {
	for _, key := range keys {
		target.TypedKey(&fyne.KeyEvent{Name: key})
	}
}

// Center is the middle of an object, as a position of the window.
func Center(object fyne.CanvasObject) fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(object)
	return at.Add(fyne.NewPos(object.Size().Width/2, object.Size().Height/2))
}

// MouseAt is the pointer at a place, both of the widget and of the window.
func MouseAt(x, y float32) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y), AbsolutePosition: fyne.NewPos(x, y)}}
}

// Texts returns the texts that can be seen below an object, from top to bottom of the tree.
func Texts(object fyne.CanvasObject) []string {
	if !object.Visible() {
		return nil
	}
	var texts []string
	switch o := object.(type) {
	case *canvas.Text:
		return []string{o.Text}
	case *fyne.Container:
		for _, child := range o.Objects {
			texts = append(texts, Texts(child)...)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			texts = append(texts, Texts(child)...)
		}
	}
	return texts
}

// Equal fails the test if a value is not the one that is wanted.
func Equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// Contains fails the test if texts are without one that is wanted.
func Contains(t *testing.T, what string, texts []string, want string) {
	t.Helper()
	if !slices.Contains(texts, want) {
		t.Errorf("%s has %q, without %q", what, texts, want)
	}
}
