package central

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/money"
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

// parts reads the smaller tables. The inventory is the same as that of the comparison, or the error is errMoved.
func (t *tenant) parts(ctx context.Context, c *sent.Comparison) ([]part, error) {
	p := t.publisher.options
	connections := []string{c.Source.Connection}
	licenses, err := p.Inventory.Licenses(ctx, inventory.LicenseQuery{Connections: connections})
	if err != nil {
		return nil, err
	}
	applications, err := p.Inventory.Applications(ctx, inventory.ApplicationQuery{Connections: connections})
	if err != nil {
		return nil, err
	}
	assignments, err := c.Assignments(ctx)
	if err != nil {
		return nil, err
	}
	copilot, err := c.CopilotLicenses(ctx)
	if err != nil {
		return nil, err
	}
	prices, err := p.History.Prices(ctx)
	if err != nil {
		return nil, err
	}
	skus, err := p.Inventory.SKUs(ctx, "")
	if err != nil {
		return nil, err
	}
	imports, err := p.History.Imports(ctx, t.id)
	if err != nil {
		return nil, err
	}
	if err := t.still(ctx, c); err != nil {
		return nil, err
	}
	parts := []part{
		licensingPart(p.ProductName, assignments), assignmentPart(p.ProductName, p.PlanName, assignments, copilot), licensePart(licenses),
		applicationPart(applications), pricePart(t.id, prices, skus), importPart(imports),
	}
	for i := range parts {
		if parts[i].known, err = t.file.Rows(ctx, t.id, parts[i].table.Name()); err != nil {
			return nil, err
		}
	}
	t.imports = map[string]history.Import{}
	for _, one := range imports {
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

func licensingPart(product func(string, string) string, assignments []sent.Assignment) part {
	return part{table: central.Licensings, each: func(row func(string, func(*central.Rows)) error) error {
		for all := assignments; len(all) > 0; {
			n := 1
			for n < len(all) && all[n].Licensing == all[0].Licensing {
				n++
			}
			var licenses, products []string
			for _, a := range all[:n] {
				licenses, products = append(licenses, cmp.Or(a.Part, a.SKUID)), append(products, nameOf(product, a.SKUID, a.Part))
			}
			slices.Sort(licenses)
			slices.Sort(products)
			licensing := all[0].Licensing
			if err := row(fmt.Sprint(licensing), func(rows *central.Rows) {
				rows.Int(licensing)
				rows.Texts(licenses)
				rows.Texts(products)
			}); err != nil {
				return err
			}
			all = all[n:]
		}
		return nil
	}}
}

func nameOf(product func(string, string) string, sku, part string) string {
	if product != nil {
		if name := product(sku, part); name != "" {
			return name
		}
	}
	return cmp.Or(part, sku)
}

func assignmentPart(product func(string, string) string, plan func(string) string, assignments []sent.Assignment, copilot map[string]bool) part {
	type group struct {
		ID          string `json:"id"`
		DisplayName string `json:"displayName"`
	}
	return part{table: central.Assignments, each: func(row func(string, func(*central.Rows)) error) error {
		for _, a := range assignments {
			if !connector.IsGUID(a.SKUID) {
				return connector.NewError(connector.Message{ID: "central.id", Data: connector.Data{"ID": a.SKUID}}, nil)
			}
			groups, off := []group{}, []string{}
			for _, g := range a.Groups {
				groups = append(groups, group(g))
			}
			for _, p := range a.DisabledPlans {
				name := p.Name
				if plan != nil {
					name = cmp.Or(plan(p.Name), p.Name)
				}
				off = append(off, name)
			}
			slices.Sort(off)
			text, err := json.Marshal(groups)
			if err != nil {
				return err
			}
			if err := row(fmt.Sprintf("%d/%s", a.Licensing, a.SKUID), func(rows *central.Rows) {
				rows.Int(a.Licensing)
				rows.Text(a.SKUID)
				rows.Text(cmp.Or(a.Part, a.SKUID))
				rows.Text(nameOf(product, a.SKUID, a.Part))
				rows.Int(int64(a.Place))
				rows.Bool(a.Direct)
				rows.Text(string(text))
				rows.Some(a.State)
				rows.Some(a.Error)
				rows.Texts(off)
				rows.Bool(copilot[a.SKUID])
			}); err != nil {
				return err
			}
		}
		return nil
	}}
}

func licensePart(licenses []inventory.LicenseRow) part {
	return part{table: central.Licenses, each: func(row func(string, func(*central.Rows)) error) error {
		for _, l := range licenses {
			if err := row(l.SKUID, func(rows *central.Rows) {
				for _, text := range []string{l.SKUID, l.SKUPartNumber, l.Product, l.Status, string(l.Kind)} {
					rows.Text(text)
				}
				for _, n := range []int64{l.Purchased, l.Suspended, l.Assigned, l.Available} {
					rows.Int(n)
				}
				for _, n := range []*int64{l.Active, l.Inactive, l.New} {
					rows.Known(n)
				}
				rows.Int(l.Unknown)
				rows.Int(l.Failed)
				rows.Day(l.Renewal)
				if l.Price == nil {
					rows.Null()
					rows.Null()
				} else {
					rows.Text(l.Price.Times(1).Rounded(monthlyDecimals))
					rows.Text(l.Price.Currency)
				}
				if spend, known := l.UnusedSpend(); known {
					rows.Text(spend.Rounded(money.Decimals(l.Price.Currency)))
				} else {
					rows.Null()
				}
				rows.Int(l.LockedOut)
				rows.Day(l.ReportDate)
			}); err != nil {
				return err
			}
		}
		return nil
	}}
}

// monthlyDecimals are those of a unit's price a month, of which a year's may be a twelfth.
const monthlyDecimals = 6

func applicationPart(applications []inventory.ApplicationRow) part {
	return part{table: central.Applications, each: func(row func(string, func(*central.Rows)) error) error {
		for _, a := range applications {
			if err := row(a.Application+"/"+a.Plan, func(rows *central.Rows) {
				rows.Text(a.Application)
				for _, n := range []*int64{
					a.Entitled, a.Active, a.Unknown, a.Activations, a.Windows, a.Mac, a.Mobile, a.Web,
					a.ActivatedWindows, a.ActivatedMac, a.ActivatedIOS, a.ActivatedAndroid,
				} {
					rows.Known(n)
				}
			}); err != nil {
				return err
			}
		}
		return nil
	}}
}

func pricePart(tenant string, prices []history.Price, skus []inventory.SKU) part {
	names := map[string]inventory.SKU{}
	for _, sku := range skus {
		names[strings.ToLower(sku.ID)] = sku
	}
	return part{table: central.Prices, each: func(row func(string, func(*central.Rows)) error) error {
		for _, p := range prices {
			if p.Tenant != "" && p.Tenant != tenant || !connector.IsGUID(p.SKUID) {
				continue
			}
			sku := names[p.SKUID]
			if err := row(fmt.Sprintf("%s/%s/%d", p.SKUID, p.Tenant, p.Since), func(rows *central.Rows) {
				rows.Text(p.SKUID)
				rows.Text(cmp.Or(sku.PartNumber, p.SKUID))
				rows.Text(cmp.Or(sku.Product, sku.PartNumber, p.SKUID))
				rows.Some(p.Tenant)
				rows.Text(p.Amount())
				rows.Text(p.Currency)
				rows.Text(string(p.Per))
				rows.Day(p.Since)
			}); err != nil {
				return err
			}
		}
		return nil
	}}
}

// importKey is by what an import is known: its time, in milliseconds.
func importKey(i history.Import) string { return fmt.Sprintf("%015d", i.At.UnixMilli()) }

func importPart(imports []history.Import) part {
	return part{table: central.Imports, each: func(row func(string, func(*central.Rows)) error) error {
		for _, i := range imports {
			if err := row(importKey(i), func(rows *central.Rows) {
				rows.Time(i.At)
				rows.Text(i.Tenant)
				rows.Int(i.Changes)
				for _, figures := range []any{i.Licenses, i.Applications} {
					if text, err := json.Marshal(figures); err == nil && string(text) != "null" { // names and numbers can be written
						rows.Text(string(text))
					} else {
						rows.Null()
					}
				}
			}); err != nil {
				return err
			}
		}
		return nil
	}}
}
