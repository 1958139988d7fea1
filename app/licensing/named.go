package licensing

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// LicensesNamed returns the licenses that a name means of which something is entered: those of
// [Book.LicensesThere] or, because a price may be known before anything is bought, those of the
// tables of products, or one of no other name than its id. The error is a [store.NotFoundError].
func (b *Book) LicensesNamed(ctx context.Context, name string) ([]SKU, error) {
	found, err := b.LicensesThere(ctx, name)
	if missing := (*store.NotFoundError)(nil); !errors.As(err, &missing) {
		return found, err
	}
	name = strings.TrimSpace(name)
	ids := b.products.IDs(name)
	part := strings.ToUpper(name)
	if len(ids) == 0 && connector.IsGUID(name) {
		ids, part = []string{strings.ToLower(name)}, ""
	}
	for _, id := range ids {
		found = append(found, SKU{ID: id, PartNumber: part, Product: cmp.Or(b.names.Product(id, part), id)})
	}
	if len(found) == 0 {
		return nil, err
	}
	return found, nil
}

// LicensesThere returns the licenses that a name means of those that the inventory has or, where
// none of them has that id or part number, by what licenses are called there and in the history,
// in which those are that are gone. The error is a [store.NotFoundError]: a list of what nobody
// ever had would read as good news.
func (b *Book) LicensesThere(ctx context.Context, name string) ([]SKU, error) {
	name = strings.TrimSpace(name)
	all, err := b.inventory.SKUs(ctx)
	if err != nil {
		return nil, err
	}
	isCode := func(sku SKU) bool { return strings.EqualFold(sku.ID, name) || strings.EqualFold(sku.PartNumber, name) }
	if found := only(all, isCode); name != "" && len(found) > 0 {
		return found, nil
	}
	gone, err := b.history.Licenses(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range gone {
		if !slices.ContainsFunc(all, func(sku SKU) bool { return strings.EqualFold(sku.ID, l.ID) }) {
			all = append(all, SKU{ID: l.ID, PartNumber: l.PartNumber, Product: b.names.Product(l.ID, l.PartNumber)})
		}
	}
	found := only(all, func(sku SKU) bool { return isCode(sku) || strings.EqualFold(sku.Product, name) })
	if name == "" || len(found) == 0 {
		return nil, &store.NotFoundError{What: "license", Key: name}
	}
	return found, nil
}

func only(all []SKU, is func(SKU) bool) (found []SKU) {
	for _, sku := range all {
		if is(sku) {
			found = append(found, sku)
		}
	}
	return found
}

// LicenseOf is a license of which only the id is known: one of all, or of no other name than that.
func (b *Book) LicenseOf(all []SKU, id string) SKU {
	if i := slices.IndexFunc(all, func(s SKU) bool { return s.ID == id }); i >= 0 {
		return all[i]
	}
	return SKU{ID: id, Product: cmp.Or(b.names.Product(id, ""), id)}
}
