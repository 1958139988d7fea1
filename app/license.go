package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// SKU is a license as it is sold.
type SKU = inventory.SKU

// productName is what the customer calls a license, else what its maker does.
func (b *Beacon) productName(skuID, partNumber string) string {
	return b.names.Product(skuID, partNumber)
}

// OnEntered calls f whenever a price, a commitment or a name was entered, from any
// goroutine, until stop is called.
func (b *Beacon) OnEntered(f func()) (stop func()) { return b.entered.listeners.Add(f) }

// EditEntered carries an edit of what people have entered out, in one transaction.
func (b *Beacon) EditEntered(ctx context.Context, edit history.Edit) error {
	if err := b.History.Apply(ctx, edit); err != nil {
		return err
	}
	return b.readEntered(ctx)
}

// readEntered reads prices, commitments and names again.
func (b *Beacon) readEntered(ctx context.Context) error {
	b.names.Renew(ctx)
	if err := b.entered.read(ctx, b.History); err != nil {
		return err
	}
	for _, f := range b.entered.listeners.All() {
		f()
	}
	return nil
}

// LicensesNamed returns the licenses that an id or a part number means: of the inventory,
// of the table of products, or of no other name than its id. The error is a
// [store.NotFoundError].
func (b *Beacon) LicensesNamed(ctx context.Context, idOrPartNumber string) ([]SKU, error) {
	text := strings.TrimSpace(idOrPartNumber)
	if text == "" {
		return nil, &store.NotFoundError{What: "license", Key: idOrPartNumber}
	}
	found, err := b.SKUs(ctx, text)
	if err != nil || len(found) > 0 {
		return found, err
	}
	ids := b.products.IDs(text)
	if len(ids) == 0 && connector.IsGUID(text) {
		ids, text = []string{strings.ToLower(text)}, ""
	}
	for _, id := range ids {
		found = append(found, SKU{ID: id, PartNumber: strings.ToUpper(text), Product: cmp.Or(b.productName(id, text), id)})
	}
	if len(found) == 0 {
		return nil, &store.NotFoundError{What: "license", Key: idOrPartNumber}
	}
	return found, nil
}

// LicensesAsked returns the licenses that are meant by a part number, an id or what they are called: of the
// inventory, or else of the history, in which those are that are gone. The error is a [store.NotFoundError].
func (b *Beacon) LicensesAsked(ctx context.Context, name string) ([]SKU, error) {
	if found, err := b.SKUs(ctx, name); err != nil || len(found) > 0 {
		return found, err
	}
	all, err := b.SKUs(ctx, "")
	if err != nil {
		return nil, err
	}
	gone, err := b.History.Licenses(ctx)
	for _, l := range gone {
		if !slices.ContainsFunc(all, func(sku SKU) bool { return strings.EqualFold(sku.ID, l.ID) }) {
			all = append(all, SKU{ID: l.ID, PartNumber: l.PartNumber, Product: b.productName(l.ID, l.PartNumber)})
		}
	}
	all = slices.DeleteFunc(all, func(sku SKU) bool {
		return !strings.EqualFold(sku.ID, name) && !strings.EqualFold(sku.PartNumber, name) && !strings.EqualFold(sku.Product, name)
	})
	if err == nil && (len(all) == 0 || name == "") {
		err = &store.NotFoundError{What: "license", Key: name}
	}
	return all, err
}

// CheckUserAsked returns a [store.NotFoundError] when there is no user of a name or id in the inventory, and none in the
// history who has or had it.
func (b *Beacon) CheckUserAsked(ctx context.Context, name string) error {
	found, err := b.FindUsers(ctx, nil, name)
	if err != nil || len(found) > 0 {
		return err
	}
	changes, err := b.History.CountChanges(ctx, ChangeQuery{User: name})
	if err == nil && changes == 0 {
		err = &store.NotFoundError{What: "user", Key: name}
	}
	return err
}

// ApplicationAsked is what the history calls an application, by that or by what lists call it. The error is a
// [store.NotFoundError] when it knows none.
func (b *Beacon) ApplicationAsked(ctx context.Context, name string) (string, error) {
	rows, err := b.Applications(ctx, inventory.ApplicationQuery{})
	if err != nil {
		return "", err
	}
	for _, row := range rows {
		if row.Plan != "" && strings.EqualFold(row.Application, name) {
			return row.Plan, nil
		}
	}
	points, err := b.History.ApplicationTrend(ctx, TrendQuery{Application: name})
	if err == nil && len(points) == 0 {
		err = &store.NotFoundError{What: "application", Key: name}
	}
	return name, err
}

// ShortName is what our own table calls a license; empty when it is not in it.
func (b *Beacon) ShortName(skuID string) string { return b.products.Name(skuID, "") }

// LicenseOf is a license of which only the id is known: one of all, or of no other name than that.
func (b *Beacon) LicenseOf(all []SKU, id string) SKU {
	if i := slices.IndexFunc(all, func(s SKU) bool { return s.ID == id }); i >= 0 {
		return all[i]
	}
	return SKU{ID: id, Product: cmp.Or(b.productName(id, ""), id)}
}

// NameLicense gives licenses a name that wins over that of their maker; an empty one takes
// it from them.
func (b *Beacon) NameLicense(ctx context.Context, skus []SKU, name string) error {
	name = strings.TrimSpace(name)
	if problem := CheckOwnName(name); problem.ID != "" {
		return refused(FieldOwnName, problem)
	}
	for _, s := range skus {
		var err error
		if name == "" {
			_, err = b.History.RemoveOwnName(ctx, s.ID)
		} else {
			err = b.History.SetOwnName(ctx, history.OwnName{SKUID: s.ID, Name: name})
		}
		if err != nil {
			return err
		}
	}
	return b.readEntered(ctx)
}

// OwnName is the name of its own that a license has; empty when it has none.
func (b *Beacon) OwnName(skuID string) string { return b.names.OwnName(strings.ToLower(skuID)) }

// mostOfName is how many characters a name may have; the longest of Microsoft's has 84.
const mostOfName = 200

func CheckOwnName(name string) connector.Message {
	switch characters := len([]rune(name)); {
	case characters > mostOfName:
		return connector.Message{ID: "license.name.long", Data: connector.Data{"Characters": characters, "Most": mostOfName}}
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return connector.Message{ID: "license.name.invisible"}
	default:
		return connector.Message{}
	}
}

// refused is an entry that was refused because of one field.
func refused(field connector.Field, problem connector.Message) error {
	return workspace.Refused(connector.Problem{Field: field, Message: problem})
}

// TenantOfInventory returns the id of the tenant of a connection or a kept inventory.
func (b *Beacon) TenantOfInventory(ctx context.Context, name string) (string, error) {
	id, err := b.InventoryNamed(ctx, name)
	if err != nil {
		return "", err
	}
	published, err := b.Published(ctx)
	if err != nil {
		return "", err
	}
	for _, p := range published {
		if p.Connection == id {
			return strings.ToLower(p.Tenant.ID), nil
		}
	}
	return "", connector.NewError(connector.Message{ID: "price.no-tenant", Data: connector.Data{"Name": name}}, nil)
}
