package ui

import (
	"strings"
	"testing"

	_ "fyne.io/fyne/v2/test" // sets up the translations

	"inventorybeacon/ui/theme"
)

func TestEachSystemIsToldWhereItsFontsAre(t *testing.T) {
	for _, given := range []struct {
		letters      theme.Letters
		system, want string
	}{
		{theme.EastAsian, "linux", "fonts-noto-cjk"},
		{theme.OtherLetters, "linux", "fonts-noto-core"},
		{theme.EastAsian, "windows", "Optional features"},
		{theme.OtherLetters, "darwin", "Font Book"},
	} {
		if got := fontAdvice(given.letters, given.system); !strings.Contains(got, given.want) {
			t.Errorf("%s on %s: %q, without %q", given.letters, given.system, got, given.want)
		}
	}
}
