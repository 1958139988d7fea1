package microsoft365

import (
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"inventorybeacon/connector"
)

// FuzzCSV compares the reader of CSV files with encoding/csv.
func FuzzCSV(f *testing.F) {
	for _, text := range []string{
		"", "a", "a,b\n", "a,b\r\nc,d\r\n", "\n\r\n\na\n\n", "a\r", "a\rb\n", "\r\n", ",\n,,\n",
		`"a,b","c""d",e` + "\n", "\"a\r\nb\",c\nd\n", `"a" b",c` + "\n", `a"b,"c"` + "\n", `"",""` + "\n", `"a"`, `"a`, "\"a\n", `""`,
		"\"\n\n\nx\"\n", "x,\"\n", "x,\"",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		reference := csv.NewReader(strings.NewReader(text))
		reference.FieldsPerRecord, reference.LazyQuotes = -1, true
		r := newCSVReader(iotest.HalfReader(strings.NewReader(text)))
		for {
			row, err := r.read()
			if err == io.ErrUnexpectedEOF {
				return // encoding/csv takes a field that has no end
			}
			want, wantErr := reference.Read()
			if err != wantErr {
				t.Fatalf("%v instead of %v for %q", err, wantErr, text)
			}
			if err != nil {
				return
			}
			if !slices.Equal(row, want) {
				t.Fatalf("%q instead of %q for %q", row, want, text)
			}
		}
	})
}

func TestCSVRowsOfAnyLength(t *testing.T) {
	long := strings.Repeat("x", 300_000)
	r := newCSVReader(iotest.OneByteReader(strings.NewReader("a," + long + "\n\"" + long + "\n" + long + "\",b\nc\n")))
	for _, want := range [][]string{{"a", long}, {long + "\n" + long, "b"}, {"c"}} {
		if row, err := r.read(); err != nil || !slices.Equal(row, want) {
			t.Fatalf("%d fields, %v", len(row), err)
		}
	}
	if _, err := r.read(); err != io.EOF {
		t.Error(err)
	}
	for name, text := range map[string]string{"a line": long, "lines": strings.Repeat("x\n", 1000)} {
		r := newCSVReader(strings.NewReader(`"` + strings.Repeat(text, 1000)))
		if _, err := r.read(); err == nil || !strings.Contains(err.Error(), "longer than") {
			t.Errorf("%s: %v", name, err)
		}
		if cap(r.buffer) > 4*maxReportRow || cap(r.quoted) > 4*maxReportRow {
			t.Errorf("%s: %d and %d bytes are held", name, cap(r.buffer), cap(r.quoted))
		}
	}
}

func TestTextsAreKept(t *testing.T) {
	var kept texts
	memory := []byte("0000000")
	var all []string
	for i := range 10_000 {
		memory[i%7]++
		if memory[i%7] > '9' {
			memory[i%7] = '0'
		}
		all = append(all, kept.keep(view(memory)))
		if all[i] != string(memory) {
			t.Fatal(all[i], string(memory))
		}
	}
	if kept.keep("") != "" || all[0] != "1000000" || all[1] != "1100000" {
		t.Error(all[:2])
	}
}

// BenchmarkReadCSV reads reports of 100,000 users.
func BenchmarkReadCSV(b *testing.B) {
	for _, kind := range reportKinds(reportPeriod) {
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
				case kind.stream == connector.StreamActivations:
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
				sink := &discarding{}
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
