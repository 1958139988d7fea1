package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
)

// record is a row with a value of every kind that a column may have.
type record struct {
	name  string
	count int64
	known *int64
	share float64
	on    bool
	day   connector.Date
	list  []string
}

var columns = []Column[record]{
	{Key: "name", Title: "Name", Value: func(r record) any { return Text(r.name) }},
	{Key: "count", Title: "Count", Kind: Number, Value: func(r record) any { return r.count }},
	{Key: "known", Title: "Known", Kind: Number, Value: func(r record) any { return Int(r.known) }},
	{Key: "share", Title: "Share", Kind: Amount, Value: func(r record) any { return r.share }},
	{Key: "on", Title: "On", Kind: Flag, Value: func(r record) any { return r.on }},
	{Key: "day", Title: "Day", Kind: Day, Value: func(r record) any { return r.day }},
	{Key: "list", Title: "List", Kind: List, Value: func(r record) any { return append([]string{}, r.list...) }},
}

func someRecords() []record {
	known := int64(7)
	day := connector.DateOf(time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC))
	return []record{
		{name: "Ünïcøde 株式会社 🙂", count: -12, known: &known, share: 0.25, on: true, day: day, list: []string{"E3", "E5"}},
		{}, // nothing of all
		{name: `quotes " and, commas; <&>`, count: 1 << 31, list: []string{"one"}},
	}
}

// each yields records one after another.
func each(records []record) func(yield func(record) error) error {
	return func(yield func(record) error) error {
		for _, r := range records {
			if err := yield(r); err != nil {
				return err
			}
		}
		return nil
	}
}

func written(t testing.TB, format Format, records []record) []byte {
	t.Helper()
	var out bytes.Buffer
	n, err := Write(&out, format, columns, each(records))
	if err != nil || n != int64(len(records)) {
		t.Fatalf("%d rows, %v", n, err)
	}
	return out.Bytes()
}

func TestJSON(t *testing.T) {
	want := `[
{"name":"Ünïcøde 株式会社 🙂","count":-12,"known":7,"share":0.25,"on":true,"day":"2026-01-31","list":["E3","E5"]},
{"name":null,"count":0,"known":null,"share":0,"on":false,"day":null,"list":[]},
{"name":"quotes \" and, commas; <&>","count":2147483648,"known":null,"share":0,"on":false,"day":null,"list":["one"]}
]
`
	got := string(written(t, JSON, someRecords()))
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if empty := written(t, JSON, nil); !json.Valid(empty) || string(bytes.Join(bytes.Fields(empty), nil)) != "[]" {
		t.Errorf("no rows: %q", empty)
	}
}

func TestCSV(t *testing.T) {
	want := "Name,Count,Known,Share,On,Day,List\r\n" +
		"Ünïcøde 株式会社 🙂,-12,7,0.25,true,2026-01-31,\"E3; E5\"\r\n" +
		",0,,0,false,,\r\n" +
		"\"quotes \"\" and, commas; <&>\",2147483648,,0,false,,one\r\n"
	if got := string(written(t, CSV, someRecords())); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

func TestTable(t *testing.T) {
	want := "" +
		"Name                                Count  Known  Share  On     Day         List\n" +
		"Ünïcøde 株式会社 🙂                   -12      7  0.25   true   2026-01-31  E3; E5\n" +
		"                                        0         0      false\n" +
		"quotes \" and, commas; <&>  2147483648         0      false              one\n"
	got := string(written(t, Table, someRecords()))
	if fields(got) != fields(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, line := range strings.Split(got, "\n") {
		if line != strings.TrimRight(line, " ") {
			t.Errorf("%q ends with blanks", line)
		}
	}
}

// fields is a text with its runs of blanks as one.
func fields(text string) string { return strings.Join(strings.Fields(text), " ") }

func TestTableAlignsItsColumns(t *testing.T) {
	got := string(written(t, Table, []record{{name: "a", count: 5}, {name: "äöü", count: 1234}}))
	want := "Name  Count  Known  Share  On     Day  List\n" +
		"a         5             0  false\n" +
		"äöü    1234             0  false\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// terminal is a writer with lines of so many cells.
type terminal struct {
	bytes.Buffer
	cells int
}

func (t *terminal) Width() int { return t.cells }

// shown is a table as a terminal of so many cells shows it.
func shown(t *testing.T, cells int, records []record) string {
	t.Helper()
	to := &terminal{cells: cells}
	if _, err := Write(to, Table, columns, each(records)); err != nil {
		t.Fatal(err)
	}
	return to.String()
}

func TestTableFitsATerminal(t *testing.T) {
	records := []record{{name: strings.Repeat("株", 40), list: []string{strings.Repeat("e", 50)}}, {name: "short", count: 7}}
	for _, cells := range []int{60, 80, 200} {
		for _, line := range strings.Split(shown(t, cells, records), "\n") {
			if n := Cells(line); n > cells {
				t.Errorf("%d cells of %d: %q", n, cells, line)
			}
		}
	}
	if narrow := shown(t, 60, records); !strings.Contains(narrow, "株…") || !strings.Contains(narrow, "e…") {
		t.Errorf("it does not say that it was cut:\n%s", narrow)
	}
	if file := string(written(t, Table, records)); !strings.Contains(file, records[0].name) || !strings.Contains(file, records[0].list[0]) {
		t.Errorf("a file does not hold everything:\n%s", file)
	}
}

func TestFitLeavesSpareColumnsOutBeforeOthersCannotBeRead(t *testing.T) {
	for name, given := range map[string]struct {
		widths []int
		line   int
		want   []int
	}{
		"room for all":               {[]int{10, 36, 20}, 80, []int{10, 36, 20}},
		"room for all, narrower":     {[]int{10, 36, 20}, 50, []int{10, 18, 18}},
		"no room for one":            {[]int{10, 36, 20}, 34, []int{10, 0, 20}},
		"no room for both that may":  {[]int{10, 36, 20}, 12, []int{10, 0, 0}},
		"no room for what must stay": {[]int{40, 36, 20}, 12, []int{12, 0, 0}},
		"no room at all":             {[]int{40, 36, 20}, 1, []int{narrowest, 0, 0}},
	} {
		t.Run("given "+name, func(t *testing.T) {
			layout := Layout{widths: given.widths}
			if layout.Fit([]int{1, 2}, given.line); !slices.Equal(given.widths, given.want) {
				t.Errorf("the widths are %v, want %v", given.widths, given.want)
			}
		})
	}
}

func TestCells(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "äöü": 3, "e\u0301": 1, "株式会社": 8, "🙂": 2, "ａ": 2, "a\u200db": 2} {
		if got := Cells(text); got != want {
			t.Errorf("%q takes %d cells, want %d", text, got, want)
		}
	}
	for _, c := range []struct {
		text string
		most int
		want string
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"株式会社", 8, "株式会社"}, {"株式会社", 7, "株式会…"}, {"株式会社", 6, "株式…"}, {
		"e\u0301e\u0301e\u0301", 2,
		"e\u0301…",
	}} {
		if got := Cut(c.text, c.most); got != c.want {
			t.Errorf("%q cut to %d is %q, want %q", c.text, c.most, got, c.want)
		}
	}
}

func TestTableCutsWhatIsTooLongAndShowsNoControlCharacters(t *testing.T) {
	got := shown(t, 500, []record{
		{name: strings.Repeat("x", 200)}, {name: "two\nlines\x1b[31m\u202eback\u2028"},
	})
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines, want 3:\n%s", len(lines), got)
	}
	if !strings.Contains(lines[1], strings.Repeat("x", widest-1)+"… ") {
		t.Errorf("not cut to %d characters: %q", widest, lines[1])
	}
	if !strings.HasPrefix(lines[2], "two lines [31m back ") {
		t.Errorf("control characters were written: %q", lines[2])
	}
}

