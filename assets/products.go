package assets

import (
	_ "embed" // for the table of products
	"encoding/csv"
	"maps"
	"strings"
)

//go:embed products.csv
var productsCSV string

// Products are the names under which licenses are sold, and which of them are no
// purchases.
type Products struct {
	byID, byPart map[string]string
	partByID     map[string]string
	kinds        []kind
}

// LoadProducts reads the table of common products. It was written by hand from
// Microsoft's page "Product names and service plan identifiers for licensing"
// (learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).
func LoadProducts() (*Products, error) {
	rows, err := csv.NewReader(strings.NewReader(productsCSV)).ReadAll()
	if err != nil {
		return nil, err
	}
	kinds, err := loadKinds()
	if err != nil {
		return nil, err
	}
	p := &Products{byID: map[string]string{}, byPart: map[string]string{}, partByID: map[string]string{}, kinds: kinds}
	for _, row := range rows {
		p.byID[row[0]], p.partByID[row[0]] = row[2], row[1]
		p.byPart[strings.ToUpper(row[1])] = row[2]
	}
	return p, nil
}

// Name returns the product name of a SKU, or its part number when the table
// does not have it. The id decides: a part number can stand for two SKUs.
func (p *Products) Name(skuID, partNumber string) string {
	if name, ok := p.byID[strings.ToLower(skuID)]; ok {
		return name
	}
	if name, ok := p.byPart[strings.ToUpper(partNumber)]; ok {
		return name
	}
	return partNumber
}

// PartNumbers returns those that the table has, with the names.
func (p *Products) PartNumbers() map[string]string { return maps.Clone(p.byPart) }

// IDs returns the ids of the SKUs of a part number that the table has.
func (p *Products) IDs(partNumber string) (ids []string) {
	for id, part := range p.partByID {
		if strings.EqualFold(part, partNumber) {
			ids = append(ids, id)
		}
	}
	return ids
}
