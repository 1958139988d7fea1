package productnames

import (
	"cmp"
	"context"
	"io"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
)

// addressSetting holds where the table of product names is downloaded from.
const addressSetting = "product-names-address"

// oldNames is how many of the products of a table the next one must have, as one of so many:
// what has fewer was cut off somewhere.
const oldNames = 2

// Table is the table of product names that was read last.
type Table = history.ProductNames

// Options are what a Keeper is made of.
type Options struct {
	Source    connector.ProductNamer
	Store     *store.Store
	Workspace *workspace.Workspace
	History   *history.History
	Names     *Names
}

// Keeper reads Microsoft's table of product names, from its address or a file, and removes it.
type Keeper struct{ o Options }

// NewKeeper returns a Keeper.
func NewKeeper(o Options) *Keeper { return &Keeper{o} }

// Table returns the table of product names that was read last; its time is zero when
// there is none.
func (k *Keeper) Table(ctx context.Context) (Table, error) {
	return k.o.History.ProductNames(ctx)
}

// Address is where the table is downloaded from: the address that was given
// last, or Microsoft's.
func (k *Keeper) Address(ctx context.Context) (string, error) {
	address, err := k.OwnAddress(ctx)
	return cmp.Or(address, k.o.Source.ProductNamesAddress()), err
}

// MakersAddress is Microsoft's own address of the table.
func (k *Keeper) MakersAddress() string { return k.o.Source.ProductNamesAddress() }

// OwnAddress is the address that was given last in place of Microsoft's; empty when none was.
func (k *Keeper) OwnAddress(ctx context.Context) (string, error) {
	return k.o.Store.Setting(ctx, addressSetting)
}

// SetOwnAddress stores an address in place of Microsoft's; none, for that one, which may be another one in a later
// version.
func (k *Keeper) SetOwnAddress(ctx context.Context, address string) error {
	if address == k.o.Source.ProductNamesAddress() {
		address = ""
	}
	return k.o.Store.SetSetting(ctx, addressSetting, address)
}

// CheckAddress says what is wrong with an address that is given; nil when
// nothing is, or none is given.
func (k *Keeper) CheckAddress(address string) error {
	if address == "" {
		return nil
	}
	return k.o.Source.CheckProductNamesAddress(address)
}

// Download takes the table of product names from an address, which is then that
// of later downloads too; none is [Keeper.Address]. It goes through the proxy of
// the connection with an id, or without one through that of the first connection that has
// one.
func (k *Keeper) Download(ctx context.Context, address, connectionID string) (Table, error) {
	given := address != ""
	var err error
	if !given {
		if address, err = k.Address(ctx); err != nil {
			return Table{}, err
		}
	}
	access, err := k.proxyAccess(ctx, connectionID)
	if err != nil {
		return Table{}, err
	}
	names, err := k.o.Source.DownloadProductNames(ctx, access, address)
	if err != nil {
		return Table{}, err
	}
	table, err := k.set(ctx, names, address)
	if err == nil && given {
		err = k.SetOwnAddress(ctx, address)
	}
	return table, err
}

// Read takes the table of product names from a file.
func (k *Keeper) Read(ctx context.Context, table io.Reader, file string) (Table, error) {
	names, err := k.o.Source.ReadProductNames(table, file)
	if err != nil {
		return Table{}, err
	}
	return k.set(ctx, names, file)
}

// Remove removes the table, and forgets the address that was given.
func (k *Keeper) Remove(ctx context.Context) error {
	if err := k.o.History.RemoveProductNames(ctx); err != nil {
		return err
	}
	return k.SetOwnAddress(ctx, "")
}

func (k *Keeper) set(ctx context.Context, names connector.ProductNames, origin string) (Table, error) {
	before, err := k.Table(ctx)
	if err != nil {
		return Table{}, err
	}
	if len(names.Products)*oldNames < len(before.Products) {
		return Table{}, connector.NewError(connector.Message{
			ID: "names.fewer", Data: connector.Data{"Products": len(names.Products), "Before": len(before.Products)},
		}, nil)
	}
	if err := k.o.History.SetProductNames(ctx, names, origin); err != nil {
		return Table{}, err
	}
	return k.Table(ctx)
}

// proxyAccess is what a download needs of a connection: its proxy.
func (k *Keeper) proxyAccess(ctx context.Context, connectionID string) (connector.Access, error) {
	for _, e := range k.o.Workspace.Entries() {
		if !e.Saved() || connectionID != "" && e.Connection.ID != connectionID || connectionID == "" && !e.Connection.Proxy.Use {
			continue
		}
		access := connector.Access{Connection: connector.Connection{Proxy: e.Connection.Proxy}}
		if e.Connection.Proxy.Use && e.Connection.Proxy.Username != "" {
			secrets, err := k.o.Store.Secrets(ctx, e.Connection.ID)
			if err != nil {
				return connector.Access{}, err
			}
			access.Secrets.ProxyPassword = secrets.ProxyPassword
		}
		return access, nil
	}
	return connector.Access{}, nil
}

// All are all licenses and service plans that have a name, by their codes.
func (k *Keeper) All(ctx context.Context) []Name {
	k.o.Names.Renew(ctx)
	return k.o.Names.All()
}
