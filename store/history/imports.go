package history

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Import is what is kept of an import: how much it has changed, and the numbers that it left.
type Import struct {
	At time.Time
	// Tenant is the name that the tenant had.
	Tenant string
	// Changes is how many of its changes are kept.
	Changes int64
	// Licenses and Applications are nil where the numbers are not kept any more.
	Licenses     []ImportedLicense
	Applications []ImportedApplication

	publish int64
}

// ImportedLicense has the numbers of a license after an import.
type ImportedLicense struct {
	SKUID         string `json:"skuId"`
	SKUPartNumber string `json:"skuPartNumber"`
	Kind          string `json:"kind"`
	Purchased     int64  `json:"purchased"`
	Assigned      int64  `json:"assigned"`
	Active30      *int64 `json:"active30"`
	Active90      *int64 `json:"active90"`
	Active180     *int64 `json:"active180"`
}

// ImportedApplication has the numbers of an application after an import.
type ImportedApplication struct {
	Application string `json:"application"`
	Entitled    int64  `json:"entitled"`
	Active30    *int64 `json:"active30"`
	Active90    *int64 `json:"active90"`
	Active180   *int64 `json:"active180"`
}

// Imports returns what is kept of the imports of a tenant, oldest first.
func (h *History) Imports(ctx context.Context, tenant string) ([]Import, error) {
	tenant = strings.ToLower(tenant)
	type stored struct {
		Import
		at      int64
		figures bool
	}
	found, err := list(ctx, h, func(s *stored) []any { return []any{&s.publish, &s.at, &s.Tenant, &s.Changes, &s.figures} },
		"SELECT publish, at, name, changes, figures FROM publish WHERE tenant = ? ORDER BY at", tenant)
	if err != nil {
		return nil, err
	}
	imports, places := make([]Import, len(found)), make(map[int64]*Import, len(found))
	for i, s := range found {
		s.At = time.UnixMilli(s.at).UTC()
		if s.figures {
			s.Licenses, s.Applications = []ImportedLicense{}, []ImportedApplication{}
		}
		imports[i] = s.Import
		places[s.publish] = &imports[i]
	}
	type license struct {
		ImportedLicense
		publish int64
	}
	licenses, err := list(ctx, h, func(l *license) []any {
		return []any{&l.publish, &l.SKUID, &l.SKUPartNumber, &l.Kind, &l.Purchased, &l.Assigned, &l.Active30, &l.Active90, &l.Active180}
	}, `SELECT l.publish, k.id, coalesce(nullif(k.part_number, ''), k.id), l.kind, l.purchased, l.assigned, l.active30, l.active90, l.active180
		FROM license AS l JOIN publish AS p USING (publish) JOIN sku AS k USING (sku) WHERE p.tenant = ? AND p.figures ORDER BY l.publish, k.id`, tenant)
	if err != nil {
		return nil, err
	}
	for _, l := range licenses {
		if i := places[l.publish]; i != nil {
			i.Licenses = append(i.Licenses, l.ImportedLicense)
		}
	}
	type application struct {
		ImportedApplication
		publish int64
	}
	applications, err := list(ctx, h, func(a *application) []any {
		return []any{&a.publish, &a.Application, &a.Entitled, &a.Active30, &a.Active90, &a.Active180}
	}, `SELECT a.publish, a.name, a.entitled, a.active30, a.active90, a.active180
		FROM application AS a JOIN publish AS p USING (publish) WHERE p.tenant = ? AND p.figures ORDER BY a.publish, a.name`, tenant)
	for _, a := range applications {
		if i := places[a.publish]; i != nil {
			i.Applications = append(i.Applications, a.ImportedApplication)
		}
	}
	return imports, err
}

// EachChangeOf calls use with one change of an import after another, in the order of their numbers.
func (h *History) EachChangeOf(ctx context.Context, i Import, use func(Change) error) error {
	return h.explain(ChangeQuery{}.eachOf(ctx, h.db.Read, changePage{conditions: []string{fmt.Sprintf("c.publish = %d", i.publish)}},
		" ORDER BY c.publish, c.number", use))
}

// CountImportsAfter returns how many imports of a tenant were published after a time.
func (h *History) CountImportsAfter(ctx context.Context, tenant string, at time.Time) (int64, error) {
	counts, err := list(ctx, h, func(n *int64) []any { return []any{n} }, "SELECT count(*) FROM publish WHERE tenant = ? AND at > ?",
		strings.ToLower(tenant), at.UnixMilli())
	if err != nil {
		return 0, err
	}
	return counts[0], nil
}
