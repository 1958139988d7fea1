package export

import (
	"bufio"
	"io"
	"strings"
	"unicode"
)

// ByteOrderMark belongs before the CSV of a file: without it, Excel takes accented
// letters for something else. A program that reads a pipe takes it for a part of
// the first heading.
const ByteOrderMark = "\ufeff"

// csvWriter writes UTF-8 as RFC 4180 has it.
type csvWriter struct{ out *bufio.Writer }

func newCSVWriter(w io.Writer) *csvWriter { return &csvWriter{bufio.NewWriter(w)} }

func (c *csvWriter) begin(_, titles []string) error {
	values := make([]any, len(titles))
	for i, title := range titles {
		values[i] = title
	}
	return c.row(values)
}

func (c *csvWriter) row(values []any) error {
	for i, value := range values {
		if i > 0 {
			_ = c.out.WriteByte(',') // the error is kept for the end of the line
		}
		_, _ = c.out.WriteString(csvCell(value))
	}
	_, err := c.out.WriteString("\r\n")
	return err
}

func (c *csvWriter) end() error { return c.out.Flush() }

func (c *csvWriter) close() error { return nil }

// csvCell returns a value as it stands between two commas.
func csvCell(value any) string {
	text := plain(value)
	switch value.(type) {
	case string, []string:
	default:
		return text // numbers and days, minus and all
	}
	harmless := defused(text)
	if harmless == text && !strings.ContainsAny(text, cellEnds+`"`) && strings.TrimSpace(text) == text {
		return text
	}
	return `"` + strings.ReplaceAll(harmless, `"`, `""`) + `"`
}

// cellEnds are where a spreadsheet ends a cell in some language or setting. One
// that separates at semicolons does so within our quotes too: to it, a cell that
// began with other text is not quoted.
const cellEnds = ",;|\t\r\n"

// formulaSigns begin a formula, in East Asian settings also as wide characters
// (OWASP: CSV injection).
const formulaSigns = "=+-@＝＋－＠﹦﹢﹣﹫"

// defused keeps a spreadsheet from taking a text, or a part of it, for a formula:
// names come from a directory that many people can write. An apostrophe makes a
// text of what follows.
func defused(text string) string {
	if !strings.ContainsAny(text, formulaSigns+"\t\r\n") {
		return text
	}
	var harmless strings.Builder
	begins, copied := true, 0
	for i, r := range text {
		ends := strings.ContainsRune(cellEnds, r)
		if begins && strings.ContainsRune(formulaSigns, r) || i == 0 && ends && unicode.IsControl(r) {
			harmless.WriteString(text[copied:i] + "'")
			begins, copied = false, i
		}
		begins = ends || begins && !unicode.IsGraphic(r) || begins && (r == '"' || unicode.IsSpace(r))
	}
	return harmless.String() + text[copied:]
}