func TestTableOfManyRowsKeepsTheWidthsOfTheFirst(t *testing.T) {
	records := make([]record, lookahead+2)
	for i := range records {
		records[i].name = "short"
	}
	records[lookahead].name = "much longer than the first"
	lines := strings.Split(shown(t, 500, records), "\n")
	if got := lines[1+lookahead]; !strings.HasPrefix(got, "much…  ") {
		t.Errorf("row %d is %q", lookahead, got)
	}
}

var errBroken = errors.New("broken")

// brokenWriter fails after some bytes.
type brokenWriter struct{ left int }

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errBroken
	}
	return len(p), nil
}

func TestWriteTellsWhatFailed(t *testing.T) {
	many := slices.Repeat(someRecords(), 2000)
	for _, format := range []Format{Table, CSV, JSON, XLSX, Parquet} {
		t.Run(string(format)+" given a writer that breaks", func(t *testing.T) {
			if n, err := Write(&brokenWriter{0}, format, columns, each(nil)); n != 0 || !errors.Is(err, errBroken) {
				t.Errorf("without rows: %d, %v", n, err)
			}
			for _, left := range []int{0, 10, 8192} {
				if _, err := Write(&brokenWriter{left}, format, columns, each(many)); !errors.Is(err, errBroken) {
					t.Errorf("after %d bytes: %v", left, err)
				}
			}
			// So little is written in one piece, with the end.
			if _, err := Write(&brokenWriter{10}, format, columns, each(someRecords())); !errors.Is(err, errBroken) {
				t.Errorf("in the last write: %v", err)
			}
		})
		t.Run(string(format)+" given a query that breaks", func(t *testing.T) {
			n, err := Write(io.Discard, format, columns, func(yield func(record) error) error {
				return errors.Join(yield(record{}), errBroken)
			})
			if n != 1 || !errors.Is(err, errBroken) {
				t.Errorf("%d rows, %v", n, err)
			}
		})
	}
	// A heading that fills the buffer is written before the rows.
	long := []Column[record]{{Key: "n", Title: strings.Repeat("x", bufferSize), Value: func(r record) any { return r.name }}}
	if n, err := Write(&brokenWriter{0}, CSV, long, each(many)); n != 0 || !errors.Is(err, errBroken) {
		t.Errorf("in the headings: %d rows, %v", n, err)
	}
	if n, err := Write(io.Discard, "pdf", columns, each(nil)); n != 0 || err == nil || !strings.Contains(err.Error(), "pdf") {
		t.Errorf("an unknown format: %d rows, %v", n, err)
	}
}

func BenchmarkWrite(b *testing.B) {
	known := int64(7)
	row := record{
		name: "aarav.iyer@contoso.example", count: 12, known: &known, share: 0.5, on: true, day: 20484,
		list: []string{"POWER_BI_STANDARD", "SPE_E3"},
	}
	for _, format := range []Format{Table, CSV, JSON, XLSX} {
		b.Run(string(format)+"/100000", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := Write(io.Discard, format, columns, func(yield func(record) error) error {
					for range 100_000 {
						if err := yield(row); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
