package export

import (
	"errors"
	"io"

	"github.com/xuri/excelize/v2"

	"inventorybeacon/connector"
)

// maxSheetRows is what a worksheet holds, heading included.
const maxSheetRows = 1_048_576

// xlsxWriter writes an Excel workbook with one sheet, through excelize's
// stream, which keeps rows on disk and not in memory.
type xlsxWriter struct {
	w      io.Writer
	book   *excelize.File
	stream *excelize.StreamWriter
	date   int
	rows   int
	cells  []any
}

func newXLSXWriter(w io.Writer) (*xlsxWriter, error) {
	book := excelize.NewFile()
	stream, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, errors.Join(err, book.Close())
	}
	format := "yyyy-mm-dd"
	date, err := book.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return nil, errors.Join(err, book.Close())
	}
	return &xlsxWriter{w: w, book: book, stream: stream, date: date}, nil
}

func (x *xlsxWriter) begin(_, titles []string) error {
	bold, err := x.book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := x.stream.SetColWidth(1, len(titles), 24); err != nil {
		return err
	}
	if err := x.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	heads := make([]any, len(titles))
	for i, title := range titles {
		heads[i] = excelize.Cell{Value: title, StyleID: bold}
	}
	return x.write(heads)
}

func (x *xlsxWriter) row(values []any) error {
	if x.rows >= maxSheetRows {
		return &TooManyRowsError{Most: maxSheetRows - 1}
	}
	x.cells = x.cells[:0]
	for _, value := range values {
		switch v := value.(type) {
		case connector.Date:
			if v == 0 {
				x.cells = append(x.cells, nil)
			} else {
				x.cells = append(x.cells, excelize.Cell{Value: v.Time(), StyleID: x.date})
			}
		case []string:
			x.cells = append(x.cells, plain(v))
		default:
			x.cells = append(x.cells, v)
		}
	}
	return x.write(x.cells)
}

func (x *xlsxWriter) write(cells []any) error {
	x.rows++
	cell, err := excelize.CoordinatesToCellName(1, x.rows)
	if err != nil {
		return err
	}
	return x.stream.SetRow(cell, cells)
}

func (x *xlsxWriter) end() error {
	if err := x.stream.Flush(); err != nil {
		return err
	}
	_, err := x.book.WriteTo(x.w)
	return err
}

// close removes the rows that were kept on disk.
func (x *xlsxWriter) close() error { return x.book.Close() }

// TooManyRowsError is a table that a worksheet cannot hold.
type TooManyRowsError struct{ Most int }

func (e *TooManyRowsError) Error() string { return "too many rows for a worksheet" }

// Advice implements [connector.Advised].
func (e *TooManyRowsError) Advice() connector.Advice {
	return connector.Advice{
		Message: "An Excel worksheet holds at most 1,048,575 rows, and there are more.",
		Action:  "Export as CSV, or narrow the search.",
	}
}
