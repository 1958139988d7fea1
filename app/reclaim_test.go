package app

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

// TestWhatIsKeptOfAUserIsNotRecommended keeps a license as a command does, by names, and ends it again.
func TestWhatIsKeptOfAUserIsNotRecommended(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 1_500})
	b := openDir(t, t.TempDir(), sourceOf(server))
	connection := connect(t, b, "Contoso")
	mustImport(t, b, connection)
	recommended := func() []Recommendation {
		t.Helper()
		rows, err := b.Reclaim.Page(t.Context(), ReclaimQuery{})
		if err != nil {
			t.Fatal(err)
		}
		sum, groups, err := b.Reclaim.Sums(t.Context(), ReclaimQuery{}, ByReason)
		if err != nil {
			t.Fatal(err)
		}
		counted := int64(0)
		for _, g := range groups {
			counted += g.Count
		}
		if sum.Count != int64(len(rows)) || counted != sum.Count {
			t.Fatalf("%d are recommended, %d are summed up, %d by their reasons", len(rows), sum.Count, counted)
		}
		return rows
	}
	before := recommended()
	if len(before) <= 500 { // that are completed together
		t.Fatalf("only %d are recommended", len(before))
	}
	chosen := before[len(before)-1]
	of := func(rows []Recommendation) bool {
		return slices.ContainsFunc(rows, func(r Recommendation) bool { return r.UserID == chosen.UserID && r.SKUID == chosen.SKUID })
	}

	var missing *store.NotFoundError
	for _, wrong := range [][2]string{{"nobody@contoso.com", chosen.SKUPartNumber}, {chosen.UserPrincipalName, "NO_SUCH_LICENSE"}} {
		if _, err := b.LicensesOfUser(t.Context(), nil, wrong[0], wrong[1]); !errors.As(err, &missing) {
			t.Errorf("%q are found: %v", wrong, err)
		}
	}
	if _, err := b.UnkeepLicense(t.Context(), chosen.UserPrincipalName, chosen.SKUPartNumber); !errors.As(err, &missing) ||
		missing.What != "kept-license" {
		t.Errorf("what is not kept: %v", err)
	}

	licenses, err := b.LicensesOfUser(t.Context(), nil, strings.ToUpper(chosen.UserPrincipalName), chosen.SKUPartNumber)
	want := LicenseOfUser{TenantID: chosen.TenantID, UserID: chosen.UserID, SKUID: chosen.SKUID, UserPrincipalName: chosen.UserPrincipalName}
	if err != nil || len(licenses) != 1 || licenses[0] != want {
		t.Fatalf("%+v, %v; want %+v", licenses, err, want)
	}
	for _, name := range []string{chosen.UserPrincipalName, chosen.UserID, strings.ToUpper(chosen.UserPrincipalName)} {
		if err := b.Reclaim.Keep(t.Context(), licenses, "2999-12-31", "on leave"); err != nil {
			t.Fatal(err)
		}
		if now := recommended(); len(now) != len(before)-1 || of(now) {
			t.Errorf("%d are recommended, want %d; the kept one: %v", len(now), len(before)-1, of(now))
		}
		kept, err := b.KeptNow(t.Context())
		if err != nil || len(kept) != 1 || kept[0].SKU.ID != chosen.SKUID || kept[0].SKU.PartNumber != chosen.SKUPartNumber ||
			kept[0].Note != "on leave" {
			t.Fatalf("kept is %+v, %v", kept, err)
		}
		if ended, err := b.UnkeepLicense(t.Context(), name, chosen.SKUPartNumber); err != nil || len(ended) != 1 ||
			ended[0].UserID != chosen.UserID {
			t.Fatalf("ended by %q is %+v, %v", name, ended, err)
		}
		if now := recommended(); len(now) != len(before) || !of(now) {
			t.Errorf("%d are recommended again, want %d", len(now), len(before))
		}
	}
}
