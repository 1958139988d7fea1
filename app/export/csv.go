package export

import (
	"io"
	"strings"
	"unicode"
)

// ByteOrderMark belongs before the CSV of a file: without it, Excel takes accented
// letters for something else. A program that reads a pipe takes it for a part of
// the first heading.
const ByteOrderMark = "\ufeff"

// csvWriter writes UTF-8 as RFC 4180 has it.
type csvWriter struct{ buffer }

func newCSVWriter(w io.Writer) *csvWriter { return &csvWriter{newBuffer(w)} }

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
			c.bytes = append(c.bytes, ',')
		}
		c.bytes = appendCSV(c.bytes, value)
	}
	c.bytes = append(c.bytes, "\r\n"...)
	return c.flushFull()
}

func (c *csvWriter) end() error { return c.flush() }

// appendCSV appends a value as it stands between two commas.
func appendCSV(to []byte, value any) []byte {
	switch v := value.(type) {
	case string:
		return appendCSVText(to, v)
	case []string:
		return appendCSVText(to, plain(v))
	default:
		return appendPlain(to, value) // numbers and days, minus and all
	}
}

func appendCSVText(to []byte, text string) []byte {
	if harmlessASCII(text) {
		return append(to, text...)
	}
	harmless := defused(text)
	if harmless == text && !strings.ContainsAny(text, cellEnds+`"`) && strings.TrimSpace(text) == text {
		return append(to, text...)
	}
	to = append(to, '"')
	for i := range len(harmless) {
		if harmless[i] == '"' {
			to = append(to, '"')
		}
		to = append(to, harmless[i])
	}
	return append(to, '"')
}

// harmlessASCII reports whether a text is one of the many that need neither quotes nor a
// closer look: letters, digits and blanks between them, nothing that ends a cell, and no
// beginning of a formula.
func harmlessASCII(text string) bool {
	for i := range len(text) {
		switch b := text[i]; {
		case b < ' ' || b > '~' || b == '"' || endsCell(rune(b)):
			return false
		case i == 0 && (b == ' ' || beginsFormula(rune(b))):
			return false
		}
	}
	return text == "" || text[len(text)-1] != ' '
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
	switch r {
	case ',', ';', '|', '\t', '\r', '\n':
		return true
	default:
		return false
	}
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
