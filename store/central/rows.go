package central

import (
	"bytes"
	"strconv"
	"time"

	"github.com/cespare/xxhash/v2"

	"inventorybeacon/connector"
)

// Rows are rows for a table in the text format of COPY
// (postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2), which every engine reads. A row begins with its key; the
// values follow in the order of the table's columns, each by one call.
type Rows struct {
	buf   []byte
	n     int
	start int // of the row
	first bool
	print int // where the fingerprint goes
}

// Len is how many rows there are.
func (r *Rows) Len() int { return r.n }

// Reset empties the rows and keeps their memory.
func (r *Rows) Reset() { r.buf, r.n = r.buf[:0], 0 }

// Begin begins a row.
func (r *Rows) Begin() *Rows {
	r.start, r.first = len(r.buf), true
	return r
}

// End ends the row.
func (r *Rows) End() {
	r.buf = append(r.buf, '\n')
	r.n++
}

// Append adds rows that are whole.
func (r *Rows) Append(other *Rows) {
	r.buf = append(r.buf, other.buf...)
	r.n += other.n
}

func (r *Rows) next() {
	if !r.first {
		r.buf = append(r.buf, '\t')
	}
	r.first = false
}

// Null adds what is not known.
func (r *Rows) Null() {
	r.next()
	r.buf = append(r.buf, '\\', 'N')
}

// Text adds a text.
func (r *Rows) Text(s string) {
	r.next()
	r.buf = appendText(r.buf, s)
}

// Some adds a text, or null where there is none.
func (r *Rows) Some(s string) {
	if s == "" {
		r.Null()
		return
	}
	r.Text(s)
}

// appendText escapes a text. PostgreSQL has no text with a zero byte or that is not UTF-8.
func appendText(buf []byte, s string) []byte {
	for _, c := range s { // what is not UTF-8 is U+FFFD
		switch c {
		case 0:
		case '\\':
			buf = append(buf, '\\', '\\')
		case '\n':
			buf = append(buf, '\\', 'n')
		case '\r':
			buf = append(buf, '\\', 'r')
		case '\t':
			buf = append(buf, '\\', 't')
		default:
			if c < 0x80 {
				buf = append(buf, byte(c))
			} else {
				buf = append(buf, string(c)...)
			}
		}
	}
	return buf
}

// JSON adds JSON, or null where there is none, but for the zero bytes in its texts, which PostgreSQL's has not either.
func (r *Rows) JSON(text []byte) {
	if len(text) == 0 {
		r.Null()
		return
	}
	kept := make([]byte, 0, len(text))
	for len(text) > 0 {
		n := 1
		if text[0] == '\\' && len(text) > 1 { // with what it escapes
			n = 2
		}
		if bytes.HasPrefix(text, []byte(`\u0000`)) {
			text = text[len(`\u0000`):]
			continue
		}
		kept, text = append(kept, text[:n]...), text[n:]
	}
	r.Text(string(kept))
}

// Int adds a number.
func (r *Rows) Int(n int64) {
	r.next()
	r.buf = strconv.AppendInt(r.buf, n, 10)
}

// Known adds a number that may not be known.
func (r *Rows) Known(n *int64) {
	if n == nil {
		r.Null()
		return
	}
	r.Int(*n)
}

// Bool adds a yes or no.
func (r *Rows) Bool(b bool) {
	r.next()
	if b {
		r.buf = append(r.buf, 't')
	} else {
		r.buf = append(r.buf, 'f')
	}
}

// Day adds a day; null for none.
func (r *Rows) Day(d connector.Date) {
	if d == 0 {
		r.Null()
		return
	}
	r.next()
	r.buf = d.Time().AppendFormat(r.buf, time.DateOnly)
}

// Time adds a time.
func (r *Rows) Time(t time.Time) {
	r.next()
	r.buf = t.UTC().AppendFormat(r.buf, "2006-01-02 15:04:05.999999Z07:00")
}

// Days adds a list of days.
func (r *Rows) Days(n int, day func(i int) connector.Date) {
	r.next()
	r.buf = append(r.buf, '{')
	for i := range n {
		if i > 0 {
			r.buf = append(r.buf, ',')
		}
		if d := day(i); d == 0 {
			r.buf = append(r.buf, "NULL"...)
		} else {
			r.buf = d.Time().AppendFormat(r.buf, time.DateOnly)
		}
	}
	r.buf = append(r.buf, '}')
}

// Texts adds a list of texts.
func (r *Rows) Texts(all []string) {
	r.next()
	list := []byte{'{'}
	for i, s := range all {
		if i > 0 {
			list = append(list, ',')
		}
		list = append(list, '"')
		for _, c := range []byte(s) {
			if c == '"' || c == '\\' {
				list = append(list, '\\')
			}
			list = append(list, c)
		}
		list = append(list, '"')
	}
	r.buf = appendText(r.buf, string(append(list, '}')))
}

// Fingerprint leaves room for the fingerprint, which Sum writes.
func (r *Rows) Fingerprint() {
	r.next()
	r.print = len(r.buf)
}

// Sum writes the fingerprint of the row, and returns it.
func (r *Rows) Sum() int64 {
	sum := int64(xxhash.Sum64(r.buf[r.start:]))
	rest := bytes.Clone(r.buf[r.print:])
	r.buf = append(strconv.AppendInt(r.buf[:r.print], sum, 10), rest...)
	return sum
}

// each calls use with the values of one row after another; nil is null.
func (r *Rows) each(use func(values []*string) error) error {
	var values []*string
	for rest := r.buf; len(rest) > 0; {
		line, after, _ := bytes.Cut(rest, []byte{'\n'})
		rest = after
		values = values[:0]
		for _, field := range bytes.Split(line, []byte{'\t'}) {
			values = append(values, unescape(field))
		}
		if err := use(values); err != nil {
			return err
		}
	}
	return nil
}

func unescape(field []byte) *string {
	if string(field) == `\N` {
		return nil
	}
	out := make([]byte, 0, len(field))
	for i := 0; i < len(field); i++ {
		c := field[i]
		if c == '\\' && i+1 < len(field) {
			i++
			switch c = field[i]; c {
			case 'n':
				c = '\n'
			case 'r':
				c = '\r'
			case 't':
				c = '\t'
			}
		}
		out = append(out, c)
	}
	text := string(out)
	return &text
}
