package publish

import (
	"context"
	"errors"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// Copied is what makes a copy of an inventory out of what it holds: what was found out when it was imported, by comparing it with
// what was there before.
type Copied struct {
	// SubscriptionsRead to ActivationsRead are when these parts were last read; zero for never.
	SubscriptionsRead, GroupsRead, ActiveUsersRead, AppUsersRead, CopilotRead, ActivationsRead time.Time
	// FormerNames are the names that users had before.
	FormerNames []FormerName
	// Unlisted are licenses that users hold although the tenant does not list them, by SKU and service plans.
	Unlisted []connector.License
}

// FormerName is a name that a user had before, and the day of the import that has met another one.
type FormerName struct {
	UserPrincipalName, UserID string
	Seen                      connector.Date
}

// Copies has Publish make a copy of an inventory: nothing is told to the history, and what is not received is not kept.
func (imp *Import) Copies(c Copied) { imp.copied = &c }

// partsRead are when the parts were last read, by the columns of source that say so.
func (c *Copied) partsRead() map[string]time.Time {
	return map[string]time.Time{
		"subscriptions_read": c.SubscriptionsRead, "groups_read": c.GroupsRead, "active_users_read": c.ActiveUsersRead,
		"app_users_read": c.AppUsersRead, "copilot_read": c.CopilotRead, "activations_read": c.ActivationsRead,
	}
}

// lacksParts reports whether there is a part of the copy of before that this one does not have. Publishing would keep it, as it
// does where an import has not read a part.
func (p *publishing) lacksParts(ctx context.Context) (lacks bool, err error) {
	if p.copied == nil {
		return false, nil
	}
	for column, read := range p.copied.partsRead() {
		if !read.IsZero() {
			continue
		}
		had, err := p.count(ctx, "SELECT "+column+" <> 0 FROM source WHERE source = ?", p.source)
		if err != nil {
			return false, err
		}
		lacks = lacks || had == 1
	}
	return lacks, nil
}

// writePartsRead writes when the parts of a copy were read, which is not when it is made.
func (p *publishing) writePartsRead(ctx context.Context) error {
	if p.copied == nil {
		return nil
	}
	for column, read := range p.copied.partsRead() {
		at := int64(0)
		if !read.IsZero() {
			at = read.UnixMilli()
		}
		if err := p.exec(ctx, "UPDATE source SET "+column+" = ? WHERE source = ?", at, p.source); err != nil {
			return err
		}
	}
	return nil
}

// writeUnlisted writes the service plans of licenses that the tenant does not list.
func (p *publishing) writeUnlisted(ctx context.Context) error {
	if p.copied == nil {
		return nil
	}
	for _, l := range p.copied.Unlisted {
		sku, err := p.writeSKU(ctx, l)
		if err != nil {
			return err
		}
		if err := p.writePlans(ctx, l, sku); err != nil {
			return err
		}
	}
	return nil
}

// copyFormerNames writes the former names of a copy in the place of those of before.
func (p *publishing) copyFormerNames(ctx context.Context) (err error) {
	if err := p.exec(ctx, "DELETE FROM main.former_name WHERE source = ?", p.source); err != nil || len(p.copied.FormerNames) == 0 {
		return err
	}
	if err := p.exec(ctx,
		"CREATE TABLE staging.copied_name (name INTEGER, id TEXT, upn TEXT, until INTEGER); CREATE INDEX staging.copied_name_id ON copied_name (id)"); err != nil {
		return err
	}
	names, err := tables.PrepareInsert(p.conn, "INSERT INTO staging.copied_name", "name, id, upn, until")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, names.Close()) }()
	var hash tables.Fingerprint
	for _, n := range p.copied.FormerNames {
		names.Add(hash.NameKey(n.UserPrincipalName), strings.ToLower(n.UserID), n.UserPrincipalName, int64(n.Seen))
		if err := names.FlushFull(ctx); err != nil {
			return err
		}
	}
	if err := names.Flush(ctx); err != nil {
		return err
	}
	type copied struct {
		FormerName
		name, place int64
	}
	all, err := tables.Select(ctx, p.conn, func(c *copied) tables.Columns {
		return tables.Columns{"c.name", &c.name, "s.seq", &c.place, "c.upn", &c.UserPrincipalName, "c.until", &c.Seen}
	}, "FROM staging.user AS s CROSS JOIN staging.copied_name AS c ON c.id = s.id ORDER BY c.name")
	if err != nil {
		return err
	}
	for _, c := range all {
		number := p.numbers[c.place]
		if number == 0 {
			continue
		}
		if err := p.exec(ctx, "INSERT OR REPLACE INTO main.former_name (source, name, uid, upn, until) VALUES (?, ?, ?, ?, ?)",
			p.source, c.name, tables.UID(p.source, number), c.UserPrincipalName, c.Seen); err != nil {
			return err
		}
	}
	return nil
}
