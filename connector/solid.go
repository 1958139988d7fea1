package connector

import (
	"strings"
	"unicode"
)

// Solid returns text without blanks, line breaks and what nobody sees: for values that have none,
// such as addresses, GUIDs and thumbprints, when they were pasted.
func Solid(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
}
