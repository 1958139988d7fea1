package licenses

import (
	"cmp"

	"inventorybeacon/money"
)

// Units are how many there are of the license, as far as money is concerned. Only what
// is known to be inactive is unused.
func (l LicenseRow) Units() money.Units {
	var inactive int64
	if l.Inactive != nil {
		inactive = *l.Inactive
	}
	return money.Units{
		Purchased: l.Purchased, Unused: money.UnusedOf(l.Purchased, l.Assigned, inactive), Committed: l.Committed,
	}
}

// Spend is what all purchased units of a paid license cost a month; ok is false when it has no price, or costs nothing by its kind.
func (l LicenseRow) Spend() (spend money.Amount, ok bool) { return l.spendFor(l.Units().Purchased) }

// UnusedSpend is what the unused units of a paid license cost a month; ok is false when it
// has no price, or costs nothing by its kind.
func (l LicenseRow) UnusedSpend() (spend money.Amount, ok bool) { return l.spendFor(l.Units().Unused) }

func (l LicenseRow) spendFor(units int64) (spend money.Amount, ok bool) {
	if l.Price == nil || l.Kind != Paid {
		return money.Amount{}, false
	}
	return l.Price.Times(units), true
}

// currency is that of the price; empty without one.
func (l LicenseRow) currency() string {
	if l.Price == nil {
		return ""
	}
	return l.Price.Currency
}

// comparePrices puts licenses without a price first, and the others by currency.
func comparePrices(a, b LicenseRow) int {
	if a.Price == nil || b.Price == nil {
		return cmp.Compare(a.currency(), b.currency())
	}
	return cmp.Or(cmp.Compare(a.currency(), b.currency()), a.Price.Times(1).Cmp(b.Price.Times(1)))
}

// compareSpend does the same with what some of their units cost.
func compareSpend(of func(LicenseRow) (money.Amount, bool)) func(a, b LicenseRow) int {
	return func(a, b LicenseRow) int {
		spendA, okA := of(a)
		spendB, okB := of(b)
		switch {
		case okA != okB && okB:
			return -1
		case okA != okB:
			return 1
		default:
			return cmp.Or(cmp.Compare(a.currency(), b.currency()), spendA.Cmp(spendB))
		}
	}
}
