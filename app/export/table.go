package export

import (
	"bufio"
	"io"
	"math"
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
	layout Layout
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
	t.layout.Widen(titles, math.MaxInt)
	return nil
}

func (t *tableWriter) row(values []any) error {
	cells := make([]string, len(values))
	for i, value := range values {
		cells[i] = Printable(plain(value))
		switch value.(type) {
		case int64, float64, Fixed:
			t.layout.right[i] = true
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
		t.layout.Widen(row, widest)
	}
	if t.line > 0 {
		t.layout.Fit(t.spare, t.line)
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
	_, err := t.out.WriteString(t.layout.Line(cells) + "\n")
	return err
}
