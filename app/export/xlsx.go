package export

import (
	"archive/zip"
	"io"
	"maps"
	"slices"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/klauspost/compress/flate"

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
	firstDay = 61
	lastDay  = 2_958_465
	day1970  = 25_569
)

// Attributes of cells: the places of their styles in cellXfs of xlsx/styles.xml.
const (
	boldStyle = ` s="1"`
	dateStyle = ` s="2"`
	timeStyle = ` s="3"`
)

// What stands in the first bytes of a sheet decides how wide its columns are, in characters:
// they have to be written before the rows.
const (
	measuredSize  = 1 << 18
	narrowestCell = 8
	widestCell    = 60
	arrowWidth    = 3 // of the filter beside a heading
	cellMargin    = 2
)

// xlsxWriter writes an Excel workbook (ECMA-376) straight into the archive that it
// is: but for the first rows, which are measured, none is kept in memory, and none in a
// temporary file. What one sheet does not hold goes on in the next.
type xlsxWriter struct {
	archive *zip.Writer
	part    io.Writer // the sheet, once its beginning is written
	rows    int       // of this sheet
	size    int64     // of this sheet, in bytes
	bytes   []byte    // of this sheet, not written yet
	sheets  []xlsxSheet
	heads   []string
	columns []string // "A", "B"
	widths  []int
}

func newXLSXWriter(w io.Writer) *xlsxWriter {
	archive := zip.NewWriter(w)
	archive.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	return &xlsxWriter{archive: archive}
}

func (x *xlsxWriter) begin(_, titles []string) error {
	x.heads = titles
	x.columns, x.widths = make([]string, len(titles)), make([]int, len(titles))
	for i, title := range titles {
		x.columns[i] = columnName(i)
		x.widths[i] = min(max(narrowestCell, Cells(title)+cellMargin+arrowWidth), widestCell)
	}
	x.beginSheet()
	return nil
}

func (x *xlsxWriter) row(values []any) error {
	if x.rows >= maxSheetRows || x.size >= maxSheetSize {
		if err := x.endSheet(); err != nil {
			return err
		}
		x.beginSheet()
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

func (x *xlsxWriter) beginSheet() {
	x.part, x.rows, x.size = nil, 0, 0
	x.beginRow()
	for i, title := range x.heads {
		x.text(i, title, boldStyle)
	}
	x.bytes = append(x.bytes, "</row>"...)
}

func (x *xlsxWriter) endSheet() error {
	sheet := xlsxSheet{Number: len(x.sheets) + 1, LastColumn: x.columns[len(x.columns)-1], LastRow: x.rows}
	if err := x.flush(); err != nil {
		return err
	}
	if err := xlsxTemplates.ExecuteTemplate(x.part, "sheetend.xml", sheet); err != nil {
		return err
	}
	x.sheets = append(x.sheets, sheet)
	return nil
}

// flush writes what is there of the sheet, and before the first of it how wide its columns are.
func (x *xlsxWriter) flush() error {
	if x.part == nil {
		part, err := x.archive.Create(sheetPath(len(x.sheets) + 1))
		if err != nil {
			return err
		}
		if err := xlsxTemplates.ExecuteTemplate(part, "sheet.xml", x.widths); err != nil {
			return err
		}
		x.part = part
	}
	_, err := x.part.Write(x.bytes)
	x.size += int64(len(x.bytes))
	x.bytes = x.bytes[:0]
	return err
}

func (x *xlsxWriter) beginRow() {
	x.rows++
	x.bytes = append(x.bytes, `<row r="`...)
	x.bytes = strconv.AppendInt(x.bytes, int64(x.rows), 10)
	x.bytes = append(x.bytes, `">`...)
}

func (x *xlsxWriter) endRow() error {
	x.bytes = append(x.bytes, "</row>"...)
	if len(x.bytes) < measuredSize {
		return nil
	}
	return x.flush()
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
	case int64, float64, Fixed:
		x.value(column, plain(v), "")
	case connector.Date:
		if serial := int(v) + day1970; v != 0 && serial >= firstDay && serial <= lastDay {
			x.value(column, strconv.Itoa(serial), dateStyle)
			x.measure(column, len(time.DateOnly))
			return
		}
		x.text(column, v.String(), "")
	case time.Time:
		x.moment(column, v.Local())
	default:
		x.text(column, plain(v), "")
	}
}

// moment writes what the clock shows: cells know no time zones.
func (x *xlsxWriter) moment(column int, t time.Time) {
	shown := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	serial := float64(shown.Unix())/secondsOfDay + day1970
	if serial < firstDay || serial >= lastDay+1 {
		x.text(column, plain(t), "")
		return
	}
	x.value(column, plain(serial), timeStyle)
	x.measure(column, len(time.DateTime))
}

func (x *xlsxWriter) value(column int, number, attributes string) {
	x.open(column, attributes)
	x.bytes = append(x.bytes, "<v>"...)
	x.bytes = append(x.bytes, number...)
	x.bytes = append(x.bytes, "</v></c>"...)
	x.measure(column, len(number))
}

// text writes an inline string, which is never read as a formula.
func (x *xlsxWriter) text(column int, text, style string) {
	if text == "" {
		return
	}
	x.open(column, style+` t="inlineStr"`)
	x.bytes = append(x.bytes, `<is><t xml:space="preserve">`...)
	x.bytes = appendEscaped(x.bytes, cutToCell(text))
	x.bytes = append(x.bytes, "</t></is></c>"...)
	if x.part == nil {
		x.measure(column, Cells(text))
	}
}

func (x *xlsxWriter) open(column int, attributes string) {
	x.bytes = append(x.bytes, `<c r="`...)
	x.bytes = append(x.bytes, x.columns[column]...)
	x.bytes = strconv.AppendInt(x.bytes, int64(x.rows), 10)
	x.bytes = append(x.bytes, '"')
	x.bytes = append(x.bytes, attributes...)
	x.bytes = append(x.bytes, '>')
}

// measure makes a column wide enough for so many characters.
func (x *xlsxWriter) measure(column, characters int) {
	if x.part == nil {
		x.widths[column] = min(max(x.widths[column], characters+cellMargin), widestCell)
	}
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
