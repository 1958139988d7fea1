package connector

import (
	"context"
	"io"
)

// ProductNames is a table of what licenses and service plans are called, such as
// Microsoft's "Product names and service plan identifiers for licensing"
// (learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).
type ProductNames struct {
	Products []ProductName
	Plans    []PlanName
}

// ProductName is what a SKU is called.
type ProductName struct {
	SKUID      string // lower-case GUID
	PartNumber string
	Name       string
}

// PlanName is what a service plan is called.
type PlanName struct {
	ID   string // lower-case GUID
	Plan string // as tenants tell it, such as AAD_PREMIUM
	Name string
}

// ProductNamer is a source whose maker publishes a table of names.
type ProductNamer interface {
	// ProductNamesAddress is where the maker publishes it.
	ProductNamesAddress() string
	// CheckProductNamesAddress says what is wrong with an address to download a table
	// from; nil when nothing is.
	CheckProductNamesAddress(address string) error
	// DownloadProductNames reads the table at an address, through the proxy of a. Half a
	// table, or what is none, is an error.
	DownloadProductNames(ctx context.Context, a Access, address string) (ProductNames, error)
	// ReadProductNames reads a table from a file, whose name the errors say.
	ReadProductNames(table io.Reader, file string) (ProductNames, error)
}
