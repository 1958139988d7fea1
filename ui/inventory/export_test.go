package inventory

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/xuri/excelize/v2"

	"inventorybeacon/app"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/ui/filechooser"
	"inventorybeacon/ui/session/sessiontest"
)

// saveAt is a person who saves every file at one place.
type saveAt string

// Open implements [session.FileChooser].
func (s saveAt) Open(_ context.Context, _ filechooser.Request) (string, error) { return string(s), nil }

// Save implements [session.FileChooser].
func (s saveAt) Save(_ context.Context, _ filechooser.Request) (string, error) { return string(s), nil }

// exported presses Export... and returns the rows of the file, of which the first are the
// columns, as another program reads them.
func exported(t *testing.T, w *sessiontest.Window, l *List[app.UserRow], before, format, ending string) [][]string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "users"+ending)
	w.Files = saveAt(path)
	l.List().Export.Action()
	w.Choose(before, format)
	w.Press("Choose a File...")
	w.Await("The list is in " + path)
	w.Press("OK")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]func(*testing.T, []byte) [][]string{".csv": ofCSV, ".xlsx": ofXLSX, ".json": ofJSON, ".parquet": ofParquet}[ending](t,
		content)
}

func ofCSV(t *testing.T, content []byte) [][]string {
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func ofXLSX(t *testing.T, content []byte) [][]string {
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func ofJSON(t *testing.T, content []byte) [][]string {
	var objects []map[string]any
	if err := json.Unmarshal(content, &objects); err != nil {
		t.Fatal(err)
	}
	rows := [][]string{{"displayName", "userPrincipalName"}}
	for _, o := range objects {
		name, _ := o["displayName"].(string)
		upn, _ := o["userPrincipalName"].(string)
		rows = append(rows, []string{name, upn})
	}
	return rows
}

func ofParquet(t *testing.T, content []byte) [][]string {
	file, err := parquet.OpenFile(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, field := range file.Schema().Fields() {
		names = append(names, field.Name())
	}
	rows, read := [][]string{names}, make([]parquet.Row, file.NumRows())
	if n, err := parquet.NewReader(file).ReadRows(read); n != len(read) {
		t.Fatalf("%d rows, %v", n, err)
	}
	for _, row := range read {
		var values []string
		for _, value := range row {
			values = append(values, value.String())
		}
		rows = append(rows, values)
	}
	return rows
}

func TestWhatIsShownIsExportedInEveryFormat(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	l.grid.SetSort("userPrincipalName", true)
	l.filter.Set(filter.Expression{{Property: "enabled", Operator: filter.Is, Values: []string{"yes"}}})
	var want []string
	rows, err := w.Beacon.Users(t.Context(), app.UserQuery{Sort: "userPrincipalName", Descending: true, Filter: l.filter.Conditions()})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range rows {
		want = append(want, u.DisplayName+"|"+u.UserPrincipalName)
	}
	w.Until("the filtered users", func() bool { return !l.data.Loading() && l.data.Len() == len(want) })
	var ids, titles []string
	for _, c := range l.grid.Drawn() {
		ids, titles = append(ids, c.ID), append(titles, c.Title)
	}
	before := "CSV (.csv)"
	for _, given := range []struct {
		format, ending string
		heads          []string
	}{
		{"CSV (.csv)", ".csv", titles},
		{"Excel workbook (.xlsx)", ".xlsx", titles},
		{"JSON (.json)", ".json", nil},
		{"Parquet (.parquet)", ".parquet", ids},
	} {
		got := exported(t, w, l, before, given.format, given.ending)
		before = given.format // which is offered first the next time
		if given.heads != nil && !slices.Equal(got[0], given.heads) {
			t.Errorf("%s: the columns are %q, want %q", given.ending, got[0], given.heads)
		}
		var names []string
		for _, row := range got[1:] {
			names = append(names, strings.Join(row[:2], "|"))
		}
		if !slices.Equal(names, want) {
			t.Errorf("%s: %d rows, want %d of the same users in this order", given.ending, len(names), len(want))
		}
	}
}
