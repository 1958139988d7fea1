package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unsafe"
)

// maxRow is more than any row takes; a row beyond it is a quote that
// never closes.
const maxRow = 1 << 20

// endOfReport is put behind a report as a row of its own. Where it is read as a
// part of another row, that row ends in a quoted field without an end, which
// encoding/csv takes.
const endOfReport = "\x00end of the report\x00"

// csvReader reads the rows of a report. A row that was cut is an error, and so is
// one that has no end.
type csvReader struct {
	rows *csv.Reader
	from *rowLimit
	// width is the number of fields of the header, 0 before it was read.
	width int
}

func newCSVReader(from io.Reader) *csvReader {
	limit := &rowLimit{from: io.MultiReader(from, strings.NewReader("\n"+endOfReport+"\n"))}
	rows := csv.NewReader(limit)
	rows.FieldsPerRecord, rows.LazyQuotes, rows.ReuseRecord = -1, true, true
	return &csvReader{rows: rows, from: limit}
}

// read returns the fields of the next row, or [io.EOF]. They are good until the
// next call.
func (r *csvReader) read() ([]string, error) {
	r.from.begin(r.rows.InputOffset())
	row, err := r.rows.Read()
	switch {
	case err == io.EOF: // without the row behind the last one
		return nil, io.ErrUnexpectedEOF
	case err != nil:
		return nil, err
	case len(row) == 1 && row[0] == endOfReport:
		if _, err = r.rows.Read(); err == nil { // a report that holds such a row itself
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	case r.width == 0:
		r.width = len(row)
	case len(row) < r.width:
		return nil, io.ErrUnexpectedEOF
	case len(row) > r.width:
		return nil, fmt.Errorf("a row has %d fields, and the header %d", len(row), r.width)
	}
	return row, nil
}

// rowLimit bounds how much is read for one row.
type rowLimit struct {
	from        io.Reader
	read, until int64
}

// begin says where a row begins.
func (l *rowLimit) begin(offset int64) { l.until = offset + maxRow }

// Read implements [io.Reader].
func (l *rowLimit) Read(p []byte) (int, error) {
	if l.read > l.until {
		return 0, fmt.Errorf("a row is longer than %d bytes", maxRow)
	}
	n, err := l.from.Read(p)
	l.read += int64(n)
	return n, err
}

// view is a text in memory that will be used again.
func view(text []byte) string { return unsafe.String(unsafe.SliceData(text), len(text)) }

// arena copies texts out of memory that will be used again, many into one piece.
type arena struct{ room []byte }

// clone returns a copy of text.
func (a *arena) clone(text string) string {
	if text == "" {
		return ""
	}
	if len(text) > cap(a.room)-len(a.room) {
		a.room = make([]byte, 0, max(16<<10, len(text)))
	}
	start := len(a.room)
	a.room = append(a.room, text...)
	return view(a.room[start:])
}
