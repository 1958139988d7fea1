package central

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/central"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

func pricePart(tenant string, prices []history.Price, skus []inventory.SKU) part {
	names := map[string]inventory.SKU{}
	for _, sku := range skus {
		names[strings.ToLower(sku.ID)] = sku
	}
	prices = slices.DeleteFunc(prices, func(p history.Price) bool {
		return p.Tenant != "" && p.Tenant != tenant || !connector.IsGUID(p.SKUID)
	})
	return partOf(central.Prices, prices,
		func(p history.Price) string { return fmt.Sprintf("%s/%s/%d", p.SKUID, p.Tenant, p.Since) },
		func(rows *central.Rows, p history.Price) {
			sku := names[p.SKUID]
			rows.Text(p.SKUID)
			rows.Text(cmp.Or(sku.PartNumber, p.SKUID))
			rows.Text(cmp.Or(sku.Product, sku.PartNumber, p.SKUID))
			rows.Some(p.Tenant)
			rows.Text(p.Amount())
			rows.Text(p.Currency)
			rows.Text(string(p.Per))
			rows.Day(p.Since)
		})
}

func commitmentPart(tenant string, commitments []history.Commitment) part {
	commitments = slices.DeleteFunc(commitments, func(c history.Commitment) bool {
		return c.Tenant != tenant
	})
	return partOf(central.Commitments, commitments,
		func(c history.Commitment) string { return c.SKUID },
		func(rows *central.Rows, c history.Commitment) {
			rows.Int(c.Units)
			rows.Day(c.Until)
		})
}

func keptPart(tenant string, kept []history.Kept) part {
	kept = slices.DeleteFunc(kept, func(k history.Kept) bool {
		return k.TenantID != tenant || !connector.IsGUID(k.UserID) || !connector.IsGUID(k.SKUID)
	})
	return partOf(central.Kept, kept,
		func(k history.Kept) string { return k.UserID + "/" + k.SKUID },
		func(rows *central.Rows, k history.Kept) {
			rows.Text(k.UserID)
			rows.Text(k.SKUID)
			rows.Text(k.UserPrincipalName)
			rows.Day(k.Until)
			rows.Text(k.Note)
			rows.Time(k.Since)
		})
}
