package theme

import (
	"unicode"

	"fyne.io/fyne/v2"
)

// Letters are letters that fonts have together or lack together.
type Letters string

// What names are written in that the fonts of Fyne do not have: it takes the letters from those of the system.
const (
	EastAsian    Letters = "east-asian" // Chinese, Japanese, Korean
	OtherLetters Letters = "other"      // Thai, Hindi, ...
)

// letters watches what is drawn for letters that no font has.
type letters struct {
	told    func(Letters)
	drawn   func(rune) bool
	looked  map[rune]bool
	missing map[Letters]bool
}

// OnMissingLetters has told be called for letters that no font of this computer has, each time the first of their kind is drawn in the
// running program's present theme. It is called while that is laid out, and must not change it.
func OnMissingLetters(told func(Letters)) {
	if ours, ok := fyne.CurrentApp().Settings().Theme().(*compact); ok {
		ours.letters = letters{told: told, drawn: drawn, looked: map[rune]bool{}, missing: map[Letters]bool{}}
	}
}

// See looks whether a text that is drawn has letters that no font has.
func See(text string) {
	for i := range len(text) {
		if text[i] >= 0x80 {
			if ours, ok := fyne.CurrentApp().Settings().Theme().(*compact); ok && ours.letters.told != nil {
				ours.letters.see(text[i:])
			}
			return
		}
	}
}

func (l *letters) see(text string) {
	for _, r := range text {
		if r < 0x370 || !unicode.IsLetter(r) || l.looked[r] { // Latin ones are in every font
			continue
		}
		l.looked[r] = true
		kind := OtherLetters
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo) {
			kind = EastAsian
		}
		if !l.missing[kind] && !l.drawn(r) {
			l.missing[kind] = true
			l.told(kind)
		}
	}
}

// drawn reports whether some font has a letter. Fyne does not say so, but one that none has is as wide as one of a private area, where
// no font has any: both are drawn as the box of the font that stands first.
func drawn(letter rune) bool {
	const private, size, tolerance = "\U0010FFFD", 100, 0.5
	none := fyne.MeasureText(private, size, fyne.TextStyle{}).Width
	width := fyne.MeasureText(string(letter), size, fyne.TextStyle{}).Width
	return width < none-tolerance || width > none+tolerance
}
