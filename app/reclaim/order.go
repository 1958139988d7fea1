package reclaim

import (
	"cmp"
	"slices"
	"strings"

	"inventorybeacon/money"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/filter"
)

// order sorts groups as the query sorts what they hold, if that is by what is saved or by the column by which they are
// grouped. Otherwise reasons are in the order of their strength, and of other groups those first that save most.
func order(groups []Sum, all Sum, by inventory.ReclaimColumn, q Query) {
	compare, descending := func(a, b Sum) int { return compareSaved(a, b, all) }, q.Descending
	switch {
	case q.Sort == "price":
	case q.Sort == "product" && by == inventory.ByLicense:
		compare = func(a, b Sum) int {
			return strings.Compare(filter.Fold(a.License.Product), filter.Fold(b.License.Product))
		}
	case q.Sort == sortOfGroups[by] && by != inventory.ByReason:
		compare = func(a, b Sum) int { return strings.Compare(a.GroupID, b.GroupID) }
	case by == inventory.ByReason:
		compare, descending = byStrength, descending && q.Sort == sortOfGroups[by]
	default:
		descending = true
	}
	slices.SortFunc(groups, func(a, b Sum) int {
		ordered := compare(a, b)
		if descending {
			ordered = -ordered
		}
		return cmp.Or(ordered, cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key, b.Key))
	})
}

// sortOfGroups are the columns of recommendations by which these are grouped, as they are sorted by.
var sortOfGroups = map[inventory.ReclaimColumn]string{
	inventory.ByReason: "reason", inventory.ByLicense: "skuPartNumber", inventory.ByDepartment: "department",
	inventory.ByCompany: "companyName", inventory.ByCountry: "country",
}

func byStrength(a, b Sum) int {
	return slices.Index(inventory.Reasons, inventory.Reason(a.Key)) - slices.Index(inventory.Reasons, inventory.Reason(b.Key))
}

// compareSaved compares what two groups save in the currency of most recommendations, then in the others.
func compareSaved(a, b, all Sum) int {
	currencies := all.Currencies()
	slices.SortStableFunc(currencies, func(a, b string) int { return cmp.Compare(all.Counts[b], all.Counts[a]) })
	return slices.CompareFunc(amounts(a, currencies), amounts(b, currencies), money.Amount.Cmp)
}

func amounts(s Sum, currencies []string) []money.Amount {
	of := make([]money.Amount, len(currencies))
	for i, currency := range currencies {
		of[i] = s.Saved[currency]
	}
	return of
}
