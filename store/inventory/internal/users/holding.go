package users

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
	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// addLicense asks for the holders of a license.
func (s *userSelection) addLicense(ctx context.Context, tx tables.Querier, q UserQuery, _ []query.Source) error {
	if q.License == "" || q.Failed {
		return nil
	}
	const licensings = "SELECT a.licensing FROM assignment AS a JOIN sku AS k USING (sku) WHERE " + query.OfLicense
	s.addHolding("h.licensing IN ("+licensings+")", q.License, q.License)
	return s.narrow(ctx, tx, "holding", "n.licensing IN ("+licensings+")", q.License, q.License)
}

// addFailed asks for the users who should have a license, or a certain one, and do not.
func (s *userSelection) addFailed(ctx context.Context, tx tables.Querier, q UserQuery, _ []query.Source) error {
	if !q.Failed {
		return nil
	}
	users := "SELECT f.uid FROM failed_assignment AS f"
	var args []any
	if q.License != "" {
		users += " JOIN sku AS k USING (sku) WHERE " + query.OfLicense
		args = []any{q.License, q.License}
	}
	s.Add("uid IN ("+users+")", args...)
	return s.narrow(ctx, tx, "("+users+")", "1", args...)
}

// addActivity asks for the users, or the holders of a license, in one state.
func (s *userSelection) addActivity(ctx context.Context, tx tables.Querier, q UserQuery, sources []query.Source) error {
	if q.Activity == "" {
		return nil
	}
	if !slices.Contains(query.Activities, q.Activity) {
		return fmt.Errorf("activity %q: %w", q.Activity, query.ErrUnknownActivity)
	}
	return s.addStates(ctx, tx, []query.Activity{q.Activity}, q, sources)
}

// addStates asks for the users, or the holders of a license, in one of several states.
func (s *userSelection) addStates(
	ctx context.Context, tx tables.Querier, states []query.Activity, q UserQuery, sources []query.Source,
) error {
	s.addHolding(s.inStates(states, q, sources))
	s.scan = true
	first := connector.Date(math.MaxInt32) // of the windows
	last := connector.Date(0)
	for _, source := range sources {
		if source.Knows() && !s.copilot[source.Number] {
			first, last = min(first, query.Since(source.ReportDate(), q.Window)), max(last, query.Since(source.ReportDate(), q.Window))
		} else if source.Knows() || slices.Contains(states, query.Unknown) {
			return nil // of which no index tells
		}
	}
	if len(states) != 1 {
		return nil
	}
	switch states[0] {
	case query.Active:
		return s.narrow(ctx, tx, "holding", fmt.Sprintf("n.last_activity >= %d", first))
	case query.Inactive:
		return s.narrow(ctx, tx, "holding", fmt.Sprintf("n.last_activity < %d", last))
	case query.Unknown:
		if s.exists(unlisted) {
			return s.narrow(ctx, tx, "holding", "n.listed = 0")
		}
	case query.New:
		if !s.ofLicense && s.hasIndex("u.created") {
			return s.narrow(ctx, tx, "user", fmt.Sprintf("n.created >= %d", first))
		}
	}
	return nil
}

// addHasLicense asks for the users who have a license, or none, when the query does.
func (s *userSelection) addHasLicense(ctx context.Context, tx tables.Querier, q UserQuery, _ []query.Source) error {
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
func (s *userSelection) inStates(states []query.Activity, q UserQuery, sources []query.Source) string {
	alternatives := []string{"0"}
	for _, source := range sources {
		of := fmt.Sprintf("uid >> 32 = %d", source.Number)
		if !source.Knows() {
			if slices.Contains(states, query.Unknown) {
				alternatives = append(alternatives, of)
			}
			continue
		}
		known := source.Evidence(q.Window)
		if s.copilot[source.Number] {
			known = source.CopilotEvidence(q.Window)
		}
		first := query.Since(source.ReportDate(), q.Window)
		for _, state := range states {
			alternatives = append(alternatives, of+" AND "+s.inState(state, first, known))
		}
	}
	return strings.Join(alternatives, " OR ")
}

// stateColumn is the state of a user u with a holding h, as [StateValue] has it.
func (s *userSelection) stateColumn(q UserQuery) string {
	text := "CASE"
	for _, state := range query.Activities {
		text += " WHEN " + s.inStates([]query.Activity{state}, q, s.sources) + " THEN '" + StateValue(state) + "'"
	}
	return text + " END"
}

// inState is a condition on a user u with a holding h that is in a state in a window
// that begins with a day.
func (s *userSelection) inState(state query.Activity, first connector.Date, known query.Evidence) string {
	inactive := fmt.Sprintf("%s < %d", known.Last, known.First)
	if state == query.Active {
		return fmt.Sprintf("%s >= %d", known.Last, known.First)
	}
	fresh := []string{"0"}
	for _, sku := range s.held {
		fresh = append(fresh, sku.assignedSince(known.First))
	}
	if !s.ofLicense {
		s.aboutUser = true
		fresh = []string{fmt.Sprintf("u.created >= %d", first)}
	}
	isNew := "(" + strings.Join(fresh, " OR ") + ")"
	switch state {
	case query.New:
		return inactive + " AND " + isNew
	case query.Inactive:
		return inactive + " AND " + known.Listed + " AND NOT " + isNew
	default:
		return inactive + " AND NOT (" + known.Listed + ") AND NOT " + isNew
	}
}

// heldSKU is a SKU with those before which its day stands in a holding.
type heldSKU struct {
	number int64
	before []string // numbers of the SKUs with lower ids
}

// findHeld finds the SKUs that the query's license and the conditions of its filter mean:
// who holds one of them is new by the day on which it was assigned.
func (s *userSelection) findHeld(ctx context.Context, tx tables.Querier, inv Reader, q UserQuery) error {
	type sku struct {
		number int64
		id     string
		meant  bool
	}
	all, err := sqlite.Collect(ctx, tx, func(s *sku) []any { return []any{&s.number, &s.id, &s.meant} },
		"SELECT k.sku, k.id, "+query.OfLicense+" FROM sku AS k ORDER BY k.id", q.License, q.License)
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
		s.copilot[source.Number] = alone && len(s.held) > 0
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

// ofCopilot reports whether all of the SKUs are for Copilot alone.
func ofCopilot(ctx context.Context, tx tables.Querier, of query.Source, held []heldSKU) (bool, error) {
	licenses, err := query.CopilotLicenses(ctx, tx, of)
	return !slices.ContainsFunc(held, func(k heldSKU) bool {
		return !slices.ContainsFunc(licenses, func(l entitlement.SKU) bool { return l.Number == k.number })
	}), err
}
