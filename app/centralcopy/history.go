package centralcopy

import (
	"context"
	"encoding/json"
	"errors"

	"inventorybeacon/connector"
	"inventorybeacon/money"
	"inventorybeacon/store/central"
	"inventorybeacon/store/history"
)

// noneEntered is what is entered of a tenant that is gone.
var noneEntered history.Entered

// entered copies what was entered of a tenant.
func (r *refresh) entered(ctx context.Context, t central.Readable) error {
	var e history.Entered
	prices, err := r.db.ReadPrices(ctx, t)
	if err != nil {
		return err
	}
	if e.Prices, err = ownPrices(prices); err != nil {
		return err
	}
	commitments, err := r.db.ReadCommitments(ctx, t)
	if err != nil {
		return err
	}
	for _, c := range commitments {
		e.Commitments = append(e.Commitments, history.Commitment{SKUID: c.SKUID, Units: c.Units, Until: c.Until})
	}
	kept, err := r.db.ReadKept(ctx, t)
	if err != nil {
		return err
	}
	for _, k := range kept {
		e.Kept = append(e.Kept, history.Kept{
			UserID: k.UserID, SKUID: k.SKUID, UserPrincipalName: k.UserPrincipalName, Until: k.Until, Note: k.Note, Since: k.Entered,
		})
	}
	return r.History.CopyEntered(ctx, t.TenantID, e)
}

// ownPrices are prices that a tenant has of its own and those that its beacon has for all tenants, as the tenant's own: beacons may have
// different ones for all. The tenant's own win from the first day on that one of them holds.
func ownPrices(entered []central.EnteredPrice) ([]history.Price, error) {
	own := map[string]connector.Date{} // the first day of a price of its own, by SKU
	for _, p := range entered {
		if first, some := own[p.SKUID]; p.Tenant != "" && (!some || p.Since < first) {
			own[p.SKUID] = p.Since
		}
	}
	var prices []history.Price
	for _, p := range entered {
		if first, some := own[p.SKUID]; p.Tenant == "" && some && p.Since >= first {
			continue
		}
		micros, wrong := money.ParseAmount(p.Amount)
		currency, unknown := money.ParseCurrency(p.Currency)
		per, other := money.ParsePeriod(p.Per)
		if err := errors.Join(wrong, unknown, other); err != nil {
			return nil, err
		}
		prices = append(prices, history.Price{SKUID: p.SKUID, Since: p.Since, Price: money.Price{Micros: micros, Currency: currency, Per: per}})
	}
	return prices, nil
}

// imports copies the imports of which something else is known here, with their changes.
func (r *refresh) imports(ctx context.Context, t central.Readable) error {
	there, err := r.db.ReadImports(ctx, t)
	if err != nil {
		return err
	}
	known, err := r.History.ImportTimes(ctx, t.TenantID)
	if err != nil {
		return err
	}
	here := map[int64]history.CopiedTime{}
	for _, k := range known {
		here[k.At.UnixMilli()] = k
	}
	times := map[int64]bool{}
	for _, i := range there {
		at := i.Imported.UnixMilli()
		times[at] = true
		if k, some := here[at]; some && k.Changes == i.Changes && k.Figures == i.Figures {
			continue
		}
		if err := r.copyImport(ctx, t, i); err != nil {
			return err
		}
	}
	return r.History.KeepOnlyImports(ctx, t.TenantID, times)
}

func (r *refresh) copyImport(ctx context.Context, t central.Readable, i central.Import) error {
	licenses, applications, err := r.db.ReadFigures(ctx, t, i)
	if err != nil {
		return err
	}
	one := history.CopiedImport{Import: history.Import{At: i.Imported, Tenant: i.Tenant, Changes: i.Changes}}
	if licenses != nil {
		err = json.Unmarshal(licenses, &one.Licenses)
	}
	if applications != nil {
		err = errors.Join(err, json.Unmarshal(applications, &one.Applications))
	}
	if err != nil {
		return err
	}
	one.EachChange = func(use func(history.Change) error) error {
		if i.Changes == 0 {
			return nil
		}
		return r.db.ReadChanges(ctx, t, i, func(c central.Change) error {
			return use(history.Change{
				Number: c.Number, Event: connector.Event(c.Event), User: c.UserID, UserPrincipalName: c.UserPrincipalName, SKUID: c.SKUID,
				SKUPartNumber: c.SKUPartNumber, Before: c.Before, After: c.After,
			})
		})
	}
	return r.History.CopyImport(ctx, t.TenantID, one)
}
