package widgets

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
)

// wrap breaks a text into lines that fit into the width: at blanks where it can, inside a word where it must.
func wrap(text string, size, width float32, style fyne.TextStyle) []string {
	fits := func(s string) bool { return fyne.MeasureText(s, size, style).Width <= width }
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if joined := strings.TrimLeft(line+" "+word, " "); fits(joined) {
				line = joined
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for line = word; !fits(line); {
				head := longestFit(line, fits)
				lines = append(lines, head)
				line = line[len(head):]
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// Wrap breaks a text of the usual size into lines at a width.
func Wrap(text string, width float32, style fyne.TextStyle) []string {
	size := theme.Size(fynetheme.SizeNameText)
	if fyne.MeasureText(text, size, style).Width <= width {
		return []string{text}
	}
	return wrap(text, size, width, style)
}

// longestFit returns the longest beginning of the word that fits, and at least one letter.
func longestFit(word string, fits func(string) bool) string {
	end := 0
	for end < len(word) {
		_, size := utf8.DecodeRuneInString(word[end:])
		if end > 0 && !fits(word[:end+size]) {
			break
		}
		end += size
	}
	return word[:end]
}
