package central

import (
	"context"
)

// Prune removes what belongs to states of a tenant that have arrived earlier than so many days ago as the setting kept_days says,
// but for the last of them: that is how things were then. When a state was imported does not count for that: it is by the clock
// of a beacon, which may be wrong by years.
func (d *Database) Prune(ctx context.Context, tenant string) error {
	var oldest int64
	if err := d.transact(ctx, func(ctx context.Context, tx *transaction) error {
		return tx.QueryRow(ctx,
			d.sql("SELECT coalesce(max(generation), 0) FROM {schema}.generation WHERE tenant_id = $1 AND published < now() - (SELECT value FROM {schema}.setting WHERE name = 'kept_days') * interval '1 day'"),
			tenant).Scan(&oldest)
	}); err != nil || oldest == 0 {
		return err
	}
	// Changes go with the imports to which they belong, and so before them.
	texts := []string{"DELETE FROM {schema}.change_row WHERE tenant_id = $1 AND (key, number) IN (SELECT c.key, c.number FROM {schema}.change_row AS c " +
		"JOIN {schema}.import_row AS i ON i.tenant_id = c.tenant_id AND i.key = c.key WHERE c.tenant_id = $1 AND i.tenant_id = $1 AND i.until_generation <= $2 LIMIT $3)"}
	for _, t := range allTables {
		texts = append(texts, "DELETE FROM {schema}."+t.name+
			" WHERE tenant_id = $1 AND (key, from_generation) IN (SELECT key, from_generation FROM {schema}."+
			t.name+" WHERE tenant_id = $1 AND until_generation <= $2 LIMIT $3)")
	}
	texts = append(texts,
		"DELETE FROM {schema}.generation WHERE tenant_id = $1 AND generation IN (SELECT generation FROM {schema}.generation WHERE tenant_id = $1 AND generation < $2 LIMIT $3)")
	for _, text := range texts {
		for removed := int64(MostRows); removed == MostRows; {
			if err := d.transact(ctx, func(ctx context.Context, tx *transaction) error {
				tag, err := tx.Exec(ctx, d.sql(text), tenant, oldest, MostRows)
				removed = tag.RowsAffected()
				return err
			}); err != nil {
				return err
			}
		}
	}
	return nil
}
