package app

import (
	"testing"

	"inventorybeacon/money"
	"inventorybeacon/store/history"
)

func somePrice() money.Price { return money.Price{Micros: 12_500_000, Currency: "EUR", Per: "month"} }

// enterTerms enters prices of all tenants and of one, a commitment and what is kept.
func enterTerms(t *testing.T, b *opened) {
	t.Helper()
	ctx := t.Context()
	published, err := b.Published(ctx)
	if err != nil {
		t.Fatal(err)
	}
	tenant, connection := published[0].Tenant.ID, published[0].Connection
	licenses, err := b.Licenses(ctx, LicenseQuery{Sort: "skuId"})
	if err != nil {
		t.Fatal(err)
	}
	price, today := somePrice(), published[0].ActiveUsersDate
	var prices []history.Price
	for i, l := range licenses {
		one := history.Price{SKUID: l.SKUID, Price: price}
		one.Micros += int64(i) * 1_000_000
		prices = append(prices, one)
		if i == 0 {
			own := one
			own.Tenant, own.Micros, own.Since = tenant, one.Micros/2, today+5
			prices = append(prices, own)
		}
	}
	if err := b.History.SetPrices(ctx, prices...); err != nil {
		t.Fatal(err)
	}
	if err := b.History.SetCommitment(ctx,
		history.Commitment{Tenant: tenant, SKUID: licenses[0].SKUID, Units: 7, Until: today + 200}); err != nil {
		t.Fatal(err)
	}
	if err := b.ReadEntered(ctx); err != nil {
		t.Fatal(err)
	}
	var first *Recommendation
	if err := b.Reclaim.Each(ctx, ReclaimQuery{Connections: []string{connection}}, func(r Recommendation) error {
		if first == nil {
			first = &r
		}
		return nil
	}); err != nil || first == nil {
		t.Fatal("nothing can be taken back", err)
	}
	if err := b.History.KeepLicenses(ctx, history.Kept{
		TenantID: tenant, UserID: first.UserID, SKUID: first.SKUID, UserPrincipalName: first.UserPrincipalName, Until: today + 100,
		Note: "on leave",
	}); err != nil {
		t.Fatal(err)
	}
}
