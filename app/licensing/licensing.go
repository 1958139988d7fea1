// Package licensing is what an asset manager enters about licenses: prices, one by one and
// from files, commitments, and names of their own; and which licenses a name means.
package licensing

import (
	"context"
	"strings"

	"inventorybeacon/app/listeners"
	"inventorybeacon/app/productnames"
	"inventorybeacon/app/workspace"
	"inventorybeacon/assets"
	"inventorybeacon/connector"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// SKU is a license as it is sold.
type SKU = inventory.SKU

// Inventory is what a Book asks of what was imported.
type Inventory interface {
	// SKUs returns all licenses that the inventory knows.
	SKUs(ctx context.Context) ([]SKU, error)
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

// ShortName is what our own table calls a license; empty when it is not in it.
func (b *Book) ShortName(skuID string) string { return b.products.Name(skuID, "") }

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
