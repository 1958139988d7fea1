package export

import (
	"encoding/csv"
	"io"
	"strings"
)

// csvWriter writes UTF-8 with a byte order mark, without which Excel takes
// accented letters for something else.
type csvWriter struct {
	w     io.Writer
	out   *csv.Writer
	cells []string
}

func newCSVWriter(w io.Writer) *csvWriter {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return &csvWriter{w: w, out: out}
}

func (c *csvWriter) begin(_, titles []string) error {
	if _, err := io.WriteString(c.w, "\ufeff"); err != nil {
		return err
	}
	return c.out.Write(titles)
}

func (c *csvWriter) row(values []any) error {
	c.cells = c.cells[:0]
	for _, value := range values {
		c.cells = append(c.cells, harmless(value))
	}
	return c.out.Write(c.cells)
}

func (c *csvWriter) end() error {
	c.out.Flush()
	return c.out.Error()
}

func (c *csvWriter) close() error { return nil }

// harmless keeps a spreadsheet from taking a text for a formula: names come
// from a directory that many people can write (OWASP: CSV injection).
func harmless(value any) string {
	text := plain(value)
	switch value.(type) {
	case string, []string:
		if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
			return "'" + text
		}
	}
	return text
}
