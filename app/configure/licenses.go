package configure

import (
	"cmp"
	"context"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/configuration"
	"inventorybeacon/app/licensing"
	"inventorybeacon/connector"
	"inventorybeacon/store/history"
)

// licensesAt are the licenses that an entry means; none when it was refused.
func (p *plan) licensesAt(ctx context.Context, sku string, at configuration.Places) ([]app.SKU, error) {
	skus, err := p.beacon.LicensesNamed(ctx, sku)
	if err != nil {
		return nil, p.complain(at.Of("sku"), err)
	}
	return skus, nil
}

// licenseEntry is an entry that one license has.
type licenseEntry[T any] struct {
	sku    app.SKU
	tenant string
	since  connector.Date
	entry  T
}

// enteredEntries are entries as they are stored, by what tells one from another.
type enteredEntries[T any] struct {
	byKey  map[string]licenseEntry[T]
	places map[string]configuration.Place
}

// add refuses a second entry of the same license, tenant and day.
func (e *enteredEntries[T]) add(p *plan, at configuration.Places, one licenseEntry[T]) bool {
	if e.byKey == nil {
		e.byKey, e.places = map[string]licenseEntry[T]{}, map[string]configuration.Place{}
	}
	key := pricedText(one.sku.ID, one.tenant, one.since)
	if before, known := e.places[key]; known {
		p.refuse(at[""], "configuration.twice", connector.Data{"Name": e.named(key, ""), "Place": before.String()})
		return false
	}
	e.byKey[key], e.places[key] = one, at[""]
	return true
}

// named is what an entry with a key is called; comment is what a stored one says of its
// license.
func (e *enteredEntries[T]) named(key, comment string) string {
	if one, known := e.byKey[key]; known {
		return pricedText(cmp.Or(one.sku.PartNumber, one.sku.Product), one.tenant, one.since)
	}
	if _, rest, more := strings.Cut(key, ", "); comment != "" && more {
		return comment + ", " + rest
	}
	return cmp.Or(comment, key)
}

// tenantAt is the tenant of an entry; empty for all.
func (p *plan) tenantAt(tenant string, at configuration.Places) string {
	if tenant != "" && !connector.IsGUID(tenant) {
		p.refuse(at.Of("tenant"), "configuration.tenant", nil)
	}
	return strings.ToLower(tenant)
}

func (p *plan) planPrices(ctx context.Context) error {
	var all enteredEntries[history.Price]
	wanted := entryList(p.file.Prices)
	for _, one := range p.file.Prices {
		if !p.require(one.At, "sku", "amount", "currency") {
			continue
		}
		skus, err := p.licensesAt(ctx, one.SKU, one.At)
		if err != nil {
			return err
		}
		price, _, problems := licensing.ParsePrice(licensing.PriceEntry{Amount: string(one.Amount), Currency: one.Currency, Per: one.Per})
		for _, problem := range problems {
			p.problems = append(p.problems, configuration.Problem{Place: one.At.Of(string(problem.Field)), Message: problem.Message})
		}
		if one.From < 0 {
			p.refuse(one.At.Of("from"), "price.from", connector.Data{"Text": one.From.String()})
		}
		tenant := p.tenantAt(one.Tenant, one.At)
		for _, sku := range skus {
			stored := history.Price{Tenant: tenant, SKUID: sku.ID, Since: one.From, Price: price}
			if all.add(p, one.At, licenseEntry[history.Price]{sku, tenant, one.From, stored}) {
				wanted = append(wanted, configuredPrice(stored))
			}
		}
	}
	key := func(c configuration.Price) string { return pricedText(c.SKU, c.Tenant, c.From) }
	return settle(p, section[configuration.Price]{
		kind: KindPrice, wanted: wanted, before: p.before.Prices, key: key,
		name: func(c configuration.Price) string { return all.named(key(c), c.Comment) },
		put:  func(c configuration.Price) { p.history.Prices = append(p.history.Prices, all.byKey[key(c)].entry) },
		remove: func(c configuration.Price) {
			p.history.RemovePrices = append(p.history.RemovePrices, history.Price{Tenant: c.Tenant, SKUID: c.SKU, Since: c.From})
		},
	})
}

func (p *plan) planCommitments(ctx context.Context) error {
	var all enteredEntries[history.Commitment]
	wanted := entryList(p.file.Commitments)
	for _, one := range p.file.Commitments {
		if !p.require(one.At, "sku", "units", "until") {
			continue
		}
		skus, err := p.licensesAt(ctx, one.SKU, one.At)
		if err != nil {
			return err
		}
		if len(skus) == 0 {
			continue
		}
		if one.Units < 0 {
			p.refuse(one.At.Of("units"), "configuration.units", nil)
		}
		tenant := p.tenantAt(one.Tenant, one.At)
		if tenant == "" {
			if tenant, err = licensing.TenantOf(skus); err != nil {
				if err = p.complain(one.At.Of("sku"), err); err != nil {
					return err
				}
				continue
			}
			tenant = strings.ToLower(tenant)
		}
		for _, sku := range skus {
			stored := history.Commitment{Tenant: tenant, SKUID: sku.ID, Units: one.Units, Until: one.Until}
			if all.add(p, one.At, licenseEntry[history.Commitment]{sku, tenant, 0, stored}) {
				wanted = append(wanted, configuredCommitment(stored))
			}
		}
	}
	key := func(c configuration.Commitment) string { return pricedText(c.SKU, c.Tenant, 0) }
	return settle(p, section[configuration.Commitment]{
		kind: KindCommitment, wanted: wanted, before: p.before.Commitments, key: key,
		name: func(c configuration.Commitment) string { return all.named(key(c), c.Comment) },
		put: func(c configuration.Commitment) {
			p.history.Commitments = append(p.history.Commitments, all.byKey[key(c)].entry)
		},
		remove: func(c configuration.Commitment) {
			p.history.RemoveCommitments = append(p.history.RemoveCommitments, history.Commitment{Tenant: c.Tenant, SKUID: c.SKU})
		},
	})
}

func (p *plan) planOwnNames(ctx context.Context) error {
	var all enteredEntries[history.OwnName]
	wanted := entryList(p.file.OwnNames)
	for _, one := range p.file.OwnNames {
		if !p.require(one.At, "sku", "name") {
			continue
		}
		skus, err := p.licensesAt(ctx, one.SKU, one.At)
		if err != nil {
			return err
		}
		name := strings.TrimSpace(one.Name)
		if problem := licensing.CheckOwnName(name); problem.ID != "" {
			p.problems = append(p.problems, configuration.Problem{Place: one.At.Of("name"), Message: problem})
		} else if name == "" {
			p.refuse(one.At.Of("name"), "configuration.missing", connector.Data{"Key": "name"})
		}
		for _, sku := range skus {
			if all.add(p, one.At, licenseEntry[history.OwnName]{sku, "", 0, history.OwnName{SKUID: sku.ID, Name: name}}) {
				wanted = append(wanted, configuration.OwnName{SKU: sku.ID, Name: name})
			}
		}
	}
	return settle(p, section[configuration.OwnName]{
		kind: KindOwnName, wanted: wanted, before: p.before.OwnNames,
		key:  func(c configuration.OwnName) string { return c.SKU },
		name: func(c configuration.OwnName) string { return all.named(c.SKU, c.Comment) },
		put:  func(c configuration.OwnName) { p.history.OwnNames = append(p.history.OwnNames, all.byKey[c.SKU].entry) },
		remove: func(c configuration.OwnName) {
			p.history.RemoveOwnNames = append(p.history.RemoveOwnNames, history.OwnName{SKUID: c.SKU})
		},
	})
}
