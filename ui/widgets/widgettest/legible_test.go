package widgettest

import (
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

func TestATextThatCannotBeReadIsFound(t *testing.T) {
	text := func(s string, x, y, width float32) *canvas.Text {
		drawn := canvas.NewText(s, color.Black)
		drawn.TextSize = 13
		drawn.Move(fyne.NewPos(x, y))
		drawn.Resize(fyne.NewSize(width, 20))
		return drawn
	}
	card := func(width float32) *canvas.Rectangle {
		r := canvas.NewRectangle(color.White)
		r.Move(fyne.NewPos(10, 10))
		r.Resize(fyne.NewSize(width, 40))
		return r
	}
	scrolled := func(y float32) fyne.CanvasObject {
		s := container.NewVScroll(container.NewWithoutLayout(text("Far below", 0, y, 100)))
		s.Resize(fyne.NewSize(200, 100))
		return s
	}
	for _, given := range []struct {
		what    string
		objects []fyne.CanvasObject
		found   string
	}{
		{"a text with room", []fyne.CanvasObject{text("Users", 10, 10, 60)}, ""},
		{"a text without enough room", []fyne.CanvasObject{text("Users and licenses", 10, 10, 60)}, "stands out of the room that it has"},
		{"a text that leaves the window", []fyne.CanvasObject{text("Users", 280, 10, 60)}, "stands out of what is seen of the window"},
		{"a text on a card", []fyne.CanvasObject{card(100), text("Users", 20, 15, 60)}, ""},
		{"a text wider than its card", []fyne.CanvasObject{card(60), text("Users and licenses", 20, 15, 140)}, "stands out of what it begins on"},
		{"a text on another", []fyne.CanvasObject{text("Users", 10, 10, 60), text("Licenses", 15, 14, 60)}, `"Licenses" is drawn over "Users"`},
		{"texts below each other", []fyne.CanvasObject{text("Users", 10, 10, 60), text("Licenses", 10, 30, 60)}, ""},
		{"a text that is cut", []fyne.CanvasObject{text("Use…", 10, 10, 60)}, "is cut, and no tooltip says it whole"},
		{"a hidden one", []fyne.CanvasObject{func() fyne.CanvasObject { h := text("Use…", 10, 10, 60); h.Hide(); return h }()}, ""},
		{"one that is scrolled away", []fyne.CanvasObject{scrolled(300)}, ""},
	} {
		t.Run(given.what, func(t *testing.T) {
			w := NewWindow(t, container.NewWithoutLayout(given.objects...), 300, 200)
			got := strings.Join(Illegible(w.Canvas()), "\n")
			if given.found == "" && got != "" || !strings.Contains(got, given.found) {
				t.Errorf("found %q, want %q", got, given.found)
			}
		})
	}
}
