package inventory

import (
	"os"
	"testing"
)

// benchmarkInventory opens an inventory with the large tenant and its search index.
// INVENTORY_DIR names a folder in which it stays for the next time.
func benchmarkInventory(b *testing.B) (*Inventory, largeTenant) {
	b.Helper()
	dir := os.Getenv("INVENTORY_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	tenant, ctx := newLargeTenant(benchmarkUsers(b)), b.Context()
	inv := open(b, dir)
	published, err := inv.Published(ctx)
	must(b, err)
	if len(published) == 0 {
		imp := begin(b, inv, "large")
		tenant.deliver(b, imp)
		_, err := imp.Publish(ctx, noon, nil)
		must(b, err)
	}
	must(b, inv.AwaitIndex(ctx))
	return inv, tenant
}
