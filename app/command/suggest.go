package command

import (
	"os"
	"runtime"
	"strings"
	"unicode"
)

// program is how this program was called, with the data directory that was chosen,
// for commands that it suggests.
func (c *console) program() string { return programOn(c.data) }

// programOn is the program with another data directory; empty is the usual one.
func programOn(dir string) string {
	program := "inventory-beacon"
	if len(os.Args) > 0 && os.Args[0] != "" {
		program = word(os.Args[0])
	}
	if dir == "" {
		return program
	}
	return program + " --data " + word(dir)
}

// word quotes a text that the shell would take apart.
func word(text string) string {
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
