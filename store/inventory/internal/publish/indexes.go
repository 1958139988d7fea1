package publish

import (
	"context"
	"strings"

	"inventorybeacon/store/inventory/internal/tables"
)

// schemaIndex is an index as the schema knows it.
type schemaIndex struct{ name, text string }

// dropIndexes drops indexes until restoreIndexes. Making one from sorted rows is
// several times faster than adding many rows to it.
func (p *publishing) dropIndexes(ctx context.Context, names ...string) error {
	indexes, err := tables.Collect(ctx, p.conn, func(i *schemaIndex) []any { return []any{&i.name, &i.text} },
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
