package central

import (
	"context"
	"time"
)

// Import is an import of which the history of a state tells.
type Import struct {
	// Key is by what it is known in its tenant.
	Key      string
	Imported time.Time
	Tenant   string
	Changes  int64
	// Figures says that the numbers that it left are kept.
	Figures bool
}

// ReadImports returns the imports of a state, oldest first.
func (d *Database) ReadImports(ctx context.Context, r Readable) ([]Import, error) {
	return listOf(ctx, d, r, func(i *Import) []any {
		return []any{&i.Key, &i.Imported, &i.Tenant, &i.Changes, &i.Figures}
	}, "SELECT i.key, i.imported, i.tenant, i.changes, i.licenses IS NOT NULL FROM {schema}.import_row AS i WHERE "+of("i")+" ORDER BY i.key")
}

// ReadFigures returns the numbers of licenses and applications that an import has left, as JSON; nothing where they are not kept.
func (d *Database) ReadFigures(ctx context.Context, r Readable, i Import) (licenses, applications []byte, err error) {
	err = d.one(ctx, "SELECT CAST(i.licenses AS text), CAST(i.applications AS text) FROM {schema}.import_row AS i WHERE "+of("i")+
		" AND i.key = $3", []any{r.TenantID, r.Generation, i.Key}, &licenses, &applications)
	return licenses, applications, err
}

// Change is something that an import has changed.
type Change struct {
	Number                                                         int64
	Event, UserID, UserPrincipalName, SKUID, SKUPartNumber, Before string
	After                                                          string
}

// ReadChanges calls use with one change of an import after another.
func (d *Database) ReadChanges(ctx context.Context, r Readable, i Import, use func(Change) error) error {
	var c Change
	return d.each(ctx, `SELECT c.number, c.event, coalesce(CAST(c.user_id AS text), ''), coalesce(c.user_principal_name, ''),
		coalesce(CAST(c.sku_id AS text), ''), coalesce(c.sku_part_number, ''), coalesce(c.before, ''), coalesce(c.after, '')
		FROM {schema}.change_row AS c WHERE c.tenant_id = $1 AND c.key = $2 ORDER BY c.number`, []any{r.TenantID, i.Key},
		[]any{&c.Number, &c.Event, &c.UserID, &c.UserPrincipalName, &c.SKUID, &c.SKUPartNumber, &c.Before, &c.After},
		func() error { return use(c) })
}
