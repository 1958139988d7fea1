package export

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// A Terminal is a writer with lines of so many cells; tables are cut to fit into
// them. 0 is a line without an end.
type Terminal interface{ Width() int }

// BetweenColumns is how many cells stand between two columns of a table.
const BetweenColumns = 2

// readable is the width of which a column is not robbed while a spare one is there
// to be left out, narrowest how narrow one becomes when none is left.
const (
	readable  = 12
	narrowest = 3
)

// Fit makes columns fit into a line of so many cells. Spare ones are left out, in
// their order, until the others can be read: their width is then 0. After that the
// widest become narrower.
func Fit(widths, spare []int, line int) {
	for _, column := range spare {
		if together(widths, readable) <= line {
			break
		}
		widths[column] = 0
	}
	for total := together(widths, math.MaxInt); total > line; total-- {
		widest := slices.Index(widths, slices.Max(widths))
		if widths[widest] <= narrowest {
			return
		}
		widths[widest]--
	}
}

// together is the width of a line of columns, of each at most so many cells.
func together(widths []int, most int) int {
	total := -BetweenColumns
	for _, w := range widths {
		if w > 0 {
			total += min(w, most) + BetweenColumns
		}
	}
	return total
}

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
