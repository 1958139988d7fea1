package money

import (
	"maps"
	"slices"
)

// Units are how many of a license there are, as far as money is concerned.
type Units struct {
	// Purchased can be assigned.
	Purchased int64
	// Unused could be given to somebody else today.
	Unused int64
	// Committed have to be kept at the renewal.
	Committed int64
}

// UnusedOf returns how many purchased units could be given to somebody else today: those
// that are free, and those whose holders are inactive. Units that are assigned without
// having been purchased are not to be had again.
func UnusedOf(purchased, assigned, inactive int64) int64 {
	return min(max(0, purchased-assigned+inactive), purchased)
}

// Reducible is how many need not be renewed: what is unused, as far as it goes beyond
// what was committed to.
func (u Units) Reducible() int64 { return min(u.Unused, max(0, u.Purchased-u.Committed)) }

// Spend are the three sums of one currency, a month.
type Spend struct {
	// Spent is for all that was purchased, Unused for what could be given to somebody
	// else today, Reducible for what need not be renewed.
	Spent, Unused, Reducible Amount
}

// Sums are sums by currency, which are never added up.
type Sums map[string]Spend

// Add adds units of one price.
func (s Sums) Add(p Price, u Units) {
	sum := s[p.Currency]
	s[p.Currency] = Spend{
		Spent:     sum.Spent.Plus(p.Times(u.Purchased)),
		Unused:    sum.Unused.Plus(p.Times(u.Unused)),
		Reducible: sum.Reducible.Plus(p.Times(u.Reducible())),
	}
}

// Currencies are those of the sums, in the order of the alphabet.
func (s Sums) Currencies() []string { return slices.Sorted(maps.Keys(s)) }
