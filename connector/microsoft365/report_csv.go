package microsoft365

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"unsafe"
)

// maxReportRow is more than any row takes; a row beyond it is a quote that
// never closes.
const maxReportRow = 1 << 20

// csvReader reads a CSV file as encoding/csv does with LazyQuotes, but several
// times as fast, and it refuses a quoted field that has no end. The usage reports have about as many rows as there are users,
// and hardly any field in them is quoted.
type csvReader struct {
	from io.Reader
	// buffer holds what was read and not yet taken, from start on.
	buffer []byte
	start  int
	ended  bool
	// unended says that the last line had no end, so that it may be cut off.
	unended bool

	fields []string
	// quoted holds the fields of a row with quotes, one after another; each
	// ends at one of ends.
	quoted []byte
	ends   []int
}

func newCSVReader(from io.Reader) *csvReader {
	return &csvReader{from: from, buffer: make([]byte, 0, 64<<10)}
}

// read returns the fields of the next row, or [io.EOF]. They are good until the
// next call.
func (r *csvReader) read() ([]string, error) {
	for {
		line, err := r.line(0)
		if err != nil {
			return nil, err
		}
		if len(line) == 0 {
			continue
		}
		r.fields = r.fields[:0]
		if bytes.IndexByte(line, '"') >= 0 {
			err := r.quotedRow(line)
			return r.fields, err
		}
		r.split(line)
		return r.fields, nil
	}
}

// split takes a row without quotes apart. It looks at eight bytes at once: the
// reports have up to forty fields, most of which are empty or short.
func (r *csvReader) split(line []byte) {
	const ones, low = 0x0101010101010101, 0x7f7f7f7f7f7f7f7f
	start, i := 0, 0
	for ; i+8 <= len(line); i += 8 {
		eight := binary.LittleEndian.Uint64(line[i:]) ^ ones*','
		// The high bit of each byte that is 0, which was a comma, and of no other.
		for commas := ^(eight&low + low | eight | low); commas != 0; commas &= commas - 1 {
			at := i + bits.TrailingZeros64(commas)/8
			r.fields = append(r.fields, view(line[start:at]))
			start = at + 1
		}
	}
	for ; i < len(line); i++ {
		if line[i] == ',' {
			r.fields = append(r.fields, view(line[start:i]))
			start = i + 1
		}
	}
	r.fields = append(r.fields, view(line[start:]))
}

// view is a text in memory that will be used again.
func view(text []byte) string { return unsafe.String(unsafe.SliceData(text), len(text)) }

// line returns the next line without its end. It belongs to a row of which so
// many bytes were read before.
func (r *csvReader) line(before int) ([]byte, error) {
	for searched := r.start; ; {
		if i := bytes.IndexByte(r.buffer[searched:], '\n'); i >= 0 {
			line := r.buffer[r.start : searched+i]
			r.start = searched + i + 1
			return bytes.TrimSuffix(line, []byte{'\r'}), nil
		}
		rest := len(r.buffer) - r.start
		if before+rest > maxReportRow {
			return nil, fmt.Errorf("a row is longer than %d bytes", maxReportRow)
		}
		if r.ended {
			line := r.buffer[r.start:]
			r.start = len(r.buffer)
			if rest == 0 {
				return nil, io.EOF
			}
			r.unended = true
			return bytes.TrimSuffix(line, []byte{'\r'}), nil
		}
		if r.start > 0 {
			r.buffer = append(r.buffer[:0], r.buffer[r.start:]...)
			r.start = 0
		}
		searched = rest
		if err := r.fill(); err != nil {
			return nil, err
		}
	}
}

// fill reads more behind what is in the buffer.
func (r *csvReader) fill() error {
	if len(r.buffer) == cap(r.buffer) {
		r.buffer = slices.Grow(r.buffer, len(r.buffer))
	}
	for range 100 { // a reader that gives nothing that often is broken
		n, err := r.from.Read(r.buffer[len(r.buffer):cap(r.buffer)])
		r.buffer = r.buffer[:len(r.buffer)+n]
		if err == io.EOF {
			r.ended = true
			return nil
		}
		if err != nil || n > 0 {
			return err
		}
	}
	return io.ErrNoProgress
}

// quotedRow reads a row that has quotes, which may hold commas and line ends.
func (r *csvReader) quotedRow(line []byte) error {
	r.quoted, r.ends = r.quoted[:0], r.ends[:0]
	for more := true; more; {
		var err error
		if len(line) > 0 && line[0] == '"' {
			line, more, err = r.quotedField(line[1:])
		} else {
			line, more = r.plainField(line)
		}
		if err != nil {
			return err
		}
		r.ends = append(r.ends, len(r.quoted))
	}
	start := 0
	for _, end := range r.ends {
		r.fields = append(r.fields, view(r.quoted[start:end]))
		start = end
	}
	return nil
}

// plainField reads a field up to a comma, and says whether there was one.
func (r *csvReader) plainField(line []byte) (rest []byte, more bool) {
	field, rest, more := bytes.Cut(line, []byte{','})
	r.quoted = append(r.quoted, field...)
	return rest, more
}

// quotedField reads the rest of a field that began with a quote. A quote in it
// that neither closes it nor is doubled is a part of it.
func (r *csvReader) quotedField(line []byte) (rest []byte, more bool, err error) {
	for {
		text, rest, found := bytes.Cut(line, []byte{'"'})
		r.quoted = append(r.quoted, text...)
		switch {
		case !found: // it goes on in the next line
			if line, err = r.line(len(r.quoted)); err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			if err != nil {
				return nil, false, err
			}
			r.quoted = append(r.quoted, '\n')
			continue
		case len(rest) == 0:
			return nil, false, nil
		case rest[0] == ',':
			return rest[1:], true, nil
		case rest[0] == '"':
			rest = rest[1:]
		}
		r.quoted = append(r.quoted, '"')
		line = rest
	}
}

// texts copies texts out of memory that will be used again, many into one piece.
type texts struct{ room []byte }

func (t *texts) keep(text string) string {
	if text == "" {
		return ""
	}
	if len(text) > cap(t.room)-len(t.room) {
		t.room = make([]byte, 0, max(16<<10, len(text)))
	}
	start := len(t.room)
	t.room = append(t.room, text...)
	return view(t.room[start:])
}
