package export

import (
	"math"
	"slices"
	"strings"
)

// between is how many cells of the terminal stand between two columns.
const between = 2

// readable is the width of which a column is not robbed while a spare one is there
// to be left out, narrowest how narrow one becomes when none is left.
const (
	readable  = 12
	narrowest = 3
)

// Layout puts text into aligned columns. The zero value has none.
type Layout struct {
	widths []int // of the columns; nothing stands in those of 0
	right  []bool
	cut    bool // what is wider than its column, which else stands out
}

// Widen makes columns wide enough for the texts of a line, but not wider than so many
// cells of the terminal.
func (l *Layout) Widen(line []string, most int) {
	for i, text := range line {
		if i == len(l.widths) {
			l.widths, l.right = append(l.widths, 0), append(l.right, false)
		}
		l.widths[i] = max(l.widths[i], min(Cells(text), most))
	}
}

// Fit makes the columns fit into a line of so many cells. Spare ones are left out, in
// their order, until the others can be read. After that the widest become narrower.
func (l *Layout) Fit(spare []int, line int) {
	l.cut = true
	for _, column := range spare {
		if l.width(readable) <= line {
			break
		}
		l.widths[column] = 0
	}
	for total := l.width(math.MaxInt); total > line; total-- {
		widest := slices.Index(l.widths, slices.Max(l.widths))
		if l.widths[widest] <= narrowest {
			return
		}
		l.widths[widest]--
	}
}

// width is that of a line of the columns, of each at most so many cells.
func (l *Layout) width(most int) int {
	total := -between
	for _, w := range l.widths {
		if w > 0 {
			total += min(w, most) + between
		}
	}
	return total
}

// Line returns the texts of a line in their columns.
func (l *Layout) Line(texts []string) string {
	var line strings.Builder
	for i, text := range texts {
		if l.widths[i] == 0 { // it was left out, or there is nothing in it
			continue
		}
		if l.cut {
			text = Cut(text, l.widths[i])
		}
		padding := strings.Repeat(" ", max(0, l.widths[i]-Cells(text)))
		if l.right[i] {
			text, padding = padding, text
		}
		line.WriteString(text + padding + strings.Repeat(" ", between))
	}
	return strings.TrimRight(line.String(), " ")
}
