package central

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/central"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/sent"
)

// part has the rows of one of the smaller tables, as they are now.
type part struct {
	table *central.Table
	known map[string]int64 // what was sent, by key
	each  func(row func(key string, values func(*central.Rows)) error) error
}

// partOf is the part with a row for each of a list: what it is known by, and what else it holds.
func partOf[T any](table *central.Table, list []T, key func(T) string, values func(*central.Rows, T)) part {
	return part{table: table, each: func(row func(string, func(*central.Rows)) error) error {
		for _, one := range list {
			if err := row(key(one), func(rows *central.Rows) { values(rows, one) }); err != nil {
				return err
			}
		}
		return nil
	}}
}

// content is what the smaller tables are made from.
type content struct {
	licenses      []inventory.LicenseRow
	applications  []inventory.ApplicationRow
	skus          []inventory.SKU
	assignments   []sent.Assignment
	copilot       map[string]bool
	details       map[string]*sent.LicenseDetails
	subscriptions []connector.Subscription
	groups        []connector.Group
	names         []sent.FormerName
	imports       []history.Import
	prices        []history.Price
	commitments   []history.Commitment
	kept          []history.Kept
}

// read reads all of it.
func (r *content) read(ctx context.Context, o Options, tenant string, c *sent.Comparison) error {
	connections := []string{c.Source.Connection}
	for _, read := range []func(context.Context) error{
		into(&r.licenses, func(ctx context.Context) ([]inventory.LicenseRow, error) {
			return o.Inventory.Licenses(ctx, inventory.LicenseQuery{Connections: connections})
		}),
		into(&r.applications, func(ctx context.Context) ([]inventory.ApplicationRow, error) {
			return o.Inventory.Applications(ctx, inventory.ApplicationQuery{Connections: connections})
		}),
		into(&r.skus, func(ctx context.Context) ([]inventory.SKU, error) { return o.Inventory.SKUs(ctx) }),
		into(&r.assignments, c.Assignments), into(&r.copilot, c.CopilotLicenses), into(&r.details, c.LicenseDetails),
		into(&r.subscriptions, c.Subscriptions), into(&r.groups, c.Groups), into(&r.names, c.FormerNames),
		into(&r.imports, func(ctx context.Context) ([]history.Import, error) { return o.History.Imports(ctx, tenant) }),
		into(&r.prices, o.History.Prices), into(&r.commitments, o.History.Commitments), into(&r.kept, o.History.Kept),
	} {
		if err := read(ctx); err != nil {
			return err
		}
	}
	return nil
}

// into reads a value.
func into[T any](value *T, read func(context.Context) (T, error)) func(context.Context) error {
	return func(ctx context.Context) (err error) {
		*value, err = read(ctx)
		return err
	}
}

// parts reads the smaller tables. The inventory is the same as that of the comparison, or the error is errMoved.
func (t *tenant) parts(ctx context.Context, c *sent.Comparison) ([]part, error) {
	p := t.publisher.options
	var r content
	if err := r.read(ctx, p, t.id, c); err != nil {
		return nil, err
	}
	if err := t.still(ctx, c); err != nil {
		return nil, err
	}
	parts := []part{
		licensingPart(p.ProductName, r.assignments), assignmentPart(p.ProductName, p.PlanName, r.assignments, r.copilot),
		licensePart(r.licenses, r.details),
		applicationPart(r.applications), pricePart(t.id, r.prices, r.skus), importPart(r.imports), subscriptionPart(r.subscriptions),
		groupPart(r.groups),
		formerNamePart(r.names), commitmentPart(t.id, r.commitments), keptPart(t.id, r.kept),
	}
	for i := range parts {
		var err error
		if parts[i].known, err = t.file.Rows(ctx, t.id, parts[i].table.Name()); err != nil {
			return nil, err
		}
	}
	t.imports = map[string]history.Import{}
	for _, one := range r.imports {
		t.imports[importKey(one)] = one
	}
	return parts, nil
}

// still looks whether the inventory is that of the comparison.
func (t *tenant) still(ctx context.Context, c *sent.Comparison) error {
	published, err := t.publisher.options.Inventory.Published(ctx)
	for _, one := range published {
		if one.Connection == c.Source.Connection && one.At.UnixMilli() == c.Source.Published {
			return err
		}
	}
	return cmp.Or(err, errMoved)
}

// parts sends the rows that differ, those of imports after their changes.
func (s *sender) parts(ctx context.Context, parts []part) error {
	var one central.Rows
	for _, p := range parts {
		if err := p.each(func(key string, values func(*central.Rows)) error {
			one.Reset()
			one.Begin().Text(key)
			one.Fingerprint()
			values(&one)
			fingerprint := one.Sum()
			one.End()
			before, known := p.known[key]
			delete(p.known, key)
			if known && before == fingerprint {
				return nil
			}
			if p.table == central.Imports && !known {
				if err := s.changes(ctx, key); err != nil {
					return err
				}
			}
			if err := s.room(ctx, 3); err != nil {
				return err
			}
			if known || s.resumed {
				s.batch.end(p.table, key)
			}
			s.batch.rows++
			s.batch.of(p.table).Rows.Append(&one)
			s.batch.note.Row(p.table.Name(), key, fingerprint, false)
			return nil
		}); err != nil {
			return err
		}
		for _, key := range slices.Sorted(maps.Keys(p.known)) {
			if err := s.room(ctx, 2); err != nil {
				return err
			}
			s.batch.end(p.table, key)
			s.batch.note.Row(p.table.Name(), key, 0, true)
		}
	}
	return nil
}

// changes sends what an import has changed.
func (s *sender) changes(ctx context.Context, key string) error {
	return s.tenant.publisher.options.History.EachChangeOf(ctx, s.tenant.imports[key], func(c history.Change) error {
		if err := s.room(ctx, 1); err != nil {
			return err
		}
		rows := s.batch.add(central.Changes)
		rows.Text(key)
		rows.Int(c.Number)
		rows.Text(string(c.Event))
		guid(rows, c.User)
		rows.Some(c.UserPrincipalName)
		guid(rows, c.SKUID)
		for _, text := range []string{c.SKUPartNumber, c.Before, c.After} {
			rows.Some(text)
		}
		rows.End()
		return nil
	})
}

// guid adds an id, or null where it is none.
func guid(rows *central.Rows, id string) {
	if connector.IsGUID(id) {
		rows.Text(id)
	} else {
		rows.Null()
	}
}

// importKey is by what an import is known: its time, in milliseconds.
func importKey(i history.Import) string { return fmt.Sprintf("%015d", i.At.UnixMilli()) }

func importPart(imports []history.Import) part {
	return partOf(central.Imports, imports, importKey, func(rows *central.Rows, i history.Import) {
		rows.Time(i.At)
		rows.Text(i.Tenant)
		rows.Int(i.Changes)
		for _, figures := range []any{i.Licenses, i.Applications} {
			if text, err := json.Marshal(figures); err == nil && string(text) != "null" { // names and numbers can be written
				rows.JSON(text)
			} else {
				rows.Null()
			}
		}
	})
}
