package app

import (
	"testing"

	"inventorybeacon/app/imports"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

// The numbers of a tenant that is gone are kept, and are no part of what there is.
func TestNumbersOfTenantsThatAreGoneAreNotSummedUp(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 50})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := connect(t, b, "Contoso")
	mustImport(t, b, c)
	licenses := func(tenants ...string) (last LicensePoint) {
		t.Helper()
		points, err := b.LicenseTrend(t.Context(), TrendQuery{Tenants: tenants})
		if err != nil {
			t.Fatal(err)
		}
		if len(points) > 0 {
			last = points[len(points)-1]
		}
		return last
	}
	teams := func() (last ApplicationPoint) {
		t.Helper()
		points, err := b.ApplicationTrend(t.Context(), TrendQuery{Application: "Teams"})
		if err != nil {
			t.Fatal(err)
		}
		if len(points) > 0 {
			last = points[len(points)-1]
		}
		return last
	}
	former, before, entitled := b.mustTenant(t), licenses(), teams()

	answerAsFabrikam(server)
	if _, err := b.Import(t.Context(), c.ID, store.TriggerManual, imports.ReplaceInventory); err != nil {
		t.Fatal(err)
	}
	if now := licenses(); before.Purchased == 0 || now.Purchased != before.Purchased || now.Assigned != before.Assigned {
		t.Errorf("of the tenant there is: %+v, want as of the same one before: %+v", now, before)
	}
	if now := teams(); entitled.Entitled == 0 || now.Entitled != entitled.Entitled {
		t.Errorf("of Teams: %+v, want %+v", now, entitled)
	}
	if of := licenses(former); of.Purchased != before.Purchased {
		t.Errorf("of the tenant that is gone, when it is asked for: %+v, want %+v", of, before)
	}
	if err := b.DeleteConnection(t.Context(), c, false); err != nil {
		t.Fatal(err)
	}
	if now := licenses(); now.Purchased != 0 {
		t.Errorf("without any tenant: %+v", now)
	}
}
