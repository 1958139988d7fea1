package console

import (
	"math"
	"slices"
	"strings"

	"inventorybeacon/app/export"
	"inventorybeacon/app/message"
)

// Table is a short text in aligned columns. What has no end, such as the
// inventory, goes through app/export.
type Table struct {
	head  bool
	spare []int
	rows  [][]string
}

// NewTable begins a table with a heading, or one of names and values without.
func NewTable(head ...string) *Table {
	t := &Table{head: len(head) > 0}
	if t.head {
		for i, text := range head {
			head[i] = message.L(text)
		}
		t.Add(head...)
	}
	return t
}

// LeaveOut says which columns are left out of a terminal that is too narrow, in this
// order.
func (t *Table) LeaveOut(heads ...string) {
	for _, head := range heads {
		t.spare = append(t.spare, slices.Index(t.rows[0], message.L(head)))
	}
}

// Len is how many rows there are, the heading included.
func (t *Table) Len() int { return len(t.rows) }

// Add adds a row. What it names in a table without a heading is put into the language of the account.
func (t *Table) Add(cells ...string) {
	row := make([]string, len(cells))
	for i, cell := range cells {
		row[i] = export.Printable(cell)
	}
	if !t.head {
		row[0] = message.L(row[0])
	}
	t.rows = append(t.rows, row)
}

// Write writes a table. On a terminal one with a heading is made to fit: a cell that
// goes on with the next line makes columns unreadable. Values beside their names are
// there to be copied, so they stay whole, as everything does in a file.
func (t *Table) Write(c *Console) error {
	var layout export.Layout
	for _, row := range t.rows {
		layout.Widen(row, math.MaxInt)
	}
	if width := c.OutTTY.Width(); t.head && width > 0 {
		layout.Fit(t.spare, width)
	}
	var text strings.Builder
	for i, row := range t.rows {
		line := layout.Line(row)
		if i == 0 && t.head {
			line = c.OutTTY.Paint(Bold, line)
		}
		text.WriteString(line + "\n")
	}
	c.Printf("%s", text.String())
	return c.OutputErr()
}
