package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io/fs"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"inventorybeacon/connector"
)

func openBook(t *testing.T, content []byte) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	})
	return book
}

func TestXLSX(t *testing.T) {
	book := openBook(t, written(t, XLSX, someRecords()))
	rows, err := book.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"Name", "Count", "Known", "Share", "On", "Day", "List"},
		{"Ünïcøde 株式会社 🙂", "-12", "7", "0.25", "TRUE", "2026-01-31", "E3; E5"},
		{"", "0", "", "0", "FALSE"},
		{`quotes " and, commas; <&>`, "2147483648", "", "0", "FALSE", "", "one"},
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("got\n%q\nwant\n%q", rows, want)
	}
	for cell, kind := range map[string]excelize.CellType{
		"A2": excelize.CellTypeInlineString, "B2": excelize.CellTypeUnset, "E2": excelize.CellTypeBool, "F2": excelize.CellTypeUnset,
	} {
		if got, err := book.GetCellType("Sheet1", cell); err != nil || got != kind {
			t.Errorf("%s is of type %v, want %v (%v)", cell, got, kind, err)
		}
	}
	panes, err := book.GetPanes("Sheet1")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the heading does not stay: %+v, %v", panes, err)
	}
	style, err := book.GetCellStyle("Sheet1", "A1")
	if err != nil {
		t.Fatal(err)
	}
	if heading, err := book.GetStyle(style); err != nil || heading.Font == nil || !heading.Font.Bold {
		t.Errorf("the heading is not bold: %+v, %v", heading, err)
	}
}

func TestXLSXIsReadyToBeFiltered(t *testing.T) {
	book := openBook(t, written(t, XLSX, someRecords()))
	names := book.GetDefinedName()
	if len(names) != 1 || names[0].Name != "_xlnm._FilterDatabase" || names[0].RefersTo != "Sheet1!$A$1:$G$4" || names[0].Scope != "Sheet1" {
		t.Errorf("the filter is %+v", names)
	}
	for column, want := range map[string]float64{
		"A": float64(Cells(someRecords()[2].name) + cellMargin), "B": 12, "F": float64(len("2026-01-31") + cellMargin), "G": 9,
	} {
		if got, err := book.GetColWidth("Sheet1", column); err != nil || got != want {
			t.Errorf("column %s is %v wide, want %v (%v)", column, got, want, err)
		}
	}
	wide := openBook(t, written(t, XLSX, []record{{name: strings.Repeat("x", 1000)}}))
	if got, err := wide.GetColWidth("Sheet1", "A"); err != nil || got != widestCell {
		t.Errorf("a long text makes its column %v wide (%v)", got, err)
	}
}

// Excel's own numbers of days, as its function DATEVALUE gives them.
func TestXLSXDays(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	for day, want := range map[string]string{
		"1899-12-31": "1899-12-31", "1900-02-28": "1900-02-28", // not a day of Excel's, or not the same
		"1900-03-01": "61", "1969-12-31": "25568", "1970-01-02": "25570", "2026-01-31": "46053", "9999-12-31": "2958465",
		"": "",
	} {
		for _, zone := range []*time.Location{time.UTC, time.FixedZone("west", -11*3600), time.FixedZone("east", 14*3600)} {
			time.Local = zone
			date, err := connector.ParseDate(day)
			if err != nil {
				t.Fatal(err)
			}
			book := openBook(t, written(t, XLSX, []record{{day: date}}))
			if got, err := book.GetCellValue("Sheet1", "F2", excelize.Options{RawCellValue: true}); err != nil || got != want {
				t.Errorf("%s, %s of Greenwich: %q, want %q (%v)", day, zone, got, want, err)
			}
			if got, err := book.GetCellValue("Sheet1", "F2"); err != nil || got != day {
				t.Errorf("%s, %s of Greenwich, is shown as %q (%v)", day, zone, got, err)
			}
		}
	}
}

func TestWhatIsKnownToBeZeroIsNotEmpty(t *testing.T) {
	zero := int64(0)
	records := []record{{known: &zero}, {}}
	if got, want := string(written(t, CSV, records)), ",0,0,0,false,,\r\n,0,,0,false,,\r\n"; !strings.HasSuffix(got, want) {
		t.Errorf("CSV: %q does not end with %q", got, want)
	}
	if got := string(written(t, JSON, records)); !strings.Contains(got, `"known":0`) || !strings.Contains(got, `"known":null`) {
		t.Errorf("JSON: %s", got)
	}
	book := openBook(t, written(t, XLSX, records))
	for cell, want := range map[string]string{"C2": "0", "C3": ""} {
		if got, err := book.GetCellValue("Sheet1", cell); err != nil || got != want {
			t.Errorf("%s is %q, want %q (%v)", cell, got, want, err)
		}
	}
}

