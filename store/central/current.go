package central

import (
	"context"
	"strings"

	"inventorybeacon/connector"
)

// Current takes what readers see of a tenant.
type Current struct {
	User  func(id string, fingerprint, licensing int64, last connector.Date, listed int64, since []connector.Date) error
	Usage func(name, fingerprint int64) error
	// Activation takes an activation.
	Activation func(key, fingerprint int64) error
	Row        func(t *Table, key string, fingerprint int64) error
}

// once is the condition that a row of a table is the only one with its key that is read.
func once(alias string) string { return "count(*) OVER (PARTITION BY " + alias + ".key) = 1" }

// Read reads what readers see of a tenant of which nothing else is there. What a beacon of version 1 has written of users and usage
// lacks something, and so has no fingerprint that is one; nor has what holds more than once, as former beacons have left it.
func (d *Database) Read(ctx context.Context, tenant string, c Current) error {
	const open = "tenant_id = $1 AND until_generation = 9223372036854775807"
	var id string
	var fingerprint, licensing, last, listed, name int64
	var since *string
	err := d.each(ctx,
		`SELECT CAST(u.key AS text), CASE WHEN `+once("u")+` AND (u.failed IS NULL OR u.failed_assignments IS NOT NULL) THEN u.fingerprint ELSE 0 END,
		CASE WHEN `+once("u")+` THEN h.licensing ELSE -1 END, `+dayOf("h.last_activity")+`, h.listed, CAST(h.since AS text)
		FROM {schema}.user_row AS u JOIN {schema}.holding_row AS h ON h.tenant_id = u.tenant_id AND h.key = u.key
		WHERE u.tenant_id = $1 AND u.until_generation = 9223372036854775807 AND h.until_generation = 9223372036854775807`, []any{tenant},
		[]any{&id, &fingerprint, &licensing, &last, &listed, &since}, func() error {
			days, err := parseDays(since)
			if err != nil {
				return err
			}
			return c.User(id, fingerprint, licensing, connector.Date(last), listed, days)
		})
	if err != nil {
		return err
	}
	if err := d.each(ctx, "SELECT g.key, CASE WHEN "+once("g")+" AND g.listed IS NOT NULL THEN g.fingerprint ELSE 0 END FROM {schema}.usage_row AS g WHERE "+
		open, []any{tenant},
		[]any{&name, &fingerprint}, func() error { return c.Usage(name, fingerprint) }); err != nil {
		return err
	}
	if err := d.each(ctx, "SELECT a.key, CASE WHEN "+once("a")+" THEN a.fingerprint ELSE 0 END FROM {schema}.activation_row AS a WHERE "+
		open, []any{tenant},
		[]any{&name, &fingerprint}, func() error { return c.Activation(name, fingerprint) }); err != nil {
		return err
	}
	for _, t := range Parts {
		if err := d.each(ctx, "SELECT key, fingerprint FROM {schema}."+t.name+" WHERE "+open, []any{tenant},
			[]any{&id, &fingerprint}, func() error { return c.Row(t, id, fingerprint) }); err != nil {
			return err
		}
	}
	return nil
}

// parseDays reads a list of days as the database writes it.
func parseDays(list *string) ([]connector.Date, error) {
	if list == nil {
		return nil, nil
	}
	days := []connector.Date{}
	for text := range strings.SplitSeq(strings.Trim(*list, "{}"), ",") {
		if text == "" {
			continue
		}
		if text == "NULL" {
			text = ""
		}
		day, err := connector.ParseDate(text)
		if err != nil {
			return nil, err
		}
		days = append(days, day)
	}
	return days, nil
}
