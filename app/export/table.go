package export

import (
	"bufio"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lookahead is how many rows are measured before the first is written; the
// columns of later ones are cut to the widths found.
const lookahead = 1000

// widest is where a column ends, however long its texts are.
const widest = 60

// tableWriter writes aligned text for a terminal.
type tableWriter struct {
	out    *bufio.Writer
	heads  []string
	rows   [][]string
	right  []bool
	widths []int
	fixed  bool
}

func newTableWriter(w io.Writer) *tableWriter { return &tableWriter{out: bufio.NewWriter(w)} }

func (t *tableWriter) begin(_, titles []string) error {
	t.heads = titles
	t.right = make([]bool, len(titles))
	t.widths = make([]int, len(titles))
	for i, title := range titles {
		t.widths[i] = utf8.RuneCountInString(title)
	}
	return nil
}

func (t *tableWriter) row(values []any) error {
	cells := make([]string, len(values))
	for i, value := range values {
		cells[i] = printable(plain(value))
		if _, isNumber := value.(int64); isNumber {
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

func (t *tableWriter) close() error { return nil }

// release measures the rows held back and writes them.
func (t *tableWriter) release() error {
	t.fixed = true
	for _, row := range t.rows {
		for i, cell := range row {
			t.widths[i] = max(t.widths[i], min(utf8.RuneCountInString(cell), widest))
		}
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
		text := cut(cell, t.widths[i])
		padding := strings.Repeat(" ", t.widths[i]-utf8.RuneCountInString(text))
		if t.right[i] {
			text, padding = padding, text
		}
		line.WriteString(text + padding + "  ")
	}
	_, err := t.out.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	return err
}

// printable keeps a name from a directory from breaking the lines or commanding
// the terminal.
func printable(text string) string {
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

func cut(text string, width int) string {
	if utf8.RuneCountInString(text) <= width {
		return text
	}
	return string([]rune(text)[:width-1]) + "…"
}
