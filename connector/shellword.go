package connector

import (
	"runtime"
	"strings"
	"unicode"
)

// ShellWord is a text as one word of a command that an [Advice] or a hint names: quoted
// where the shell would take it apart.
func ShellWord(text string) string {
	plain := "-_./:+,=@"
	if runtime.GOOS == "windows" {
		plain += `\`
	}
	special := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(plain, r)
	}
	switch {
	case text != "" && !strings.ContainsFunc(text, special):
		return text
	case runtime.GOOS == "windows": // where no name of a file holds a quotation mark
		return `"` + text + `"`
	default:
		return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
	}
}
