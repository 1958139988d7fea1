// Package printable makes text that came from elsewhere fit for errors, logs and lists.
package printable

import (
	"strings"
	"unicode"
)

// Line returns text on one line, without control characters and cut to limit runes.
func Line(text string, limit int) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > limit {
		return string(runes[:limit]) + "…"
	}
	return text
}
