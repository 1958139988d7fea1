package command

import (
	"archive/zip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/app/doctor"
)

func TestDoctorSaysWhatHasFailedAndMakesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	if said := succeed(t, dir, "doctor"); !strings.Contains(said, "warning  data directory  "+dir+" does not exist.") {
		t.Errorf("where there is nothing: %s", said)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Error("it has made the data directory")
	}
	succeed(t, dir, "connection", "add", "Contoso")
	if said := succeed(t, dir, "doctor"); !strings.Contains(said, "\nok       connections     beacon.db is whole") {
		t.Errorf("where all is well: %s", said)
	}
	if err := os.WriteFile(filepath.Join(dir, "beacon.db"), []byte(strings.Repeat("This is no database. ", 99)), 0o600); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := run(t, dir, "doctor", "--json")
	var findings []doctor.Result
	if err := json.Unmarshal([]byte(stdout), &findings); err != nil {
		t.Fatalf("%v: %s", err, stdout)
	}
	if status != exitFailed || !strings.Contains(stderr, "checks have failed.") ||
		!slices.ContainsFunc(findings, func(f doctor.Result) bool { return f.Status == doctor.Failed }) {
		t.Errorf("%d, %s, %+v", status, stderr, findings)
	}

	// The support bundle has it too, also where nothing can be opened.
	bundle := filepath.Join(t.TempDir(), "bundle.zip")
	succeed(t, dir, "support", bundle)
	archive, err := zip.OpenReader(bundle)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = archive.Close() }()
	file, err := archive.Open("doctor.json")
	if err != nil {
		t.Fatal(err)
	}
	if content, err := io.ReadAll(file); err != nil || !strings.Contains(string(content), "damaged or is not a database") {
		t.Errorf("%s, %v", content, err)
	}
}

func TestWhatSQLiteSaysInLinesStandsInOne(t *testing.T) {
	said := oneLine(inWords(doctor.Result{Message: "It is damaged.", Reference: "tree 1 page 2\ntree 3 page 4"}))
	if want := "It is damaged. (tree 1 page 2; tree 3 page 4)"; said != want {
		t.Errorf("%q, want %q", said, want)
	}
}

func TestDoctorSaysEveryCheckOnALineOfItsOwn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data\nwarning  \x1b[31mred\u0085")
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, said, _ := run(t, dir, "doctor")
	first, _, _ := strings.Cut(said, "\n")
	for _, want := range []string{
		"failed   data directory  ", `data\nwarning  \x1b[31mred\u0085 cannot be used`,
		"(it is a file, not a folder)",
	} {
		if !strings.Contains(first, want) {
			t.Errorf("%q is not in %q", want, first)
		}
	}
}
