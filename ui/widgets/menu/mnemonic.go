package menu

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
)

// mnemonics chooses for each label of a menu the letter that stands for it on the keyboard, and returns the index of that letter
// in each, -1 for none. The first letter of a label goes before the first ones of its further words, those before all others,
// and last come letters that the underline would cross. No letter stands for two labels. Chosen here, they are right in
// every language.
func mnemonics(labels []string) []int {
	places, used := make([]int, len(labels)), map[rune]bool{}
	for i := range places {
		places[i] = -1
	}
	for rank := range 4 {
		for i, text := range labels {
			for at := 0; at < len(text) && places[i] < 0; at++ {
				if letter := mnemonicAt(text, at); letter != 0 && !used[letter] && rankOf(text, at) == rank {
					places[i], used[letter] = at, true
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

// mnemonicLabel is a text with one letter underlined.
type mnemonicLabel struct {
	widgets.Composite
	label *widgets.Label
	line  *widgets.Box
	at    int // where the letter stands, -1 for none
}

func newMnemonicLabel(text string, at int) *mnemonicLabel {
	m := &mnemonicLabel{label: widgets.NewLabel(text, fynetheme.ColorNameForeground, fynetheme.SizeNameText), at: at}
	m.line = widgets.NewBox(m.label.Color, "")
	m.line.Hidden = at < 0
	m.Compose(m, widgets.Arranged(m.label.MinSize, m.place), m.label, m.line)
	return m
}

func (m *mnemonicLabel) place(size fyne.Size) {
	m.label.Resize(size)
	if m.at < 0 {
		return
	}
	measure := func(text string) (fyne.Size, float32) {
		return fyne.CurrentApp().Driver().RenderedTextSize(text, theme.Size(m.label.TextSize), fyne.TextStyle{}, nil)
	}
	before, _ := measure(m.label.Text[:m.at])
	letter, baseline := measure(m.label.Text[m.at : m.at+1])
	widgets.Put(m.line, before.Width, (size.Height-m.label.MinSize().Height)/2+baseline+1, letter.Width, 1)
}

func (m *mnemonicLabel) setColor(color fyne.ThemeColorName) {
	m.label.SetColor(color)
	m.line.Set(color, "")
}

// shortcutText names the keys of a shortcut, such as Ctrl+S.
func shortcutText(shortcut fyne.Shortcut) string {
	keys, ok := shortcut.(*desktop.CustomShortcut)
	if !ok {
		return ""
	}
	return strings.Replace(strings.TrimPrefix(keys.ShortcutName(), "CustomDesktop:"), "Control", "Ctrl", 1)
}
