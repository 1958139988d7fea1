package sqlite

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
)

// SQLite reads this once in the life of a process, so the tests run in one of their own.
const temporaryVariable = "SQLITE_TMPDIR"

// withFullTemporary runs the test again with a full folder for temporary files.
func withFullTemporary(t *testing.T) (folder string, inside bool) {
	t.Helper()
	if folder := os.Getenv(temporaryVariable); folder != "" {
		return folder, true
	}
	folder, mounted := mountDisk(t)
	if !mounted {
		return folder, false
	}
	filler, err := os.Create(filepath.Join(folder, "filler"))
	storetest.Must(t, err)
	for err == nil {
		_, err = filler.Write(make([]byte, 4096))
	}
	storetest.Must(t, filler.Close())
	command := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	command.Env = append(os.Environ(), temporaryVariable+"="+folder)
	output, err := command.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "--- PASS: "+t.Name()) {
		t.Errorf("%v\n%s", err, output)
	}
	return folder, false
}

func TestAFullTemporaryFolderStopsNoMigrationAndIsNamed(t *testing.T) {
	folder, inside := withFullTemporary(t)
	if !inside {
		return
	}
	const manyRows = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000) "
	files := migrationFiles(
		"CREATE TABLE item (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
		"INSERT INTO item (text) "+manyRows+
			"SELECT hex(randomblob(100)) FROM n; CREATE INDEX item_text ON item (text); UPDATE item SET text = text || 'x'",
	)
	db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), testOptions(files))

	const sorted = "SELECT max(text) FROM (SELECT text || 'y' AS text FROM item ORDER BY text || 'z' LIMIT 50000)"
	var last string
	err := Explain(db.Path, db.Read.QueryRowContext(t.Context(), sorted).Scan(&last))
	m := storetest.WantMessage(t, err, "sqlite.temporary-full", folder)
	if free, _ := m.Data["Free"].(connector.Size); free >= leastNeed {
		t.Errorf("it says %v", m)
	}
	if found, _ := TemporaryFolder(); found != folder {
		t.Errorf("the folder is %s, want %s", found, folder)
	}

	options := testOptions(files)
	options.TemporaryInMemory = true
	small := mustOpen(t, filepath.Join(t.TempDir(), "b.db"), options)
	if err := small.Read.QueryRowContext(t.Context(), sorted).Scan(&last); err != nil {
		t.Errorf("in memory: %v", err)
	}
}
