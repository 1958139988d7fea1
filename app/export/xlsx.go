package export

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"inventorybeacon/connector"
)

// What Excel takes ("Excel specifications and limits").
const (
	maxSheetRows  = 1_048_576 // heading included
	maxCellLength = 32_767    // in UTF-16 code units
)

const secondsOfDay = 24 * 60 * 60

// maxSheetSize is where a sheet ends before it is full of rows. From 4 GiB on, a
// file in a ZIP archive needs the form ZIP64, and Excel takes that only with a
// version in its local header that archive/zip does not write.
const maxSheetSize = 4_000_000_000

// cutMark ends a text of which a cell holds only the beginning.
const cutMark = " … [cut: a cell holds 32,767 characters]"

// Days that Excel shows as dates, from 1900-03-01 to 9999-12-31: before, it counts
// a 29 February that there was not. Its days are counted from 1899-12-30.
const (
	firstDay  = 61
	lastDay   = 2_958_465
	day1970   = 25_569
	boldStyle = 1 // their places in cellXfs of xlsx/styles.xml
	dateStyle = 2
	timeStyle = 3
)

// xlsxWriter writes an Excel workbook (ECMA-376) straight into the archive that it
// is: no row is kept in memory or in a temporary file. What one sheet does not
// hold goes on in the next.
type xlsxWriter struct {
	archive *zip.Writer
	sheet   *bufio.Writer
	sheets  int
	rows    int   // of this sheet
	size    int64 // of this sheet, in bytes
	heads   []string
	columns []string // "A", "B"
	line    strings.Builder
}

func newXLSXWriter(w io.Writer) *xlsxWriter { return &xlsxWriter{archive: zip.NewWriter(w)} }

func (x *xlsxWriter) begin(_, titles []string) error {
	x.heads = titles
	x.columns = make([]string, len(titles))
	for i := range titles {
		x.columns[i] = columnName(i)
	}
	return x.beginSheet()
}

func (x *xlsxWriter) row(values []any) error {
	if x.rows >= maxSheetRows || x.size >= maxSheetSize {
		if err := x.endSheet(); err != nil {
			return err
		}
		if err := x.beginSheet(); err != nil {
			return err
		}
	}
	x.beginRow()
	for i, value := range values {
		x.cell(i, value)
	}
	return x.endRow()
}

func (x *xlsxWriter) end() error {
	if err := x.endSheet(); err != nil {
		return err
	}
	parts := xlsxParts(x.sheets)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		part, err := x.archive.Create(name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(part, parts[name]); err != nil {
			return err
		}
	}
	return x.archive.Close()
}

func (x *xlsxWriter) beginSheet() error {
	x.sheets++
	part, err := x.archive.Create(sheetPath(x.sheets))
	if err != nil {
		return err
	}
	x.sheet = bufio.NewWriterSize(part, 1<<16)
	x.rows, x.size = 0, 0
	if err := xlsxTemplates.ExecuteTemplate(x.sheet, "sheet.xml", len(x.columns)); err != nil {
		return err
	}
	x.beginRow()
	for i, title := range x.heads {
		x.text(i, title, boldStyle)
	}
	return x.endRow()
}

func (x *xlsxWriter) endSheet() error {
	if _, err := x.sheet.WriteString(xlsxSheetEnd); err != nil {
		return err
	}
	return x.sheet.Flush()
}

func (x *xlsxWriter) beginRow() {
	x.rows++
	x.line.Reset()
	fmt.Fprintf(&x.line, `<row r="%d">`, x.rows)
}

func (x *xlsxWriter) endRow() error {
	x.line.WriteString("</row>")
	x.size += int64(x.line.Len())
	_, err := x.sheet.WriteString(x.line.String())
	return err
}

// cell writes a value; what is not known leaves its cell empty.
func (x *xlsxWriter) cell(column int, value any) {
	switch v := value.(type) {
	case nil:
	case bool:
		digit := "0"
		if v {
			digit = "1"
		}
		x.value(column, digit, ` t="b"`)
	case int64, float64:
		x.value(column, plain(v), "")
	case connector.Date:
		if serial := int(v) + day1970; v != 0 && serial >= firstDay && serial <= lastDay {
			x.value(column, strconv.Itoa(serial), fmt.Sprintf(` s="%d"`, dateStyle))
			return
		}
		x.text(column, v.String(), 0)
	case time.Time:
		x.moment(column, v.Local())
	default:
		x.text(column, plain(v), 0)
	}
}

// moment writes what the clock shows: cells know no time zones.
func (x *xlsxWriter) moment(column int, t time.Time) {
	shown := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	serial := float64(shown.Unix())/secondsOfDay + day1970
	if serial < firstDay || serial >= lastDay+1 {
		x.text(column, plain(t), 0)
		return
	}
	x.value(column, plain(serial), fmt.Sprintf(` s="%d"`, timeStyle))
}

func (x *xlsxWriter) value(column int, number, attributes string) {
	x.open(column, attributes)
	x.line.WriteString("<v>" + number + "</v></c>")
}

// text writes an inline string, which is never read as a formula.
func (x *xlsxWriter) text(column int, text string, style int) {
	if text == "" {
		return
	}
	x.open(column, fmt.Sprintf(` s="%d" t="inlineStr"`, style))
	x.line.WriteString(`<is><t xml:space="preserve">`)
	escapeCell(&x.line, cutToCell(text))
	x.line.WriteString("</t></is></c>")
}

func (x *xlsxWriter) open(column int, attributes string) {
	x.line.WriteString(`<c r="` + x.columns[column])
	x.line.WriteString(strconv.Itoa(x.rows))
	x.line.WriteString(`"` + attributes + `>`)
}

// cutToCell returns what a cell holds of a text, and says so where that is not all.
func cutToCell(text string) string {
	if len(text) <= maxCellLength { // in bytes, of which there are never fewer
		return text
	}
	room := maxCellLength - len(utf16.Encode([]rune(cutMark)))
	length, cutAt := 0, 0
	for i, r := range text {
		if length <= room {
			cutAt = i
		}
		if length += utf16.RuneLen(r); length > maxCellLength {
			return text[:cutAt] + cutMark
		}
	}
	return text
}

// columnName returns "A" for 0, "Z" for 25, "AA" for 26.
func columnName(column int) string {
	if column < 26 {
		return string(rune('A' + column))
	}
	return columnName(column/26-1) + columnName(column%26)
}
