package app

import (
	"cmp"
	"context"
	"io"

	"inventorybeacon/app/productnames"
	"inventorybeacon/connector"
	"inventorybeacon/store/history"
)

// namesAddressSetting holds where the table of product names is downloaded from.
const namesAddressSetting = "product-names-address"

// oldNames is how many of the products of a table the next one must have, as one of so many:
// what has fewer was cut off somewhere.
const oldNames = 2

// ProductNames is the table of product names that was read last.
type ProductNames = history.ProductNames

// ProductName is what a license or a service plan is called now.
type ProductName = productnames.Name

// ProductNames returns the table of product names that was read last; its time is zero when
// there is none.
func (b *Beacon) ProductNames(ctx context.Context) (ProductNames, error) {
	return b.History.ProductNames(ctx)
}

// ProductNamesAddress is where the table is downloaded from: the address that was given
// last, or Microsoft's.
func (b *Beacon) ProductNamesAddress(ctx context.Context) (string, error) {
	address, err := b.OwnProductNamesAddress(ctx)
	return cmp.Or(address, b.source.ProductNamesAddress()), err
}

// MakersProductNamesAddress is Microsoft's own address of the table.
func (b *Beacon) MakersProductNamesAddress() string { return b.source.ProductNamesAddress() }

// OwnProductNamesAddress is the address that was given last in place of Microsoft's; empty when none was.
func (b *Beacon) OwnProductNamesAddress(ctx context.Context) (string, error) {
	return b.store.Setting(ctx, namesAddressSetting)
}

// SetOwnProductNamesAddress stores an address in place of Microsoft's; none, for that one, which may be another one in a later
// version.
func (b *Beacon) SetOwnProductNamesAddress(ctx context.Context, address string) error {
	if address == b.source.ProductNamesAddress() {
		address = ""
	}
	return b.store.SetSetting(ctx, namesAddressSetting, address)
}

// CheckProductNamesAddress says what is wrong with an address that is given; nil when
// nothing is, or none is given.
func (b *Beacon) CheckProductNamesAddress(address string) error {
	if address == "" {
		return nil
	}
	return b.source.CheckProductNamesAddress(address)
}

// DownloadProductNames takes the table of product names from an address, which is then that
// of later downloads too; none is [Beacon.ProductNamesAddress]. It goes through the proxy of
// the connection with an id, or without one through that of the first connection that has
// one.
func (b *Beacon) DownloadProductNames(ctx context.Context, address, connectionID string) (ProductNames, error) {
	given := address != ""
	var err error
	if !given {
		if address, err = b.ProductNamesAddress(ctx); err != nil {
			return ProductNames{}, err
		}
	}
	access, err := b.proxyAccess(ctx, connectionID)
	if err != nil {
		return ProductNames{}, err
	}
	names, err := b.source.DownloadProductNames(ctx, access, address)
	if err != nil {
		return ProductNames{}, err
	}
	table, err := b.setProductNames(ctx, names, address)
	if err == nil && given {
		err = b.SetOwnProductNamesAddress(ctx, address)
	}
	return table, err
}

// ReadProductNames takes the table of product names from a file.
func (b *Beacon) ReadProductNames(ctx context.Context, table io.Reader, file string) (ProductNames, error) {
	names, err := b.source.ReadProductNames(table, file)
	if err != nil {
		return ProductNames{}, err
	}
	return b.setProductNames(ctx, names, file)
}

// RemoveProductNames removes the table, and forgets the address that was given.
func (b *Beacon) RemoveProductNames(ctx context.Context) error {
	if err := b.History.RemoveProductNames(ctx); err != nil {
		return err
	}
	return b.SetOwnProductNamesAddress(ctx, "")
}

func (b *Beacon) setProductNames(ctx context.Context, names connector.ProductNames, origin string) (ProductNames, error) {
	before, err := b.ProductNames(ctx)
	if err != nil {
		return ProductNames{}, err
	}
	if len(names.Products)*oldNames < len(before.Products) {
		return ProductNames{}, connector.NewError(connector.Message{
			ID: "names.fewer", Data: connector.Data{"Products": len(names.Products), "Before": len(before.Products)},
		}, nil)
	}
	if err := b.History.SetProductNames(ctx, names, origin); err != nil {
		return ProductNames{}, err
	}
	return b.ProductNames(ctx)
}

// proxyAccess is what a download needs of a connection: its proxy.
func (b *Beacon) proxyAccess(ctx context.Context, connectionID string) (connector.Access, error) {
	for _, e := range b.Entries() {
		if !e.Saved() || connectionID != "" && e.Connection.ID != connectionID || connectionID == "" && !e.Connection.Proxy.Use {
			continue
		}
		access := connector.Access{Connection: connector.Connection{Proxy: e.Connection.Proxy}}
		if e.Connection.Proxy.Use && e.Connection.Proxy.Username != "" {
			secrets, err := b.store.Secrets(ctx, e.Connection.ID)
			if err != nil {
				return connector.Access{}, err
			}
			access.Secrets.ProxyPassword = secrets.ProxyPassword
		}
		return access, nil
	}
	return connector.Access{}, nil
}

// NamedProducts are all licenses and service plans that have a name, by their codes.
func (b *Beacon) NamedProducts(ctx context.Context) []ProductName {
	b.names.Renew(ctx)
	return b.names.All()
}
