package inventory

import (
	"errors"
	"path/filepath"
	"testing"

	"inventorybeacon/connector"
)

func TestAGivenInventoryIsGoneOnWith(t *testing.T) {
	dir := t.TempDir()
	inv := open(t, dir)
	publishDelivery(t, inv, "old", contoso())
	before := licensesOf(t, inv, "old")
	must(t, begin(t, inv, "new").Close(true)) // cut short
	must(t, inv.Give(t.Context(), "old", "new"))

	if left, err := filepath.Glob(filepath.Join(dir, "staging", "*")); err != nil || len(left) > 0 {
		t.Errorf("staging files %v, %v", left, err)
	}
	wantUsers(t, inv, 3)
	if got := licensesOf(t, inv, "new"); len(got) == 0 || len(got) != len(before) {
		t.Errorf("licenses %v, before %v", got, before)
	}
	if got := licensesOf(t, inv, "old"); len(got) != 0 {
		t.Errorf("licenses of the connection of before: %v", got)
	}
	// The next import meets what it has: nothing changes.
	if counts := publishDelivery(t, inv, "new", contoso()); counts.Users != (connector.Count{Total: 3}) {
		t.Errorf("users of the next import: %+v", counts.Users)
	}
	wantUsers(t, inv, 3)
}

func TestAnInventoryIsGivenOnlyInPlaceOfAnEmptyOne(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "old", contoso())
	publishDelivery(t, inv, "full", contoso().of("u"))
	if err := inv.Give(t.Context(), "old", "full"); !errors.Is(err, ErrHasInventory) {
		t.Errorf("to one with an inventory: %v", err)
	}
	if err := inv.Give(t.Context(), "nobody", "new"); !errors.Is(err, ErrNoInventory) {
		t.Errorf("of nobody: %v", err)
	}
	wantUsers(t, inv, 6)

	if _, err := inv.db.Write.ExecContext(t.Context(), "INSERT INTO source (source, connection) VALUES (77, 'empty')"); err != nil {
		t.Fatal(err)
	}
	must(t, inv.Give(t.Context(), "old", "empty"))
	published, err := inv.Published(t.Context())
	must(t, err)
	if len(published) != 2 || published[0].Connection != "empty" || published[0].Users != 3 {
		t.Errorf("published %+v", published)
	}
}

func licensesOf(t *testing.T, inv *Inventory, connection string) []LicenseRow {
	t.Helper()
	rows, err := inv.Licenses(t.Context(), LicenseQuery{Connections: []string{connection}})
	must(t, err)
	return rows
}
