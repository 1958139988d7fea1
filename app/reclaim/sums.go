package reclaim

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"inventorybeacon/money"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/filter"
)

// Sum is what recommendations save together, a month.
type Sum struct {
	// Key is the value of the column by which they are grouped: a SKU part number, a
	// reason, or a property of users, which may be empty.
	Key string
	// GroupID tells the group from the others of its column, however Key is spelled, and is
	// that of its recommendations.
	GroupID string
	// License is set where they are grouped by it.
	License inventory.LicenseName
	Count   int64
	// Saved is by currency, which are never added up.
	Saved map[string]money.Amount
	// Counts are how many save something, by its currency.
	Counts map[string]int64
	// Unpriced is how many are in no sum for want of a price; Without are the products that
	// have none: their licenses, or the smaller ones in their place.
	Unpriced int64
	Without  []string
	// Unlike is how many are in no sum because their license and the smaller one have their
	// prices in two currencies.
	Unlike int64
}

// Currencies are those of what is saved, in the order of the alphabet.
func (s Sum) Currencies() []string { return slices.Sorted(maps.Keys(s.Saved)) }

func newSum(key string) Sum {
	return Sum{Key: key, Saved: map[string]money.Amount{}, Counts: map[string]int64{}}
}

// Add adds a recommendation; the sum may be the zero value.
func (s *Sum) Add(r Recommendation) {
	if s.Saved == nil {
		*s = newSum(s.Key)
	}
	s.add(inventory.ReclaimSum{Count: 1, Saved: r.Saved, Unsaid: r.Unsaid, Free: !r.Reason.Saves()})
}

// add adds what some recommendations have in common.
func (s *Sum) add(part inventory.ReclaimSum) {
	s.Count += part.Count
	switch currency := part.Saved.Currency; {
	case part.Free: // mending it saves nothing
	case currency == "" && part.Unlike:
		s.Unlike += part.Count
	case currency == "":
		s.Unpriced += part.Count
		if name := cmp.Or(part.Unpriced.Product, part.Unpriced.PartNumber, part.Unpriced.SKUID); !slices.Contains(s.Without, name) {
			s.Without = append(s.Without, name)
			slices.Sort(s.Without)
		}
	default:
		s.Saved[currency] = s.Saved[currency].Plus(part.Saved.Times(part.Count))
		s.Counts[currency] += part.Count
	}
}

// Sums returns what the recommendations save that a query asks for, whatever its Limit and
// Offset say: all together, and by the values of a column. They are in the
// order that [order] makes.
func (r *Recommender) Sums(ctx context.Context, q Query, by inventory.ReclaimColumn) (all Sum, groups []Sum, err error) {
	if q, err = r.withoutKept(ctx, q); err != nil {
		return Sum{}, nil, err
	}
	parts, err := r.inventory.SumRecommendations(ctx, q, by)
	if err != nil {
		return Sum{}, nil, err
	}
	all = newSum("")
	byID := map[string]*Sum{}
	for _, part := range parts {
		all.add(part)
		value := keyOf(part, by)
		id := filter.Fold(value) // two reasons may have met it in different cases
		if byID[id] == nil {
			sum := newSum(value)
			sum.GroupID = id
			byID[id] = &sum
			if by == inventory.ByLicense {
				byID[id].License = part.License
			}
		}
		byID[id].add(part)
	}
	for _, sum := range byID {
		groups = append(groups, *sum)
	}
	order(groups, all, by, q)
	return all, groups, nil
}

// keyOf is the value of a column.
func keyOf(part inventory.ReclaimSum, by inventory.ReclaimColumn) string {
	switch by {
	case inventory.ByReason:
		return string(part.Reason)
	case inventory.ByLicense:
		return cmp.Or(part.License.PartNumber, part.License.SKUID)
	default:
		return part.Value
	}
}

// GroupID is that of the group that holds a recommendation, where they are grouped by a column.
func (r Recommendation) GroupID(by inventory.ReclaimColumn) string {
	value := ""
	switch by {
	case inventory.ByReason:
		value = string(r.Reason)
	case inventory.ByLicense:
		value = cmp.Or(r.SKUPartNumber, r.SKUID)
	case inventory.ByDepartment:
		value = r.Department
	case inventory.ByCompany:
		value = r.CompanyName
	case inventory.ByCountry:
		value = r.Country
	}
	return filter.Fold(value)
}
