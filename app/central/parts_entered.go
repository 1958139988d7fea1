package central

import (
	"cmp"
	"fmt"
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
	return part{table: central.Prices, each: func(row func(string, func(*central.Rows)) error) error {
		for _, p := range prices {
			if p.Tenant != "" && p.Tenant != tenant || !connector.IsGUID(p.SKUID) {
				continue
			}
			sku := names[p.SKUID]
			if err := row(fmt.Sprintf("%s/%s/%d", p.SKUID, p.Tenant, p.Since), func(rows *central.Rows) {
				rows.Text(p.SKUID)
				rows.Text(cmp.Or(sku.PartNumber, p.SKUID))
				rows.Text(cmp.Or(sku.Product, sku.PartNumber, p.SKUID))
				rows.Some(p.Tenant)
				rows.Text(p.Amount())
				rows.Text(p.Currency)
				rows.Text(string(p.Per))
				rows.Day(p.Since)
			}); err != nil {
				return err
			}
		}
		return nil
	}}
}

func commitmentPart(tenant string, commitments []history.Commitment) part {
	return part{table: central.Commitments, each: func(row func(string, func(*central.Rows)) error) error {
		for _, c := range commitments {
			if c.Tenant != tenant {
				continue
			}
			if err := row(c.SKUID, func(rows *central.Rows) {
				rows.Int(c.Units)
				rows.Day(c.Until)
			}); err != nil {
				return err
			}
		}
		return nil
	}}
}

func keptPart(tenant string, kept []history.Kept) part {
	return part{table: central.Kept, each: func(row func(string, func(*central.Rows)) error) error {
		for _, k := range kept {
			if k.TenantID != tenant || !connector.IsGUID(k.UserID) || !connector.IsGUID(k.SKUID) {
				continue
			}
			if err := row(k.UserID+"/"+k.SKUID, func(rows *central.Rows) {
				rows.Text(k.UserID)
				rows.Text(k.SKUID)
				rows.Text(k.UserPrincipalName)
				rows.Day(k.Until)
				rows.Text(k.Note)
				rows.Time(k.Since)
			}); err != nil {
				return err
			}
		}
		return nil
	}}
}
