package widgets

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// mnemonics chooses for each text of a menu the letter that stands for it on the keyboard, and returns its places in the
// texts, -1 for none. The first letter of a text goes before the first ones of its further words, those before all others,
// and last come letters that the underline would cross. No letter stands for two texts. Chosen here, they are right in
// every language.
func mnemonics(texts []string) []int {
	places, taken := make([]int, len(texts)), map[rune]bool{}
	for i := range places {
		places[i] = -1
	}
	for rank := range 4 {
		for i, text := range texts {
			for at := 0; at < len(text) && places[i] < 0; at++ {
				if letter := mnemonicAt(text, at); letter != 0 && !taken[letter] && rankOf(text, at) == rank {
					places[i], taken[letter] = at, true
				}
			}
		}
	}
	return places
}

func rankOf(text string, at int) int {
	switch {
	case at == 0:
		return 0
	case text[at-1] == ' ':
		return 1
	case strings.ContainsRune("gjpqy", rune(text[at])):
		return 3
	}
	return 2
}

// mnemonicAt returns the letter at a place as it is typed, or 0 where none is that every keyboard has.
func mnemonicAt(text string, at int) rune {
	if at < 0 || at >= len(text) {
		return 0
	}
	letter := unicode.ToLower(rune(text[at]))
	if letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9' {
		return letter
	}
	return 0
}

// mnemonicText is a text with one letter underlined.
type mnemonicText struct {
	text *canvas.Text
	line *canvas.Rectangle
	at   int // where the letter stands, -1 for none
}

func newMnemonicText(text string, at int) mnemonicText {
	return mnemonicText{text: canvas.NewText(text, nil), line: canvas.NewRectangle(nil), at: at}
}

func (m mnemonicText) objects() []fyne.CanvasObject { return []fyne.CanvasObject{m.text, m.line} }

func (m mnemonicText) place(pos fyne.Position, size fyne.Size) {
	place(m.text, pos, size)
	if m.at < 0 {
		return
	}
	measure := func(text string) (fyne.Size, float32) {
		return fyne.CurrentApp().Driver().RenderedTextSize(text, m.text.TextSize, m.text.TextStyle, nil)
	}
	before, _ := measure(m.text.Text[:m.at])
	letter, baseline := measure(m.text.Text[m.at : m.at+1])
	m.line.Move(m.text.Position().Add(fyne.NewPos(before.Width, baseline+1)))
	m.line.Resize(fyne.NewSize(letter.Width, 1))
}

func (m mnemonicText) restyle(color fyne.ThemeColorName) {
	m.line.FillColor = theme.Color(color)
	m.line.Hidden = m.at < 0
	m.line.Refresh()
	restyle(m.text, color, fynetheme.SizeNameText)
}

// shortcutText names the keys of a shortcut, such as Ctrl+S.
func shortcutText(shortcut fyne.Shortcut) string {
	keys, ok := shortcut.(fyne.KeyboardShortcut)
	if !ok {
		return ""
	}
	var names []string
	for _, modifier := range []struct {
		key  fyne.KeyModifier
		name string
	}{{fyne.KeyModifierControl, "Ctrl"}, {fyne.KeyModifierAlt, "Alt"}, {fyne.KeyModifierShift, "Shift"}, {fyne.KeyModifierSuper, "Super"}} {
		if keys.Mod()&modifier.key != 0 {
			names = append(names, modifier.name)
		}
	}
	return strings.Join(append(names, string(keys.Key())), "+")
}
