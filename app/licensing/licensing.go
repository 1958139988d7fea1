// Package licensing is what an asset manager enters about licenses: prices, one by one and
// from files, commitments, and names of their own; and which licenses a name means.
package licensing

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"inventorybeacon/app/listeners"
	"inventorybeacon/app/productnames"
	"inventorybeacon/app/workspace"
	"inventorybeacon/assets"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// SKU is a license as it is sold.
type SKU = inventory.SKU

// Inventory is what a Book asks of what was imported.
type Inventory interface {
	// SKUs returns the licenses that an id or a part number means; all where it is empty.
	SKUs(ctx context.Context, idOrPartNumber string) ([]SKU, error)
}

// Options are what a Book is made of.
type Options struct {
	// History is where everything is kept that was entered.
	History   *history.History
	Inventory Inventory
	// Terms are those of the inventory.
	Terms    *Terms
	Names    *productnames.Names
	Products *assets.Products
	// Tenants returns the ids of the tenants that a name means.
	Tenants func(ctx context.Context, name string) ([]string, error)
}

// Book has what people have entered about licenses.
type Book struct {
	history   *history.History
	inventory Inventory
	terms     *Terms
	names     *productnames.Names
	products  *assets.Products
	tenants   func(ctx context.Context, name string) ([]string, error)
	listeners listeners.Set[func()]
}

// New returns a Book, in which nothing stands before [Book.ReadEntered].
func New(o Options) *Book {
	return &Book{history: o.History, inventory: o.Inventory, terms: o.Terms, names: o.Names, products: o.Products, tenants: o.Tenants}
}

// OnEntered calls f whenever a price, a commitment or a name was entered, from any
// goroutine, until stop is called.
func (b *Book) OnEntered(f func()) (stop func()) { return b.listeners.Add(f) }

// EditEntered carries an edit of what people have entered out, in one transaction.
func (b *Book) EditEntered(ctx context.Context, edit history.Edit) error {
	if err := b.history.Apply(ctx, edit); err != nil {
		return err
	}
	return b.ReadEntered(ctx)
}

// ReadEntered reads prices, commitments and names again.
func (b *Book) ReadEntered(ctx context.Context) error {
	b.names.Renew(ctx)
	if err := b.terms.read(ctx, b.history); err != nil {
		return err
	}
	for _, f := range b.listeners.All() {
		f()
	}
	return nil
}

// LicensesNamed returns the licenses that an id or a part number means: of the inventory,
// of the table of products, or of no other name than its id. The error is a
// [store.NotFoundError].
func (b *Book) LicensesNamed(ctx context.Context, idOrPartNumber string) ([]SKU, error) {
	text := strings.TrimSpace(idOrPartNumber)
	if text == "" {
		return nil, &store.NotFoundError{What: "license", Key: idOrPartNumber}
	}
	found, err := b.inventory.SKUs(ctx, text)
	if err != nil || len(found) > 0 {
		return found, err
	}
	ids := b.products.IDs(text)
	if len(ids) == 0 && connector.IsGUID(text) {
		ids, text = []string{strings.ToLower(text)}, ""
	}
	for _, id := range ids {
		found = append(found, SKU{ID: id, PartNumber: strings.ToUpper(text), Product: cmp.Or(b.names.Product(id, text), id)})
	}
	if len(found) == 0 {
		return nil, &store.NotFoundError{What: "license", Key: idOrPartNumber}
	}
	return found, nil
}

// LicensesAsked returns the licenses that are meant by a part number, an id or what they are called: of the
// inventory, or else of the history, in which those are that are gone. The error is a [store.NotFoundError].
func (b *Book) LicensesAsked(ctx context.Context, name string) ([]SKU, error) {
	if found, err := b.inventory.SKUs(ctx, name); err != nil || len(found) > 0 {
		return found, err
	}
	all, err := b.inventory.SKUs(ctx, "")
	if err != nil {
		return nil, err
	}
	gone, err := b.history.Licenses(ctx)
	for _, l := range gone {
		if !slices.ContainsFunc(all, func(sku SKU) bool { return strings.EqualFold(sku.ID, l.ID) }) {
			all = append(all, SKU{ID: l.ID, PartNumber: l.PartNumber, Product: b.names.Product(l.ID, l.PartNumber)})
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

// ShortName is what our own table calls a license; empty when it is not in it.
func (b *Book) ShortName(skuID string) string { return b.products.Name(skuID, "") }

// LicenseOf is a license of which only the id is known: one of all, or of no other name than that.
func (b *Book) LicenseOf(all []SKU, id string) SKU {
	if i := slices.IndexFunc(all, func(s SKU) bool { return s.ID == id }); i >= 0 {
		return all[i]
	}
	return SKU{ID: id, Product: cmp.Or(b.names.Product(id, ""), id)}
}

// NameLicense gives licenses a name that wins over that of their maker; an empty one takes
// it from them.
func (b *Book) NameLicense(ctx context.Context, skus []SKU, name string) error {
	name = strings.TrimSpace(name)
	if problem := CheckOwnName(name); problem.ID != "" {
		return refused(FieldOwnName, problem)
	}
	for _, s := range skus {
		var err error
		if name == "" {
			_, err = b.history.RemoveOwnName(ctx, s.ID)
		} else {
			err = b.history.SetOwnName(ctx, history.OwnName{SKUID: s.ID, Name: name})
		}
		if err != nil {
			return err
		}
	}
	return b.ReadEntered(ctx)
}

// OwnName is the name of its own that a license has; empty when it has none.
func (b *Book) OwnName(skuID string) string { return b.names.OwnName(strings.ToLower(skuID)) }

// mostOfName is how many characters a name may have; the longest of Microsoft's has 84.
const mostOfName = 200

// CheckOwnName says what is wrong with a name; nothing where its ID is empty.
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

// Version is another one whenever a price or a commitment was entered, to be compared.
func (b *Book) Version() any { return b.terms.last.Load() }

// refused is an entry that was refused because of one field.
func refused(field connector.Field, problem connector.Message) error {
	return workspace.Refused(connector.Problem{Field: field, Message: problem})
}
