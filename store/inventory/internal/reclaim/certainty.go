package reclaim

import (
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// Certainty says how far what was imported proves a recommendation.
type Certainty string

// The certainties. Nothing is certain of a license that was assigned within the window,
// nor of a holder of whom nothing is known; one of which it is not known when it was assigned
// is always for review.
const (
	Certain  Certainty = "certain"
	Probable Certainty = "probable"
	Review   Certainty = "review"
)

// Certainties are all of them, the greatest first.
var Certainties = []Certainty{Certain, Probable, Review}

// The same in SQL: the places of the certainties among [Certainties].
const (
	certain = iota
	probable
	review
)

// certaintyIf is one certainty where a condition holds, and the other one where it does not.
func certaintyIf(condition string, then, otherwise int) string {
	return fmt.Sprintf("iif(%s, %d, %d)", condition, then, otherwise)
}

// unproven holds when nothing is certain: the license is new, or nothing is known of its
// holder.
func (s reclaimSource) unproven() string {
	if !s.Knows() {
		return "1"
	}
	return s.byLicense(func(e query.Evidence) string {
		return fmt.Sprintf("(%s OR %s < %d AND NOT (%s))", isNew(e.First), e.Last, e.First, e.Listed)
	})
}

// undated holds when it is not known since when the user has the license: it may be new, and
// where Graph has left that out, it mostly has left out how the license came, too.
var undated = fmt.Sprintf("coalesce(%s = zeroblob(%d), 1)", assignedDay, tables.BytesPerAssignment)

// seenWhole is the certainty of a smaller license: probable when reports tell of all that
// the user would give up.
func (s reclaimSource) seenWhole(replacement string) string {
	var pairs []string
	for _, a := range s.paid.alternatives {
		if len(a.unseen) == 0 {
			pairs = append(pairs, fmt.Sprintf("(%d, %d)", a.larger.number, a.smaller.number))
		}
	}
	if pairs == nil {
		return fmt.Sprint(review)
	}
	return certaintyIf(fmt.Sprintf("(a.sku, %s) IN (VALUES %s)", replacement, strings.Join(pairs, ", ")), probable, review)
}

// addCertainties asks for recommendations that are as certain as is wanted.
func (p *reclaimPart) addCertainties(wanted []Certainty) {
	if len(wanted) == len(Certainties) {
		return
	}
	p.undated = p.dated && slices.Equal(wanted, []Certainty{Review})
	var places []string
	for i, certainty := range Certainties {
		if slices.Contains(wanted, certainty) {
			places = append(places, fmt.Sprint(i))
		}
	}
	p.Add(p.certainty + " IN (" + strings.Join(places, ",") + ")")
}

// certainties are the places among [Certainties] of those that recommendations of a part may
// have.
func (p *reclaimPart) certainties() []int {
	switch p.reason {
	case ReasonDisabled, ReasonRedundant, ReasonTwice:
		return []int{certain, probable, review}
	case ReasonNeverActive, ReasonInactive, ReasonSmaller:
		return []int{probable, review}
	default:
		return []int{review}
	}
}
