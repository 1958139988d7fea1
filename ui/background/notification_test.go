package background

import (
	"strings"
	"testing"
	"unicode/utf16"
)

func TestATextInAFieldOfWindowsIsCutBetweenCharacters(t *testing.T) {
	for given, c := range map[string]struct{ text, want string }{
		"nothing":                         {"", ""},
		"what fits":                       {"abcdefg", "abcdefg"},
		"one more":                        {"abcdefgh", "abcdef…"},
		"a character of two units at end": {"abcde🙂gh", "abcde…"},
		"characters of two units":         {"🙂🙂🙂🙂", "🙂🙂🙂…"},
		"quotation marks and variables":   {"\"$(a)`", "\"$(a)`"},
	} {
		t.Run("given "+given, func(t *testing.T) {
			units := inUTF16(c.text, 8)
			last := len(units) - 1
			if got := string(utf16.Decode(units[:last])); got != c.want || units[last] != 0 || len(units) > 8 {
				t.Errorf("%q in %d units, want %q", got, len(units), c.want)
			}
		})
	}
	if got := inUTF16(strings.Repeat("a", 1000), 256); len(got) != 256 {
		t.Errorf("%d units", len(got))
	}
}
