package app

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"testing"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store/inventory"
)

func TestAKeptInventoryIsExportedAlone(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	mustImport(t, b, connect(t, b, "Stays"))
	kept := keep(t, b, "First")
	var out bytes.Buffer
	if err := b.ExportKept(t.Context(), kept.ID, &out); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]int{}
	for _, file := range archive.File {
		content, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(content).ReadAll()
		if err := errors.Join(err, content.Close()); err != nil {
			t.Fatal(err)
		}
		lines[file.Name] = len(rows)
	}
	licenses, err := b.Licenses(t.Context(), inventory.LicenseQuery{Connections: []string{kept.ID}})
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != 4 || lines["users.csv"] != 21 || lines["licenses.csv"] != len(licenses)+1 || lines["applications.csv"] < 2 ||
		lines["usage.csv"] < 2 {
		t.Errorf("lines %v", lines)
	}

	if err := b.ExportKept(t.Context(), kept.ID, failing{}); err == nil {
		t.Error("a file that cannot be written counts as complete")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }
