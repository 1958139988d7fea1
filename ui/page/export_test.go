package page

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/parquet-go/parquet-go"

	"inventorybeacon/app/export"
	"inventorybeacon/ui/widgets/grid"
)

func TestTheFormatIsThatOfTheFilesEnding(t *testing.T) {
	for path, want := range map[string]export.Format{
		"/tmp/users.csv": export.CSV, "/tmp/users.XLSX": export.XLSX, "users.json": export.JSON, "users.parquet": export.Parquet,
		"users.txt": export.XLSX, "users": export.XLSX,
	} {
		if got := formatOf(path, export.XLSX); got != want {
			t.Errorf("%s is written as %s, want %s", path, got, want)
		}
	}
}

// A Parquet file says what its columns hold before its first row, which may be the only one
// that is another.
func TestColumnsOfParquetAreWhatAllRowsHold(t *testing.T) {
	test.NewTempApp(t)
	g := grid.New(
		grid.Column{ID: "name", Title: "Name"}, grid.Column{ID: "users", Title: "Users"}, grid.Column{ID: "last", Title: "Last"},
		grid.Column{ID: "none", Title: "None"},
	)
	rows := [][]grid.Cell{
		{grid.Text("Contoso"), None(), Day(20484), None()},
		{grid.Text(""), Number(7), grid.Muted("Never"), None()},
	}
	g.SetData(grid.Rows(rows))
	var out bytes.Buffer
	if err := writeRows(t.Context(), &out, export.Parquet, g.Drawn(), nil, InMemory(rows), func(int64) {}); err != nil {
		t.Fatal(err)
	}
	file, err := parquet.OpenFile(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, field := range file.Schema().Fields() {
		kinds = append(kinds, field.Name()+" "+field.Type().String())
	}
	if want := []string{"name STRING", "users INT(64,true)", "last STRING", "none STRING"}; !slices.Equal(kinds, want) {
		t.Errorf("the columns are %q, want %q", kinds, want)
	}
	read := make([]parquet.Row, 2)
	if n, err := parquet.NewReader(file).ReadRows(read); n != 2 {
		t.Fatalf("%d rows, %v", n, err)
	}
	var got []string
	for _, row := range read {
		var values []string
		for _, value := range row {
			values = append(values, value.String())
		}
		got = append(got, strings.Join(values, "|"))
	}
	if want := []string{"Contoso|<null>|2026-01-31|<null>", "<null>|7|Never|<null>"}; !slices.Equal(got, want) {
		t.Errorf("the rows are %q, want %q", got, want)
	}
}
