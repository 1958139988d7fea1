package onepage

import (
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/inventory"
)

// none stands for a number that is not known.
const none = "–"

func number(text string, n int64) string {
	return message.L(text, connector.Data{"Number": message.Number(n)})
}

func usersTile(c inventory.UserCounts) tile {
	return tile{message.L("Users"), message.Number(c.Total), []string{
		number("{{.Number}} enabled", c.Enabled), number("{{.Number}} disabled", c.Disabled), number("{{.Number}} guests", c.Guests),
		number("{{.Number}} with a license", c.Licensed),
	}}
}

func purchasedTile(paid []inventory.LicenseRow) tile {
	var units inventory.LicenseUnits
	for _, l := range paid {
		units.Add(l)
	}
	t := tile{message.L("Licenses purchased"), message.Number(units.Purchased), []string{
		number("{{.Number}} assigned", units.Assigned), number("{{.Number}} free", units.Free),
	}}
	if units.OverAssigned > 0 {
		t.Parts = append(t.Parts, number("{{.Number}} over-assigned", units.OverAssigned))
	}
	if units.NotListed > 0 {
		t.Parts = append(t.Parts, number("{{.Number}} assigned, not listed", units.NotListed))
	}
	return t
}

func unusedTile(paid []inventory.LicenseRow, window int) tile {
	var inactive, fresh, unknown int64
	known := false
	for _, l := range paid {
		unknown += l.Unknown
		if l.Inactive != nil && l.New != nil {
			inactive, fresh, known = inactive+*l.Inactive, fresh+*l.New, true
		}
	}
	value := none
	if known {
		value = message.Number(inactive)
	}
	return tile{message.L("Assigned, not used"), value, []string{
		message.L("{{.Days}} days or never", connector.Data{"Days": window}), number("{{.Number}} new", fresh),
		number("{{.Number}} unknown", unknown),
	}}
}

// spendTile shows the currency with which the others begin, and the others below it.
func spendTile(sums money.Sums, paid []inventory.LicenseRow) tile {
	t := tile{message.L("Unused a month"), none, nil}
	for i, currency := range sums.Currencies() {
		switch amount := message.Money(sums[currency].Unused, currency); {
		case i == 0:
			t.Value = amount
		case i < 3:
			t.Parts = append(t.Parts, amount)
		}
	}
	priced := 0
	for _, l := range paid {
		if l.Price != nil {
			priced++
		}
	}
	t.Parts = append(t.Parts, message.L("{{.Priced}} of {{.Paid}} licenses priced", connector.Data{"Priced": priced, "Paid": len(paid)}))
	return t
}
