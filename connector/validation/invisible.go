package validation

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"inventorybeacon/connector"
)

// isMark knows the characters that nobody sees and that programs put into what is copied from
// them: zero-width blanks, byte order marks, and marks for the direction of writing.
func isMark(r rune) bool { return unicode.Is(unicode.Cf, r) }

// refuseMarks finds such a character in a value that has to be exactly as it is meant. The
// messages id and what say of what kind the value is, and which.
func refuseMarks(id, what, text string) error {
	i := strings.IndexFunc(text, isMark)
	if i < 0 {
		return nil
	}
	mark, _ := utf8.DecodeRuneInString(text[i:])
	return invalid(id, connector.Data{"What": connector.Message{ID: what}, "Character": describe(mark)})
}
