package inventory

import (
	"bytes"
	"errors"
	"os"
	"testing"
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
