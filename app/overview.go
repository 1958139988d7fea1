package app

import (
	"context"
	"slices"

	"inventorybeacon/money"
	"inventorybeacon/store/inventory"
)

// The parts of an overview.
type (
	UserCounts = inventory.UserCounts
	Renewal    = inventory.Renewal
)

// RenewalDays is how far an overview looks ahead.
const RenewalDays = inventory.RenewalDays

// MoreToDo puts first what is over-assigned, then the most unused, then what is renewed soon.
func MoreToDo(a, b LicenseRow) int { return inventory.MoreToDo(a, b) }

// Overview is what an organization has and what it costs.
type Overview struct {
	inventory.Overview
	// Sums are of the paid licenses that have a price.
	Sums money.Sums
	// Unpriced are the part numbers of the paid ones that have none, each once.
	Unpriced []string
}

// Overview reads the overview of connections, all when none is named. A holder of a license
// was active in a window of so many days; 0 is [DefaultWindow].
func (b *Beacon) Overview(ctx context.Context, connections []string, window int) (Overview, error) {
	found, err := b.Reader.Overview(ctx, connections, window)
	o := Overview{Overview: found, Sums: money.Sums{}}
	for _, l := range found.Licenses {
		switch {
		case l.Kind != Paid:
		case l.Price == nil:
			o.Unpriced = append(o.Unpriced, SKU{ID: l.SKUID, PartNumber: l.SKUPartNumber}.Code())
		default:
			o.Sums.Add(*l.Price, l.Units())
		}
	}
	slices.Sort(o.Unpriced)
	o.Unpriced = slices.Compact(o.Unpriced)
	return o, err
}
