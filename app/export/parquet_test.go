package export

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
)

func readParquet(t *testing.T, content []byte) (*parquet.File, []parquet.Row) {
	t.Helper()
	file, err := parquet.OpenFile(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]parquet.Row, file.NumRows())
	reader := parquet.NewReader(file)
	for read := 0; read < len(rows); {
		n, err := reader.ReadRows(rows[read:])
		if read += n; n == 0 {
			t.Fatal(err)
		}
	}
	return file, rows
}

func TestParquet(t *testing.T) {
	file, rows := readParquet(t, written(t, Parquet, someRecords()))
	var names, types []string
	for _, field := range file.Schema().Fields() {
		names, types = append(names, field.Name()), append(types, field.Type().String())
	}
	if want := []string{"name", "count", "known", "share", "on", "day", "list"}; !reflect.DeepEqual(names, want) {
		t.Errorf("columns %q, want %q", names, want)
	}
	if want := []string{"STRING", "INT(64,true)", "INT(64,true)", "DOUBLE", "BOOLEAN", "DATE", "STRING"}; !reflect.DeepEqual(types, want) {
		t.Errorf("types %q, want %q", types, want)
	}
	var got []string
	for _, row := range rows {
		values := make([]string, len(row))
		for i, value := range row {
			values[i] = value.String()
		}
		got = append(got, strings.Join(values, "|"))
	}
	want := []string{
		"Ünïcøde 株式会社 🙂|-12|7|0.25|true|20484|E3; E5",
		"<null>|0|<null>|0|false|<null>|",
		`quotes " and, commas; <&>|2147483648|<null>|0|false|<null>|one`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// Many rows are in several groups, in their order, and an empty list is a file all the same.
func TestParquetOfAnyNumberOfRows(t *testing.T) {
	one := []Column[int]{{Key: "n", Title: "N", Kind: Number, Value: func(n int) any { return int64(n) }}}
	for _, count := range []int{0, 1, rowGroup + 1234} {
		var out bytes.Buffer
		written, err := Write(&out, Parquet, one, func(yield func(int) error) error {
			for n := range count {
				if err := yield(n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || written != int64(count) {
			t.Fatalf("%d rows, %v", written, err)
		}
		file, rows := readParquet(t, out.Bytes())
		if groups := len(file.RowGroups()); count > rowGroup && groups < 2 {
			t.Errorf("%d rows are in %d groups", count, groups)
		}
		for n, row := range rows {
			if row[0].Int64() != int64(n) {
				t.Fatalf("row %d is %d", n, row[0].Int64())
			}
		}
	}
}
