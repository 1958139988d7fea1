// Package entitlement tells which applications a license switches on for its holders.
package entitlement

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// Entitlement knows which applications a license of one connection switches on.
type Entitlement struct {
	plans    map[int64][]planApplications // by SKU number
	disabled map[int64]map[string]bool    // by detail number, the ids of plans
}

type planApplications struct {
	id           string
	applications []string
}

// Load reads which applications the licenses of a source switch on.
func Load(ctx context.Context, tx tables.Querier, source int64) (*Entitlement, error) {
	e := &Entitlement{plans: map[int64][]planApplications{}, disabled: map[int64]map[string]bool{}}
	type plan struct {
		sku      int64
		id, name string
	}
	plans, err := sqlite.Collect(ctx, tx, func(p *plan) []any { return []any{&p.sku, &p.id, &p.name} },
		"SELECT l.sku, p.id, p.name FROM license_plan AS l JOIN plan AS p USING (plan) WHERE l.source = ? ORDER BY l.sku, p.id", source)
	if err != nil {
		return nil, err
	}
	for _, p := range plans {
		e.plans[p.sku] = append(e.plans[p.sku], planApplications{id: p.id, applications: ApplicationsOf(p.name)})
	}
	type stored struct {
		number int64
		text   string
	}
	details, err := sqlite.Collect(ctx, tx, func(s *stored) []any { return []any{&s.number, &s.text} },
		"SELECT detail, text FROM assignment_detail WHERE text LIKE '%disabledPlans%'")
	if err != nil {
		return nil, err
	}
	for _, s := range details {
		d, err := tables.ParseAssignmentDetail(s.text)
		if err != nil {
			return nil, err
		}
		e.disabled[s.number] = map[string]bool{}
		for _, id := range d.DisabledPlans {
			e.disabled[s.number][id] = true
		}
	}
	return e, nil
}

// Applications returns the applications that an assignment switches on.
func (e *Entitlement) Applications(sku, detail int64) []string {
	var all []string
	for _, plan := range e.plans[sku] {
		if !e.disabled[detail][plan.id] {
			all = append(all, plan.applications...)
		}
	}
	return all
}

// Fingerprint is of which applications every plan of every license is.
func (e *Entitlement) Fingerprint() int64 {
	var hash tables.Fingerprint
	hash.Reset()
	for _, sku := range slices.Sorted(maps.Keys(e.plans)) {
		hash.AddInt(sku)
		for _, plan := range e.plans[sku] {
			hash.AddString(plan.id)
			for _, application := range plan.applications {
				hash.AddString(application)
			}
		}
	}
	return hash.Sum()
}

// Condition returns an SQL condition on an assignment a that holds when it
// switches one of the applications on that are meant.
func (e *Entitlement) Condition(meant func(application string) bool) string {
	skus := map[string][]string{} // by the details of assignments that switch none on
	for _, sku := range slices.Sorted(maps.Keys(e.plans)) {
		var giving []string // plans
		for _, plan := range e.plans[sku] {
			if slices.ContainsFunc(plan.applications, meant) {
				giving = append(giving, plan.id)
			}
		}
		if len(giving) == 0 {
			continue
		}
		var without []string // details
		for _, detail := range slices.Sorted(maps.Keys(e.disabled)) {
			if !slices.ContainsFunc(giving, func(id string) bool { return !e.disabled[detail][id] }) {
				without = append(without, strconv.FormatInt(detail, 10))
			}
		}
		of := strings.Join(without, ",")
		skus[of] = append(skus[of], strconv.FormatInt(sku, 10))
	}
	// One alternative for many SKUs is several times as fast as one for each.
	alternatives := []string{"0"}
	for _, without := range slices.Sorted(maps.Keys(skus)) {
		condition := "a.sku IN (" + strings.Join(skus[without], ",") + ")"
		if without != "" { // whose column is in no index
			condition += " AND a.detail NOT IN (" + without + ")"
		}
		alternatives = append(alternatives, condition)
	}
	if len(alternatives) == 2 {
		return "(" + alternatives[1] + ")"
	}
	return "(" + strings.Join(alternatives, " OR ") + ")"
}

// All yields the applications of every license, some of them several times.
func (e *Entitlement) All(yield func(application string) bool) {
	for _, plans := range e.plans {
		for _, plan := range plans {
			for _, application := range plan.applications {
				if !yield(application) {
					return
				}
			}
		}
	}
}
