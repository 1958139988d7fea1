package pricelist

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// mostUnpacked keeps a small file from filling the memory.
const mostUnpacked = 64 << 20

// parseWorkbook reads the first sheet of a workbook of Excel 2007 or later.
func parseWorkbook(content []byte) (lines []line, err error) {
	book, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		UnzipSizeLimit: mostUnpacked, UnzipXMLSizeLimit: mostUnpacked, // in memory, without temporary files
	})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return nil, errors.New("no sheet")
	}
	rows, err := book.GetRows(sheets[0], excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, err
	}
	for i, cells := range rows {
		for j, cell := range cells {
			cells[j] = plainNumber(cell)
		}
		lines = append(lines, line{i + 1, cells})
	}
	daysOf(lines)
	return lines, nil
}

// plainNumber writes a number without the trace that binary fractions leave
// (54.750000000000007) and without an exponent.
func plainNumber(cell string) string {
	n, err := strconv.ParseFloat(cell, 64)
	if err != nil || !strings.ContainsAny(cell, ".eE") || n >= 1e15 || n <= -1e15 {
		return cell
	}
	text := strconv.FormatFloat(n, 'f', 6, 64)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

// daysOf writes the days below the heading From, which Excel counts, as days.
func daysOf(lines []line) {
	column := -1
	for _, l := range lines {
		if column >= 0 && column < len(l.cells) {
			if n, err := strconv.ParseFloat(l.cells[column], 64); err == nil {
				if day, err := excelize.ExcelDateToTime(n, false); err == nil {
					l.cells[column] = day.Format(time.DateOnly)
				}
			}
			continue
		}
		for i, cell := range l.cells {
			if strings.EqualFold(strings.TrimSpace(cell), "from") {
				column = i
			}
		}
	}
}
