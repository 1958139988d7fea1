package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
)

func TestALinkLeadsByPointerAndKeys(t *testing.T) {
	test.NewTempApp(t)
	opened := 0
	l := NewLink()
	l.Set("155 guests", "Shows them", func() { opened++ })
	test.Tap(l)
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyDown} {
		l.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if opened != 4 || l.Cursor() != desktop.PointerCursor || l.AccessibilityLabel() != "155 guests, Shows them" {
		t.Errorf("opened %d times; %v; %q", opened, l.Cursor(), l.AccessibilityLabel())
	}
	l.Set("nowhere", "", nil)
	test.Tap(l)
	if opened != 4 || l.Cursor() != desktop.DefaultCursor {
		t.Error("a link without a way leads somewhere")
	}
}

func TestALinkBeginsWhereOtherTextsDo(t *testing.T) {
	test.NewTempApp(t)
	l, text := NewLink(), NewLabel("155 guests", fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	l.Set("155 guests", "", func() {})
	l.Resize(l.MinSize())
	if at := l.label.Position().X; at != 0 || l.MinSize().Width != text.MinSize().Width {
		t.Errorf("its text is at %v, it is %v wide, the text alone %v", at, l.MinSize().Width, text.MinSize().Width)
	}
}

func TestTilesHaveOneWidthAndNoneStandsAlone(t *testing.T) {
	test.NewTempApp(t)
	var tiles []fyne.CanvasObject
	for range 4 {
		tile := canvas.NewRectangle(nil)
		tile.SetMinSize(fyne.NewSize(10, 50))
		tiles = append(tiles, tile)
	}
	box := container.New(Tiles{Gap: 10, Least: 100}, tiles...)
	for width, rows := range map[float32]int{430: 1, 429: 2, 215: 2, 100: 4} {
		box.Resize(fyne.NewSize(width, 500))
		if got := int((tiles[3].Position().Y+50)/60) + 1; got != rows {
			t.Errorf("at a width of %v there are %d rows, want %d", width, got, rows)
		}
		if height := box.MinSize().Height; height != float32(rows)*60-10 {
			t.Errorf("at a width of %v the height is %v", width, height)
		}
	}
}
