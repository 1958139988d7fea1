package inventory

import (
	"errors"
	"path/filepath"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
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

// One that is refused takes nothing away from the connection: not what its import, which was
// cut short, goes on with.
func TestAnInventoryThatIsNotGivenLeavesWhatWasCutShort(t *testing.T) {
	for given, c := range map[string]struct {
		from string
		want error
	}{
		"the connection has an inventory": {"old", ErrHasInventory},
		"there is nothing to give":        {"nobody", ErrNoInventory},
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir := t.TempDir()
			inv := open(t, dir)
			publishDelivery(t, inv, "old", contoso())
			if c.want == ErrHasInventory {
				publishDelivery(t, inv, "new", contoso().of("u"))
			}
			must(t, begin(t, inv, "new").Close(true)) // cut short
			if err := inv.Give(t.Context(), c.from, "new"); !errors.Is(err, c.want) {
				t.Errorf("Give = %v", err)
			}
			if left, err := filepath.Glob(filepath.Join(dir, "staging", "*")); err != nil || len(left) == 0 {
				t.Errorf("what the import has read is gone: %v, %v", left, err)
			}
		})
	}
}

// Whatever is refused, the inventory belongs to one of the two as a whole.
func TestAnInventoryIsGivenWholeOrNotAtAll(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "old", contoso())
	_, err := inv.db.Write.ExecContext(t.Context(), "INSERT INTO source (source, connection) VALUES (77, 'new')")
	must(t, err)
	storetest.EachWriteRefused(t,
		func(number int) (met func() int) { return storetest.Refuse(t, number, inv.db.Write) },
		func() string { return storetest.Rows(t.Context(), t, inv.db.Read, "user_search") },
		func() error { return inv.Give(t.Context(), "old", "new") })
	wantUsers(t, inv, 3)
}

func licensesOf(t *testing.T, inv *Inventory, connection string) []LicenseRow {
	t.Helper()
	rows, err := inv.Licenses(t.Context(), LicenseQuery{Connections: []string{connection}})
	must(t, err)
	return rows
}
