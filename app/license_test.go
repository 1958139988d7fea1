package app

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// TestALicenseIsToldAsTheTenantHasIt counts how the holders of each license got it and
// which plans they have switched off, once more from what the tenant says of its users.
func TestALicenseIsToldAsTheTenantHasIt(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 1_500})
	b := openDir(t, t.TempDir(), sourceOf(server))
	connection := connect(t, b, "Contoso")
	mustImport(t, b, connection)
	for _, l := range server.Licenses() {
		ways, off, several := map[string]int64{}, map[string]int64{}, int64(0)
		var holders []string
		for u := range server.Users() {
			for _, a := range u.Assignments {
				if a.SKUID != l.SKUID {
					continue
				}
				holders = append(holders, u.ID)
				given := int64(len(a.Groups))
				if a.Direct {
					ways[""]++
					given++
				}
				for _, group := range a.Groups {
					ways[group]++
				}
				if given > 1 {
					several++
				}
				for _, plan := range a.DisabledPlans {
					off[plan]++
				}
			}
		}
		got, err := b.License(t.Context(), connection.ID, l.SKUID, 0)
		if err != nil {
			t.Fatal(err)
		}
		gotWays, gotOff := map[string]int64{}, map[string]int64{}
		for _, w := range got.Ways {
			gotWays[w.Group.ID] = w.Holders
		}
		for _, p := range got.Plans {
			if p.Off > 0 {
				gotOff[p.ID] = p.Off
			}
		}
		if diff := cmp.Diff(ways, gotWays) + cmp.Diff(off, gotOff); diff != "" || several != got.SeveralWays ||
			len(got.Plans) != len(l.ServicePlans) {
			t.Errorf("%s: %d in several ways, want %d; %d plans; -want +got\n%s", l.PartNumber, got.SeveralWays, several, len(got.Plans), diff)
		}
		checkHolders(t, b, connection.ID, l.SKUID, holders)
	}
}

// checkHolders pages through the holders of a license.
func checkHolders(t *testing.T, b *opened, connection, skuID string, want []string) {
	t.Helper()
	seen := map[string]bool{}
	for offset := 0; ; offset += 100 {
		page, err := b.Holders(t.Context(), UserQuery{Connections: []string{connection}, License: skuID, Limit: 100, Offset: offset})
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range page {
			seen[h.ID] = true
			if h.Assignment == nil || !strings.EqualFold(h.Assignment.SKUID, skuID) {
				t.Errorf("%s holds %+v", h.UserPrincipalName, h.Assignment)
			}
		}
		if len(page) < 100 {
			break
		}
	}
	for _, id := range want {
		if !seen[id] {
			t.Errorf("the holder %s is missing", id)
		}
	}
	if len(seen) != len(want) {
		t.Errorf("%s has %d holders, want %d", skuID, len(seen), len(want))
	}
}
