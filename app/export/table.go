package export

import (
	"bufio"
	"io"
	"strings"
	"time"
)

// lookahead is how many rows are measured before the first is written; later ones
// are laid out, and on a terminal cut, to the widths found.
const lookahead = 1000

// widest is where a column ends, however long its values are.
const widest = 60

// tableWriter writes aligned text for a terminal.
type tableWriter struct {
	out    *bufio.Writer
	line   int // cells; 0 is without an end
	spare  []int
	heads  []string
	rows   [][]string
	right  []bool
	widths []int
	fixed  bool
}

func newTableWriter(w io.Writer) *tableWriter {
	t := &tableWriter{out: bufio.NewWriter(w)}
	if terminal, is := w.(Terminal); is {
		t.line = terminal.Width()
	}
	return t
}

func (t *tableWriter) begin(_, titles []string) error {
	t.heads = titles
	t.right = make([]bool, len(titles))
	t.widths = make([]int, len(titles))
	for i, title := range titles {
		t.widths[i] = Cells(title)
	}
	return nil
}

func (t *tableWriter) row(values []any) error {
	cells := make([]string, len(values))
	for i, value := range values {
		cells[i] = Printable(plain(value))
		switch v := value.(type) {
		case time.Time:
			cells[i] = v.Local().Format(time.DateTime)
		case int64, float64:
			t.right[i] = true
		}
	}
	if t.fixed {
		return t.write(cells)
	}
	t.rows = append(t.rows, cells)
	if len(t.rows) < lookahead {
		return nil
	}
	return t.release()
}

func (t *tableWriter) end() error {
	if !t.fixed {
		if err := t.release(); err != nil {
			return err
		}
	}
	return t.out.Flush()
}

// release measures the rows held back and writes them.
func (t *tableWriter) release() error {
	t.fixed = true
	for _, row := range t.rows {
		for i, cell := range row {
			t.widths[i] = max(t.widths[i], min(Cells(cell), widest))
		}
	}
	if t.line > 0 {
		Fit(t.widths, t.spare, t.line)
	}
	if err := t.write(t.heads); err != nil {
		return err
	}
	for _, row := range t.rows {
		if err := t.write(row); err != nil {
			return err
		}
	}
	t.rows = nil
	return nil
}

func (t *tableWriter) write(cells []string) error {
	var line strings.Builder
	for i, cell := range cells {
		text := cell
		if t.widths[i] == 0 { // it was left out
			continue
		}
		if t.line > 0 { // in a file what is too long stands out, but is whole
			text = Cut(cell, t.widths[i])
		}
		padding := strings.Repeat(" ", max(0, t.widths[i]-Cells(text)))
		if t.right[i] {
			text, padding = padding, text
		}
		line.WriteString(text + padding + strings.Repeat(" ", BetweenColumns))
	}
	_, err := t.out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	return err
}
