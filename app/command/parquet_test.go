package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"
)

// Programs that read Parquet know days, numbers and what is not known by the types of columns, which JSON has in each value.
func TestParquetHoldsWhatJSONHolds(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "demo", "--console", "--users", "300")
	for _, list := range [][]string{
		{"users"},
		{"licenses"},
		{"applications"},
		{"usage"},
		{"changes"},
		{"history"},
		{"reclaim"},
		{"history", "--application", "Teams"},
		{"reclaim", "--group-by", "license"},
		{"users", "--group-by", "department"},
	} {
		t.Run(strings.Join(list, " "), func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "list.parquet")
			succeed(t, dir, append(append([]string{"inventory"}, list...), "--output", file)...)
			var want []map[string]any
			if err := json.Unmarshal([]byte(succeed(t, dir, append(append([]string{"inventory"}, list...), "--json")...)), &want); err != nil {
				t.Fatal(err)
			}
			if len(want) == 0 {
				t.Fatal("there is nothing to compare")
			}
			if diff := cmp.Diff(want, parquetRows(t, file)); diff != "" {
				t.Errorf("-JSON +Parquet\n%s", diff)
			}
		})
	}
}

// parquetRows are the rows of a file as JSON has them.
func parquetRows(t *testing.T, name string) (rows []map[string]any) {
	t.Helper()
	content, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = content.Close() }()
	reader := parquet.NewReader(content)
	columns := reader.Schema().Fields()
	for range reader.NumRows() {
		read := make([]parquet.Row, 1)
		if n, err := reader.ReadRows(read); n == 0 {
			t.Fatal(err)
		}
		row := map[string]any{}
		for i, value := range read[0] {
			row[columns[i].Name()] = asJSON(columns[i], value)
		}
		rows = append(rows, row)
	}
	return rows
}

func asJSON(column parquet.Field, value parquet.Value) any {
	switch kind := column.Type().String(); {
	case value.IsNull():
		return nil
	case kind == "DATE":
		return time.Unix(int64(value.Int32())*24*60*60, 0).UTC().Format(time.DateOnly)
	case strings.HasPrefix(kind, "TIMESTAMP"):
		return time.UnixMilli(value.Int64()).UTC().Format(time.RFC3339Nano)
	case kind == "BOOLEAN":
		return value.Boolean()
	case kind == "STRING" && column.Name() == "licenses":
		list := []any{}
		for part := range strings.SplitSeq(string(value.ByteArray()), "; ") {
			if part != "" {
				list = append(list, part)
			}
		}
		return list
	case kind == "STRING":
		return string(value.ByteArray())
	default:
		number, err := strconv.ParseFloat(value.String(), 64)
		if err != nil {
			return value.String()
		}
		return number
	}
}
