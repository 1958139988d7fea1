package inventory

import (
	"context"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// ofLicense is a condition on a SKU k whose id or part number is given twice.
const ofLicense = "k.id = lower(?) OR k.part_number = ? COLLATE NOCASE"

// addLicense asks for the holders of a license.
func (s *userSelection) addLicense(ctx context.Context, tx tables.Querier, q UserQuery, _ []source) error {
	if q.License == "" || q.Failed {
		return nil
	}
	const licensings = "SELECT a.licensing FROM assignment AS a JOIN sku AS k USING (sku) WHERE " + ofLicense
	s.addHolding("h.licensing IN ("+licensings+")", q.License, q.License)
	return s.narrow(ctx, tx, "holding", "n.licensing IN ("+licensings+")", q.License, q.License)
}

// addFailed asks for the users who should have a license, or a certain one, and do not.
func (s *userSelection) addFailed(ctx context.Context, tx tables.Querier, q UserQuery, _ []source) error {
	if !q.Failed {
		return nil
	}
	users := "SELECT f.uid FROM failed_assignment AS f"
	var args []any
	if q.License != "" {
		users += " JOIN sku AS k USING (sku) WHERE " + ofLicense
		args = []any{q.License, q.License}
	}
	s.add("uid IN ("+users+")", args...)
	return s.narrow(ctx, tx, "("+users+")", "1", args...)
}

// addActivity asks for the users, or the holders of a license, in one state.
func (s *userSelection) addActivity(ctx context.Context, tx tables.Querier, q UserQuery, sources []source) error {
	if q.Activity == "" {
		return nil
	}
	if !slices.Contains(Activities, q.Activity) {
		return fmt.Errorf("activity %q: %w", q.Activity, ErrUnknownActivity)
	}
	return s.addStates(ctx, tx, []Activity{q.Activity}, q, sources)
}

// addStates asks for the users, or the holders of a license, in one of several states.
func (s *userSelection) addStates(ctx context.Context, tx tables.Querier, states []Activity, q UserQuery, sources []source) error {
	s.addHolding(s.inStates(states, q, sources))
	s.scan = true
	first := connector.Date(math.MaxInt32) // of the windows
	last := connector.Date(0)
	for _, source := range sources {
		if source.knows() && !s.copilot[source.number] {
			first, last = min(first, since(source.reportDate(), q.Window)), max(last, since(source.reportDate(), q.Window))
		} else if source.knows() || slices.Contains(states, Unknown) {
			return nil // of which no index tells
		}
	}
	if len(states) != 1 {
		return nil
	}
	switch states[0] {
	case Active:
		return s.narrow(ctx, tx, "holding", fmt.Sprintf("n.last_activity >= %d", first))
	case Inactive:
		return s.narrow(ctx, tx, "holding", fmt.Sprintf("n.last_activity < %d", last))
	case Unknown:
		if s.exists(unlisted) {
			return s.narrow(ctx, tx, "holding", "n.listed = 0")
		}
	case New:
		if !s.ofLicense && s.hasIndex("u.created") {
			return s.narrow(ctx, tx, "user", fmt.Sprintf("n.created >= %d", first))
		}
	}
	return nil
}

// addHasLicense asks for the users who have a license, or none, when the query does.
func (s *userSelection) addHasLicense(ctx context.Context, tx tables.Querier, q UserQuery, _ []source) error {
	if q.Licensed == nil {
		return nil
	}
	return s.addLicensed(ctx, tx, *q.Licensed)
}

// addLicensed asks for the users who have a license, or none.
func (s *userSelection) addLicensed(ctx context.Context, tx tables.Querier, licensed bool) error {
	s.scan = true
	if licensed {
		s.addHolding("h.licensing <> 0")
		return nil
	}
	s.addHolding("h.licensing = 0")
	return s.narrow(ctx, tx, "holding", "n.licensing = 0")
}

// inStates is a condition on a user u with a holding h that is in one of several states
// in the query's window.
func (s *userSelection) inStates(states []Activity, q UserQuery, sources []source) string {
	alternatives := []string{"0"}
	for _, source := range sources {
		of := fmt.Sprintf("uid >> 32 = %d", source.number)
		if !source.knows() {
			if slices.Contains(states, Unknown) {
				alternatives = append(alternatives, of)
			}
			continue
		}
		known := source.evidence(q.Window)
		if s.copilot[source.number] {
			known = source.copilotEvidence(q.Window)
		}
		first := since(source.reportDate(), q.Window)
		for _, state := range states {
			alternatives = append(alternatives, of+" AND "+s.inState(state, first, known))
		}
	}
	return strings.Join(alternatives, " OR ")
}

// stateColumn is the state of a user u with a holding h, as [StateValue] has it.
func (s *userSelection) stateColumn(q UserQuery) string {
	text := "CASE"
	for _, state := range Activities {
		text += " WHEN " + s.inStates([]Activity{state}, q, s.sources) + " THEN '" + StateValue(state) + "'"
	}
	return text + " END"
}

// inState is a condition on a user u with a holding h that is in a state in a window
// that begins with a day.
func (s *userSelection) inState(state Activity, first connector.Date, known evidence) string {
	inactive := fmt.Sprintf("%s < %d", known.last, known.first)
	if state == Active {
		return fmt.Sprintf("%s >= %d", known.last, known.first)
	}
	fresh := []string{"0"}
	for _, sku := range s.held {
		fresh = append(fresh, sku.assignedSince(known.first))
	}
	if !s.ofLicense {
		s.aboutUser = true
		fresh = []string{fmt.Sprintf("u.created >= %d", first)}
	}
	isNew := "(" + strings.Join(fresh, " OR ") + ")"
	switch state {
	case New:
		return inactive + " AND " + isNew
	case Inactive:
		return inactive + " AND " + known.listed + " AND NOT " + isNew
	default:
		return inactive + " AND NOT (" + known.listed + ") AND NOT " + isNew
	}
}

// heldSKU is a SKU with those before which its day stands in a holding.
type heldSKU struct {
	number int64
	before []string // numbers of the SKUs with lower ids
}

// findHeld finds the SKUs that the query's license and the conditions of its filter mean:
// who holds one of them is new by the day on which it was assigned.
func (s *userSelection) findHeld(ctx context.Context, tx tables.Querier, inv *Inventory, q UserQuery) error {
	type sku struct {
		number int64
		id     string
		meant  bool
	}
	all, err := sqlite.Collect(ctx, tx, func(s *sku) []any { return []any{&s.number, &s.id, &s.meant} },
		"SELECT k.sku, k.id, "+ofLicense+" FROM sku AS k ORDER BY k.id", q.License, q.License)
	if err != nil {
		return err
	}
	named := map[string]bool{} // by the filter
	for _, c := range q.Filter {
		if c.Property != "licenses" || c.Operator == filter.IsNot || asksForNone(c) {
			continue
		}
		numbers, err := inv.matchingSKUs(ctx, tx, c)
		if err != nil {
			return err
		}
		s.ofLicense = true
		for _, number := range numbers {
			named[number] = true
		}
	}
	s.ofLicense = s.ofLicense || q.License != "" && !q.Failed
	var before []string
	for _, k := range all {
		number := strconv.FormatInt(k.number, 10)
		if named[number] || k.meant && q.License != "" && !q.Failed {
			s.held = append(s.held, heldSKU{k.number, slices.Clone(before)})
		}
		before = append(before, number)
	}
	return s.findCopilot(ctx, tx)
}

// findCopilot finds the sources in which all of these are for Copilot alone.
func (s *userSelection) findCopilot(ctx context.Context, tx tables.Querier) error {
	for _, source := range s.sources {
		alone, err := ofCopilot(ctx, tx, source, s.held)
		if err != nil {
			return err
		}
		s.copilot[source.number] = alone && len(s.held) > 0
	}
	return nil
}

// assignedSince is a condition on a holding h that holds when the SKU was assigned on
// a day or later.
func (k heldSKU) assignedSince(first connector.Date) string {
	day := tables.ShortDay(first)
	return fmt.Sprintf(`EXISTS (SELECT 1 FROM assignment AS a WHERE a.licensing = h.licensing AND a.sku = %d) AND
		coalesce(substr(h.assigned, 1 + %d * (SELECT count(*) FROM assignment AS b WHERE b.licensing = h.licensing
			AND b.sku IN (%s)), %[2]d) >= x'%[4]s', 0)`,
		k.number, tables.BytesPerAssignment, strings.Join(k.before, ","), hex.EncodeToString([]byte{byte(day >> 8), byte(day)}))
}
