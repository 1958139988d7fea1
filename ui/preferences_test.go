package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/display"
)

func TestTheWindowIsNoLargerThanTheScreen(t *testing.T) {
	for _, given := range []struct {
		what   string
		size   fyne.Size
		screen display.Area
		scale  float32
		want   fyne.Size
	}{
		{"room for it", fyne.NewSize(1010, 670), display.Area{Width: 1920, Height: 1080}, 1, fyne.NewSize(1010, 670)},
		{"a small screen", fyne.NewSize(1010, 670), display.Area{Width: 800, Height: 600}, 1, fyne.NewSize(800, 570)},
		{"a low screen", fyne.NewSize(1010, 670), display.Area{Width: 1280, Height: 600}, 1, fyne.NewSize(1010, 570)},
		{"a fine screen", fyne.NewSize(1010, 670), display.Area{Width: 1600, Height: 1240}, 2, fyne.NewSize(800, 605)},
		{"a screen that does not say", fyne.NewSize(1010, 670), display.Area{}, 1, fyne.NewSize(1010, 670)},
		{"no scale", fyne.NewSize(1010, 670), display.Area{Width: 800, Height: 600}, 0, fyne.NewSize(1010, 670)},
	} {
		if got := fitting(given.size, given.screen, given.scale); got != given.want {
			t.Errorf("%s: %v, want %v", given.what, got, given.want)
		}
	}
}
