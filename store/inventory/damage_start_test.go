package inventory

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
)

// What every start reads is read before anybody is told that the inventory is open:
// damage there is found at the start, and not by the first who asks.
func TestDamageOfWhatEveryStartReadsIsFoundThere(t *testing.T) {
	dir := t.TempDir()
	filled(t, dir)
	inv := open(t, dir)
	var page, size int64
	must(t, inv.db.Read.QueryRow("SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = 'source'").
		Scan(&page, &size))
	must(t, inv.Close())
	file, err := os.OpenFile(inv.path(), os.O_RDWR, 0)
	must(t, err)
	_, err = file.WriteAt(bytes.Repeat([]byte{0xff}, int(size)), (page-1)*size)
	must(t, errors.Join(err, file.Close()))

	again := open(t, dir)
	if again.Replaced() == nil {
		t.Fatal("the damage was not found at the start")
	}
	wantUsers(t, again, 0)
	publishDelivery(t, again, "one", contoso())
	wantUsers(t, again, 3)
}

func TestADamagedInventoryIsLeftWhereNothingCanBeWritten(t *testing.T) {
	dir := t.TempDir()
	filled(t, dir)
	path := filepath.Join(dir, inventoryFile)
	must(t, errors.Join(os.RemoveAll(path+"-wal"), os.RemoveAll(path+"-shm"), os.Truncate(path, 50_000)))
	before, err := os.ReadFile(path)
	must(t, err)
	for id, reason := range map[string]error{
		"inventory.damaged.left":      &sqlite.DiskFullError{Path: path, Err: errors.New("full")},
		"inventory.damaged.read-only": &sqlite.ReadOnlyDiskError{Path: path, Err: errors.New("read-only")},
	} {
		_, err = Open(t.Context(), dir, Options{ReadOnly: &sqlite.ReadOnly{Reason: reason}})
		storetest.WantMessage(t, err, id, inventoryFile)
		if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, before) {
			t.Errorf("it was not left: %v", err)
		}
	}
}

func TestWhatWasSetAsideIsToldUntilAnImport(t *testing.T) {
	dir := t.TempDir()
	filled(t, dir)
	path := filepath.Join(dir, inventoryFile)
	must(t, errors.Join(os.RemoveAll(path+"-wal"), os.RemoveAll(path+"-shm"), os.Truncate(path, 50_000)))
	must(t, open(t, dir).Close())
	again := open(t, dir)
	if replaced := again.Replaced(); replaced == nil || replaced.Kept != path+".damaged-20261123T120000Z" || !replaced.At.Equal(noon) {
		t.Fatalf("replaced: %+v", replaced)
	}
	publishDelivery(t, again, "one", contoso())
	must(t, again.Close())
	if replaced := open(t, dir).Replaced(); replaced != nil {
		t.Errorf("told after an import: %+v", replaced)
	}
}
