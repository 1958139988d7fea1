package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/app/export"
	"inventorybeacon/app/lists"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store/history"
)

func TestAViewIsWrittenIntoAFileOfItsName(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 60})))
	mustImport(t, b, connect(t, b, "Contoso"))
	if err := b.SaveView(t.Context(), lists.View{Name: "Everybody", List: "users", Columns: []string{"userPrincipalName"}}); err != nil {
		t.Fatal(err)
	}
	users, folder := userCount(t, b), t.TempDir()
	for _, format := range []string{"csv", "json", "xlsx"} {
		var told int64
		path, rows, err := b.ExportView(t.Context(), lists.ViewExport{View: "everybody", Folder: folder, Format: format},
			func(rows int64) { told = rows })
		if want := filepath.Join(folder, "Everybody."+format); err != nil || path != want || rows != users || told > users {
			t.Errorf("%d rows in %s, told %d, %v; want %d in %s", rows, path, told, err, users, want)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if marked := strings.HasPrefix(string(content), export.ByteOrderMark); marked != (format == "csv") {
			t.Errorf("%s begins with a byte order mark: %v", format, marked)
		}
	}

	file := filepath.Join(folder, "Everybody.csv")
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var missing *history.ViewNotFoundError
	for _, c := range []struct {
		name    string
		export  lists.ViewExport
		missing bool
	}{
		{"given no such view", lists.ViewExport{View: "Nobody", Folder: folder, Format: "csv"}, true},
		{"given no such format", lists.ViewExport{View: "Everybody", Folder: folder, Format: "pdf"}, false},
		{"given no such folder", lists.ViewExport{View: "Everybody", Folder: filepath.Join(folder, "none"), Format: "csv"}, false},
	} {
		if _, _, err := b.ExportView(t.Context(), c.export, nil); err == nil || errors.As(err, &missing) != c.missing {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	// A query that ends before its time leaves what was written before.
	if _, err := b.ExportList(t.Context(), file, export.CSV, lists.Query{List: lists.Users, Filter: "nonsense = 1"}); err == nil {
		t.Error("a filter that there is not was written")
	}
	if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
		t.Errorf("the former file is another one, %v", err)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 3 {
		t.Errorf("in the folder are %v, %v", left, err)
	}
}

func TestViewsAreWrittenAfterEachImport(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 60})))
	c := connect(t, b, "Contoso")
	if err := b.SaveView(t.Context(), lists.View{Name: "Everybody", List: "users"}); err != nil {
		t.Fatal(err)
	}
	good, gone := t.TempDir(), filepath.Join(t.TempDir(), "gone")
	if err := os.Mkdir(gone, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		export lists.ViewExport
		right  bool
	}{
		{"given a folder", lists.ViewExport{View: "EVERYBODY", Folder: good, Format: "csv"}, true},
		{"given another one", lists.ViewExport{View: "Everybody", Folder: gone, Format: "json"}, true},
		{"given no such view", lists.ViewExport{View: "Nobody", Folder: good, Format: "csv"}, false},
		{"given no such folder", lists.ViewExport{View: "Everybody", Folder: filepath.Join(good, "none"), Format: "csv"}, false},
		{"given a file", lists.ViewExport{View: "Everybody", Folder: file, Format: "csv"}, false},
	} {
		if err := b.AddExport(t.Context(), c.export); (err == nil) != c.right {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	exports, err := b.History.Exports(t.Context())
	if err != nil || len(exports) != 2 || exports[0].View != "Everybody" {
		t.Fatalf("there are %+v, %v", exports, err)
	}
	task := mustImport(t, b, c)
	if _, err := os.Stat(filepath.Join(good, "Everybody.csv")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(gone); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder that is gone: %v", err)
	}
	var notes, warnings []string
	said := func(to *[]string) func(connector.Message) {
		return func(m connector.Message) { *to = append(*to, m.ID) }
	}
	b.WriteExports(t.Context(), said(&notes), said(&warnings))
	if !slices.Equal(notes, []string{"export.note.written"}) || !slices.Equal(warnings, []string{"export.failed"}) {
		t.Errorf("notes %q, warnings %q; the import has ended as %s", notes, warnings, task.Status)
	}
}
