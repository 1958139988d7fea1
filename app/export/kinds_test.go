package export

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
)

func TestKindOf(t *testing.T) {
	for _, c := range []struct {
		value any
		want  Kind
	}{
		{nil, Words},
		{"text", Words},
		{int64(1), Number},
		{1.5, Amount},
		{Fixed{1.5, 2}, Amount},
		{connector.Date(1), Day},
		{time.Time{}, Moment},
		{true, Flag},
		{[]string{"a"}, List},
	} {
		if got := KindOf(c.value); got != c.want {
			t.Errorf("%v is %d, want %d", c.value, got, c.want)
		}
	}
}

func TestAmountsKeepTheirDecimals(t *testing.T) {
	amounts := []any{Fixed{1234.5, 2}, Fixed{7, 0}, nil, Fixed{-0.5, 3}}
	columns := []Column[any]{
		{Key: "price", Title: "Price", Kind: Amount, Value: func(v any) any { return v }},
		{Key: "x", Title: "X", Value: func(any) any { return "x" }},
	}
	for format, want := range map[Format]string{
		CSV:   "Price,X\r\n1234.50,x\r\n7,x\r\n,x\r\n-0.500,x\r\n",
		JSON:  "[\n{\"price\":1234.50,\"x\":\"x\"},\n{\"price\":7,\"x\":\"x\"},\n{\"price\":null,\"x\":\"x\"},\n{\"price\":-0.500,\"x\":\"x\"}\n]\n",
		Table: "  Price  X\n1234.50  x\n      7  x\n         x\n -0.500  x\n",
	} {
		var out bytes.Buffer
		_, err := Write(&out, format, columns, Rows(func() ([]any, error) { return amounts, nil }))
		if err != nil || out.String() != want {
			t.Errorf("%s is %q, want %q (%v)", format, out.String(), want, err)
		}
	}
}

// A column of a list of the window may hold what its kind does not say.
func TestParquetOfMomentsAndOfWhatIsOfAnotherKind(t *testing.T) {
	at := time.Date(2026, 1, 31, 12, 30, 0, 250_000_000, time.FixedZone("", 3600))
	columns := []Column[any]{
		{Key: "moment", Kind: Moment, Value: func(v any) any { return v }},
		{Key: "number", Kind: Number, Value: func(v any) any { return v }},
		{Key: "words", Kind: Words, Value: func(v any) any { return v }},
	}
	var out bytes.Buffer
	_, err := Write(&out, Parquet, columns, Rows(func() ([]any, error) { return []any{at, int64(7), nil}, nil }))
	if err != nil {
		t.Fatal(err)
	}
	file, rows := readParquet(t, out.Bytes())
	if kind := file.Schema().Fields()[0].Type().String(); !strings.HasPrefix(kind, "TIMESTAMP") || !strings.Contains(kind, "MILLIS") {
		t.Errorf("moments are %s", kind)
	}
	var got []string
	for _, row := range rows {
		for _, value := range row {
			if value.IsNull() {
				got = append(got, "null")
			} else {
				got = append(got, value.String())
			}
		}
	}
	want := []string{"1769859000250", "null", at.Local().Format(time.DateTime), "null", "7", "7", "null", "null", "null"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRowsEndWithTheFirstError(t *testing.T) {
	failed := errors.New("no list")
	names := []Column[string]{{Key: "name", Title: "Name", Value: func(s string) any { return s }}}
	var out bytes.Buffer
	if n, err := Write(&out, CSV, names, Rows(func() ([]string, error) { return []string{"a", "b"}, nil })); n != 2 || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
	if n, err := Write(io.Discard, CSV, names, Rows(func() ([]string, error) { return []string{"a"}, failed })); n != 0 ||
		!errors.Is(err, failed) {
		t.Errorf("given a list that fails: %d rows, %v", n, err)
	}
	taken := 0
	err := Rows(func() ([]string, error) { return []string{"a", "b", "c"}, nil })(func(string) error {
		if taken++; taken == 2 {
			return failed
		}
		return nil
	})
	if taken != 2 || !errors.Is(err, failed) {
		t.Errorf("given a row that is not taken: %d, %v", taken, err)
	}
}

// narrowTerminal is a terminal of few cells.
type narrowTerminal struct {
	bytes.Buffer
	cells int
}

func (n *narrowTerminal) Width() int { return n.cells }

func TestSpareColumnsAreLeftOutOfATerminalInTheirOrder(t *testing.T) {
	var columns []Column[string]
	for title, spare := range map[string]int{"Name": 0, "First": 1, "Second": 2} {
		columns = append(columns,
			Column[string]{Key: title, Title: title, Spare: spare, Value: func(string) any { return strings.Repeat(title[:1], 25) }})
	}
	slices.SortFunc(columns, func(a, b Column[string]) int { return strings.Compare(b.Title, a.Title) }) // Second, Name, First
	for cells, want := range map[int][]string{200: {"Second", "Name", "First"}, 36: {"Second", "Name"}, 20: {"Name"}} {
		out := narrowTerminal{cells: cells}
		if _, err := Write(&out, Table, columns, Rows(func() ([]string, error) { return []string{""}, nil })); err != nil {
			t.Fatal(err)
		}
		heads, _, _ := strings.Cut(out.String(), "\n")
		if got := strings.Fields(strings.ToUpper(heads)); !slices.Equal(got, strings.Fields(strings.ToUpper(strings.Join(want, " ")))) {
			t.Errorf("in %d cells there is %q, want %q", cells, got, want)
		}
	}
}
