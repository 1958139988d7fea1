package lists

import (
	"archive/zip"
	"bytes"
	"io"
	"reflect"
	"strings"
	"testing"

	"inventorybeacon/app/export"
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

// filled is a row of which everything is known.
func filled[T any](row T) T {
	fields := reflect.ValueOf(&row).Elem()
	for i := range fields.NumField() {
		if field := fields.Field(i); field.Kind() == reflect.Pointer && field.IsNil() && field.CanSet() {
			field.Set(reflect.New(field.Type().Elem()))
		}
	}
	return row
}

// writtenIn is a list of such a row and one of which nothing is known. Of a workbook it is what
// its parts hold.
func writtenIn[T any](t *testing.T, format export.Format, columns []export.Column[T]) string {
	t.Helper()
	var empty T
	var out bytes.Buffer
	rows := export.Rows(func() ([]T, error) { return []T{filled(empty), empty}, nil })
	if _, err := export.Write(&out, format, columns, rows); err != nil {
		t.Fatal(err)
	}
	if format != export.XLSX {
		return out.String()
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var parts strings.Builder
	for _, part := range archive.File {
		file, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&parts, file); err != nil {
			t.Fatal(err)
		}
	}
	return parts.String()
}

func checkColumns[T any](t *testing.T, columns []export.Column[T]) {
	var empty T
	kinds := map[export.Kind]any{
		export.Words: "", export.Number: int64(0), export.Amount: float64(0), export.Day: connector.Date(0), export.Flag: false,
		export.List: []string{},
	}
	for _, c := range columns {
		if value := c.Value(filled(empty)); value != nil && reflect.TypeOf(value) != reflect.TypeOf(kinds[c.Kind]) {
			t.Errorf("%s is %T, which is not its kind %d", c.Title, value, c.Kind)
		}
		for _, row := range []T{filled(empty), empty} {
			switch value := c.Value(row).(type) {
			case nil, string, bool, int64, float64, []string, connector.Date:
			default:
				t.Errorf("%s: no format knows how to write %T", c.Title, value)
			}
		}
	}
	for _, format := range []export.Format{export.Table, export.CSV, export.JSON, export.XLSX, export.Parquet} {
		if said := writtenIn(t, format, columns); strings.Contains(said, "0x") {
			t.Errorf("%s holds an address of the memory:\n%s", format, said)
		}
	}
}

func TestEveryListIsWrittenByItsValues(t *testing.T) {
	t.Run("users", func(t *testing.T) { checkColumns(t, userList.columns) })
	t.Run("licenses", func(t *testing.T) { checkColumns(t, licenseList.columns) })
	t.Run("applications", func(t *testing.T) { checkColumns(t, applicationList.columns) })
	t.Run("usage", func(t *testing.T) { checkColumns(t, usageList.columns) })
	seven, nine := int64(7), int64(9)
	row := inventory.ApplicationRow{Application: "Word", Entitled: &nine, Activations: &seven}
	var out bytes.Buffer
	if _, err := export.Write(&out, export.CSV, ApplicationColumns(), export.Rows(func() ([]inventory.ApplicationRow, error) {
		return []inventory.ApplicationRow{row, {Application: "Teams"}}, nil
	})); err != nil || !strings.HasSuffix(out.String(), "\r\nWord,9,,,7,,,,,,,,\r\nTeams,,,,,,,,,,,,\r\n") {
		t.Errorf("%q, %v", out.String(), err)
	}
}
