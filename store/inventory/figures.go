package inventory

import (
	"context"
	"slices"
	"strings"

	"inventorybeacon/store/inventory/internal/applications"
	"inventorybeacon/store/inventory/internal/licenses"
	"inventorybeacon/store/inventory/internal/publish"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// figures returns the numbers of the licenses and applications of the tenant of a source, as
// the pages show them, in the windows of [publish.FigureWindows]: of several connections to
// the tenant those of the one that counts.
func (inv *Inventory) figures(ctx context.Context, tx tables.Querier, number int64) (publish.Figures, error) {
	var figures publish.Figures
	every, err := inv.queries.EverySource(ctx, tx)
	if err != nil {
		return figures, err
	}
	at := slices.IndexFunc(every, func(s query.Source) bool { return s.Number == number })
	if at < 0 {
		return figures, nil
	}
	for _, s := range query.Once(every) {
		if s.OfTenant() != every[at].OfTenant() {
			continue
		}
		if figures.Licenses, err = inv.licenseFigures(ctx, tx, s); err != nil {
			return figures, err
		}
		figures.Applications, err = applicationFigures(ctx, tx, s)
	}
	return figures, err
}

func (inv *Inventory) licenseFigures(ctx context.Context, tx tables.Querier, s query.Source) ([]publish.LicenseFigures, error) {
	var figures []publish.LicenseFigures
	for i, window := range publish.FigureWindows {
		rows, err := licenses.Of(ctx, inv.queries, tx, s, window)
		if err != nil {
			return nil, err
		}
		if figures == nil {
			figures = make([]publish.LicenseFigures, len(rows))
		}
		for n, row := range rows { // each time in the same order
			f := &figures[n]
			f.SKUID, f.PartNumber, f.Kind = row.SKUID, row.SKUPartNumber, string(row.Kind)
			f.Purchased, f.Assigned, f.Active[i] = row.Purchased, row.Assigned, row.Active
		}
	}
	return figures, nil
}

func applicationFigures(ctx context.Context, tx tables.Querier, s query.Source) ([]publish.ApplicationFigures, error) {
	figures, err := sqlite.Collect(ctx, tx, func(a *publish.ApplicationFigures) []any { return []any{&a.Name, &a.Entitled} },
		"SELECT name, entitled FROM application WHERE source = ? ORDER BY name", s.Number)
	if err != nil {
		return nil, err
	}
	for i, window := range publish.FigureWindows {
		active, err := applications.Active(ctx, tx, s, window)
		if err != nil {
			return nil, err
		}
		for n := range figures {
			figures[n].Active[i] = active[strings.ToLower(figures[n].Name)].Users
		}
	}
	return figures, nil
}