func TestXLSXTakesWhateverADirectoryHolds(t *testing.T) {
	names := []string{"bell \a, zero \x00, half \xff", "two\nlines", "_x000D_ and _x0041_x0042_", "_xyz_", " blanks ", "]]> &amp;", "last"}
	records := make([]record, len(names))
	for i, name := range names {
		records[i].name = name
	}
	book := openBook(t, written(t, XLSX, records))
	rows, err := book.GetRows("Sheet1")
	if err != nil || len(rows) != len(names)+1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	names[0] = "bell \ufffd, zero \ufffd, half \ufffd"
	for i, want := range names {
		if got := rows[i+1][0]; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestXLSXSaysWhereItCutsAText(t *testing.T) {
	for given, text := range map[string]string{
		"no more than a cell holds": strings.Repeat("é", maxCellLength),
		"one more":                  strings.Repeat("é", maxCellLength+1),
		"pairs of surrogates":       strings.Repeat("🙂", maxCellLength/2+1),
		"very many":                 strings.Repeat("x", 100_000),
	} {
		book := openBook(t, written(t, XLSX, []record{{name: text}}))
		got, err := book.GetCellValue("Sheet1", "A2")
		if err != nil {
			t.Fatal(err)
		}
		length := len(utf16.Encode([]rune(got)))
		if given == "no more than a cell holds" {
			if got != text {
				t.Errorf("given %s: %d characters", given, length)
			}
			continue
		}
		kept, marked := strings.CutSuffix(got, cutMark)
		if !marked || length > maxCellLength || length < maxCellLength-1 || !strings.HasPrefix(text, kept) {
			t.Errorf("given %s: %d characters, marked: %v", given, length, marked)
		}
	}
}

// More than Excel's 1,048,576 rows go on in another sheet, and nothing of them
// is in a file but the one that is written.
func TestXLSXGoesOnInAnotherSheet(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	one := []Column[int]{{Key: "n", Title: "N", Value: func(n int) any { return int64(n) }}}
	const more = 5
	var out bytes.Buffer
	rows, err := Write(&out, XLSX, one, func(yield func(int) error) error {
		for n := range maxSheetRows - 1 + more {
			if err := yield(n); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || rows != maxSheetRows-1+more {
		t.Fatalf("%d rows, %v", rows, err)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) != 0 {
		t.Errorf("temporary files: %v, %v", left, err)
	}
	book := openBook(t, out.Bytes())
	if sheets := book.GetSheetList(); !reflect.DeepEqual(sheets, []string{"Sheet1", "Sheet2"}) {
		t.Fatalf("sheets %q", sheets)
	}
	if names := book.GetDefinedName(); len(names) != 2 || names[0].RefersTo != "Sheet1!$A$1:$A$1048576" ||
		names[1].RefersTo != "Sheet2!$A$1:$A$6" {
		t.Errorf("the filters are %+v", names)
	}
	second, err := book.GetRows("Sheet2")
	if want := [][]string{{"N"}, {"1048575"}, {"1048576"}, {"1048577"}, {"1048578"}, {"1048579"}}; err != nil ||
		!reflect.DeepEqual(second, want) {
		t.Errorf("the second sheet holds %q, want %q (%v)", second, want, err)
	}
}

func TestXLSXEndsASheetBeforeItIsTooLarge(t *testing.T) {
	var out bytes.Buffer
	book := newXLSXWriter(&out)
	if err := book.begin(nil, []string{"N"}); err != nil {
		t.Fatal(err)
	}
	for n := range int64(2) {
		if err := book.row([]any{n}); err != nil {
			t.Fatal(err)
		}
		book.size = maxSheetSize
	}
	if err := book.end(); err != nil {
		t.Fatal(err)
	}
	if sheets := openBook(t, out.Bytes()).GetSheetList(); len(sheets) != 2 {
		t.Errorf("sheets %q", sheets)
	}
}

// TestXLSXSaysOfEveryCellWhereItIs reads the references themselves: excelize goes by the order where it can, Excel does not.
func TestXLSXSaysOfEveryCellWhereItIs(t *testing.T) {
	columns := make([]Column[int], 28) // A to AB
	for i := range columns {
		columns[i] = Column[int]{Key: "k", Title: "T", Value: func(n int) any {
			return []any{int64(n), 0.5, true, "text", connector.Date(20_000), time.Unix(1e9, 0)}[i%6]
		}}
	}
	const rows = 1100
	var out bytes.Buffer
	if _, err := Write(&out, XLSX, columns, counting(rows)); err != nil {
		t.Fatal(err)
	}
	content, sheet := sheetOf(t, out.Bytes()), struct {
		Rows []struct {
			Number string `xml:"r,attr"`
			Cells  []struct {
				At string `xml:"r,attr"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}{}
	if err := xml.Unmarshal(content, &sheet); err != nil {
		t.Fatal(err)
	}
	if len(sheet.Rows) != rows+1 {
		t.Fatalf("%d rows", len(sheet.Rows))
	}
	for i, row := range sheet.Rows {
		number := strconv.Itoa(i + 1)
		if row.Number != number || len(row.Cells) != len(columns) {
			t.Fatalf("row %s says %q and has %d cells", number, row.Number, len(row.Cells))
		}
		for j, cell := range row.Cells {
			if want := columnName(j) + number; cell.At != want {
				t.Fatalf("cell %s says %q", want, cell.At)
			}
		}
	}
}

func sheetOf(t *testing.T, book []byte) []byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	content, err := fs.ReadFile(archive, sheetPath(1))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestXLSXPartsAreWellFormed(t *testing.T) {
	for name, content := range xlsxParts([]xlsxSheet{{1, "AB", 1_048_576}, {2, "AB", 12}}) {
		if err := xml.Unmarshal([]byte(content), new(struct{})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for column, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := columnName(column); got != want {
			t.Errorf("column %d is %s, want %s", column, got, want)
		}
	}
}
