// Package printable makes text that came from elsewhere fit for errors, logs and lists.
package printable

import (
	"strings"
	"unicode"
)

// Text returns text on one line, without what controls a terminal, what cannot be seen, and
// what shows the rest in another order.
func Text(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	return strings.Join(strings.Fields(text), " ")
}

// Line returns [Text], cut to limit runes.
func Line(text string, limit int) string {
	text = Text(text)
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return text
}
