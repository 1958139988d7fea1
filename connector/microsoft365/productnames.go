package microsoft365

import (
	"context"
	"io"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/productnames"
)

var _ connector.ProductNamer = (*Source)(nil)

// ProductNamesAddress implements [connector.ProductNamer].
func (s *Source) ProductNamesAddress() string { return productnames.Address }

// CheckProductNamesAddress implements [connector.ProductNamer].
func (s *Source) CheckProductNamesAddress(address string) error {
	return productnames.CheckAddress(address)
}

// DownloadProductNames implements [connector.ProductNamer].
func (s *Source) DownloadProductNames(ctx context.Context, a connector.Access, address string) (connector.ProductNames, error) {
	return productnames.Download(ctx, a, s.entra.Roots, address)
}

// ReadProductNames implements [connector.ProductNamer].
func (s *Source) ReadProductNames(table io.Reader, file string) (connector.ProductNames, error) {
	return productnames.Read(table, file)
}
