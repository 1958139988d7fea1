package onepage

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/store/inventory"
)

// Purchased less assigned is free less over-assigned.
func TestTheNumbersOfWhatWasPurchasedAddUp(t *testing.T) {
	listed := func(purchased, assigned int64) inventory.LicenseRow {
		return inventory.LicenseRow{Purchased: purchased, Assigned: assigned, Available: purchased - assigned}
	}
	for given, c := range map[string]struct {
		licenses []inventory.LicenseRow
		want     []string
	}{
		"what is listed": {[]inventory.LicenseRow{listed(10, 4), listed(5, 7)}, []string{"11 assigned", "6 free", "2 over-assigned"}},
		"what the tenant no longer lists": {
			[]inventory.LicenseRow{listed(10, 4), {Status: inventory.NotListed, Assigned: 24}},
			[]string{"4 assigned", "6 free", "24 assigned, not listed"},
		},
	} {
		if diff := cmp.Diff(c.want, purchasedTile(c.licenses).Parts); diff != "" {
			t.Errorf("given %s (-want +got):\n%s", given, diff)
		}
	}
}
