package export

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// A Terminal is a writer with lines of so many cells; tables are cut to fit into
// them. 0 is a line without an end.
type Terminal interface{ Width() int }

// Cut cuts a text to so many cells, of which the last says so.
func Cut(text string, most int) string {
	if Cells(text) <= most {
		return text
	}
	used := 0
	for i, r := range text {
		used += cellsOf(r)
		if used > most-1 {
			return text[:i] + "…"
		}
	}
	return text
}

// Cells is how many cells of a terminal a text takes.
func Cells(text string) int {
	n := 0
	for _, r := range text {
		n += cellsOf(r)
	}
	return n
}

// cellsOf goes by Unicode's East Asian Width (UAX #11): two cells for what is wide,
// none for what is put upon the character before.
func cellsOf(r rune) int {
	if r < 0x300 { // before the first of either
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	default:
		return 1
	}
}

// Printable keeps a name from a directory from breaking the lines or commanding
// the terminal.
func Printable(text string) string {
	if !strings.ContainsFunc(text, notPrintable) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if notPrintable(r) {
			return ' '
		}
		return r
	}, text)
}

func notPrintable(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}
