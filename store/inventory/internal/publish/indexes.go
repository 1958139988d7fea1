package publish

import (
	"context"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/adaptive"
	"inventorybeacon/store/sqlite"
)

// schemaIndex is an index as the schema knows it.
type schemaIndex struct{ name, text string }

// dropIndexes drops indexes until restoreIndexes. Making one from sorted rows is
// several times faster than adding many rows to it.
func (p *publishing) dropIndexes(ctx context.Context, names ...string) error {
	indexes, err := sqlite.Collect(ctx, p.conn, func(i *schemaIndex) []any { return []any{&i.name, &i.text} },
		"SELECT name, sql FROM main.sqlite_schema WHERE type = 'index' AND name IN ('"+strings.Join(names, "','")+"')")
	if err != nil {
		return err
	}
	for _, index := range indexes { // none that was dropped before
		if err := p.exec(ctx, "DROP INDEX main."+index.name); err != nil {
			return err
		}
		p.indexes = append(p.indexes, index)
	}
	return nil
}

func (p *publishing) restoreIndexes(ctx context.Context) error {
	for _, index := range p.indexes {
		if err := p.exec(ctx, index.text); err != nil {
			return err
		}
	}
	p.indexes = nil
	return nil
}

// dropReportIndexes drops indexes that are sooner made anew than kept up: a new
// report tells other days of most users.
func (a *activity) dropReportIndexes(ctx context.Context) error {
	if a.sameReports {
		return nil
	}
	for _, report := range []struct {
		table, index string
		rows         int64
	}{
		{"usage", "usage_upn", max(a.rowsOf(connector.StreamActiveUsers), a.rowsOf(connector.StreamAppUsers))},
		{"activation", "activation_uid", a.rowsOf(connector.StreamActivations)},
	} {
		before, err := a.count(ctx, "SELECT count(*) FROM main."+report.table)
		if err != nil {
			return err
		}
		if report.rows*reloadFraction <= before {
			continue
		}
		if err := adaptive.Drop(ctx, a.conn, report.table); err != nil {
			return err
		}
		if err := a.dropIndexes(ctx, report.index); err != nil {
			return err
		}
	}
	return nil
}
