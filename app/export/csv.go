package export

import (
	"bufio"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
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

// beginsFormula reports whether a spreadsheet takes for a formula what begins so, in
// East Asian settings also with a wide character (OWASP: CSV injection).
func beginsFormula(r rune) bool {
	switch r {
	case '=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫':
		return true
	default:
		return false
	}
}

func endsCell(r rune) bool {
	return r < utf8.RuneSelf && strings.IndexByte(cellEnds, byte(r)) >= 0
}

// defused keeps a spreadsheet from taking a text, or a part of it, for a formula:
// names come from a directory that many people can write. An apostrophe makes a
// text of what follows.
func defused(text string) string {
	var harmless strings.Builder
	begins, copied := true, 0
	for i, r := range text {
		ends := endsCell(r)
		if begins && (beginsFormula(r) || i == 0 && ends && unicode.IsControl(r)) {
			harmless.WriteString(text[copied:i] + "'")
			begins, copied = false, i
		}
		begins = ends || begins && (r == '"' || unicode.IsSpace(r) || !unicode.IsGraphic(r))
	}
	if copied == 0 && harmless.Len() == 0 {
		return text
	}
	return harmless.String() + text[copied:]
}
