package theme

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"
)

func TestLettersThatNoFontHasAreToldOnceOfEachKind(t *testing.T) {
	// given a computer with fonts for no more than European and Arabic letters
	european := func(r rune) bool { return r < 0x700 }
	for _, given := range []struct {
		what string
		text []string
		want []Letters
	}{
		{"nothing but English", []string{"Contoso", ""}, nil},
		{"letters that there are", []string{"Müller", "Ελένη", "Жанна", "ליאור", "سارة"}, nil},
		{"pictures, which are no letters", []string{"Team 👍", "→ ✓"}, nil},
		{"Chinese and Korean", []string{"Anna", "王芳", "김민준"}, []Letters{EastAsian}},
		{"Thai, Japanese, and Hindi", []string{"สมชาย", "佐藤 さくら", "प्रिया"}, []Letters{OtherLetters, EastAsian}},
	} {
		app := test.NewTempApp(t)
		app.Settings().SetTheme(New(Light))
		var told []Letters
		OnMissingLetters(func(l Letters) { told = append(told, l) })
		app.Settings().Theme().(*compact).letters.drawn = european
		for _, text := range given.text {
			See(text)
		}
		if !slices.Equal(told, given.want) {
			t.Errorf("%s: told %v, want %v", given.what, told, given.want)
		}
	}
}

func TestALetterIsDrawnIfAFontHasIt(t *testing.T) {
	test.NewTempApp(t)
	for letter, want := range map[rune]bool{'A': true, 'Ж': true, 'س': true, '\U0010FFF0': false} {
		if got := drawn(letter); got != want {
			t.Errorf("drawn(%U) is %t", letter, got)
		}
	}
}

func TestNothingIsToldUnderAnotherTheme(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(test.Theme())
	OnMissingLetters(func(Letters) { t.Error("told") })
	See("王")
}
