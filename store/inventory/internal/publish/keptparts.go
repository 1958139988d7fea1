package publish

import (
	"context"

	"inventorybeacon/connector"
)

// Part is a part of an inventory that an import can do without.
type Part string

// The parts whose last known records stay when an import lists too few.
const (
	SubscriptionsPart Part = "subscriptions"
	GroupsPart        Part = "groups"
)

// KeptPart is a part that was kept as it was, because the import lists so few of its
// records that they are more likely to be missing than to be gone.
type KeptPart struct {
	Part Part
	// Listed is how many the import lists of those that there were.
	Listed, Before int
}

// keeps reports whether the records of a part stay as they were, because more of them
// than the guard allows would go. A guarded import is not held back for them.
func keeps[T any](p *publishing, part Part, before, after []T, id func(T) string) bool {
	if p.guard == nil || p.replaces {
		return false
	}
	listed := map[string]bool{}
	for _, one := range after {
		listed[id(one)] = true
	}
	still := 0
	for _, one := range before {
		if listed[id(one)] {
			still++
		}
	}
	loss := connector.Loss{Before: int64(len(before)), After: int64(still)}
	if !loss.Beyond(p.guard.share) {
		return false
	}
	p.kept = append(p.kept, KeptPart{Part: part, Listed: still, Before: len(before)})
	return true
}

// noteRead notes that a part was read.
func (p *publishing) noteRead(ctx context.Context, column string) error {
	return p.exec(ctx, "UPDATE source SET "+column+" = ? WHERE source = ?", p.at.UnixMilli(), p.source)
}
