package report

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// readRows reads a text to its end or its first error.
func readRows(text string) (rows [][]string, err error) {
	r := newCSVReader(iotest.HalfReader(strings.NewReader(text)))
	for {
		row, err := r.read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows = append(rows, slices.Clone(row))
	}
}

// endsInQuotes reports whether a text ends in a quoted field. A quote closes a field
// only before a comma or the end of a line, as with LazyQuotes.
func endsInQuotes(text string) bool {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	quoted, begins := false, true
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '"' && strings.HasPrefix(text[i+1:], `"`):
			i++
		case quoted && c == '"':
			rest := text[i+1:]
			quoted = rest != "" && rest != "\r" && rest[0] != ',' && rest[0] != '\n'
		case quoted:
		case begins && c == '"':
			quoted = true
			begins = false
		default:
			begins = c == ',' || c == '\n'
		}
	}
	return quoted
}

// FuzzCSV compares the reader of reports with encoding/csv: it gives the same rows
// of a text in which all are as wide as the first one, and refuses any other, and
// one that ends in a quoted field.
func FuzzCSV(f *testing.F) {
	for _, text := range []string{
		"", "a", "a,b\n", "a,b\r\nc,d\r\n", "\n\r\n\na\n\n", "a\r", "a\rb\n", "\r\n", ",\n,,\n",
		`"a,b","c""d",e` + "\n", "\"a\r\nb\",c\nd\n", `"a" b",c` + "\n", `a"b,"c"` + "\n", `"",""` + "\n", `"a"`, `"a`, "\"a\n", `""`,
		"\"\n\n\nx\"\n", "x,\"\n", "x,\"", "a,b\nc\n", "a,b\nc,d,e\n", "a\n\"b\"\r", endOfReport, "a\n" + endOfReport + "\nb\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		reference := csv.NewReader(strings.NewReader(text))
		reference.FieldsPerRecord, reference.LazyQuotes = -1, true
		want, err := reference.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		whole := !endsInQuotes(text) && !strings.Contains(text, endOfReport)
		for i, row := range want {
			if len(row) != len(want[0]) {
				want, whole = want[:i], false
				break
			}
		}
		rows, err := readRows(text)
		switch {
		case strings.Contains(text, endOfReport): // whatever it is, it is no report
		case (err == nil) != whole:
			t.Fatalf("whole %v, %v for %q", whole, err, text)
		case whole && !slices.EqualFunc(rows, want, slices.Equal):
			t.Fatalf("%q instead of %q for %q", rows, want, text)
		}
	})
}

func TestCSVRowsOfAnyLength(t *testing.T) {
	long := strings.Repeat("x", 300_000)
	r := newCSVReader(iotest.OneByteReader(strings.NewReader("a," + long + "\n\"" + long + "\n" + long + "\",b\nc,\n")))
	for _, want := range [][]string{{"a", long}, {long + "\n" + long, "b"}, {"c", ""}} {
		if row, err := r.read(); err != nil || !slices.Equal(row, want) {
			t.Fatalf("%d fields, %v", len(row), err)
		}
	}
	if _, err := r.read(); err != io.EOF {
		t.Error(err)
	}
}

// Of a row that has no end so much is read as the longest one takes, wherever it is.
func TestCSVRowsAreBounded(t *testing.T) {
	good := strings.Repeat("2026-01-30,kim@contoso.example\r\n", 100_000)
	for name, again := range map[string]string{"a line": "x", "lines": "x\n", "quotes": `""`, "no quotes": "x,"} {
		t.Run(name, func(t *testing.T) {
			begin := good + `"`
			if name == "no quotes" {
				begin = good
			}
			body := &sourcetest.EndlessText{Begin: begin, Again: again}
			r := newCSVReader(body)
			var err error
			for err == nil {
				_, err = r.read()
			}
			if !strings.Contains(err.Error(), "longer than") {
				t.Error(err)
			}
			if most := int64(len(good)) + maxRow + 64<<10; body.Count > most {
				t.Errorf("%d bytes were read, %d are allowed", body.Count, most)
			}
		})
	}
}

func TestTextsAreKept(t *testing.T) {
	var kept arena
	memory := []byte("0000000")
	var all []string
	for i := range 10_000 {
		memory[i%7]++
		if memory[i%7] > '9' {
			memory[i%7] = '0'
		}
		all = append(all, kept.clone(view(memory)))
		if all[i] != string(memory) {
			t.Fatal(all[i], string(memory))
		}
	}
	if kept.clone("") != "" || all[0] != "1000000" || all[1] != "1100000" {
		t.Error(all[:2])
	}
}

// BenchmarkReadCSV reads reports of 100,000 users.
func BenchmarkReadCSV(b *testing.B) {
	for _, kind := range Kinds("D180") {
		b.Run(kind.report, func(b *testing.B) {
			row := make([]string, len(kind.names))
			for i, name := range kind.names {
				switch {
				case name == "Is Deleted":
					row[i] = "False"
				case strings.Contains(name, "Date"):
					row[i] = "2026-05-17"
				case strings.Contains(name, "Name"):
					row[i] = "somebody.or.other@contoso.example"
				case kind.stream == connector.StreamActivations && name != "Activated On Shared Computer":
					row[i] = "2"
				default:
					row[i] = "True"
				}
			}
			const rows = 100_000
			text := strings.Join(kind.names, ",") + "\r\n" + strings.Repeat(strings.Join(row, ",")+"\r\n", rows)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				sink := &sourcetest.Discard{}
				add, flush := kind.rows(b.Context(), sink)
				if err := readCSV(strings.NewReader(text), kind.columns, add); err != nil {
					b.Fatal(err)
				}
				if err := flush(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
