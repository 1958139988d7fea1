package assets

import (
	_ "embed" // for the table of products
	"encoding/csv"
	"maps"
	"strings"

	"inventorybeacon/connector"
)

//go:embed products.csv
var productsCSV string

//go:embed plans.csv
var plansCSV string

// Products are the names under which licenses and their service plans are sold, and
// which licenses are no purchases.
type Products struct {
	byID, byPart map[string]string
	partByID     map[string]string
	all          connector.ProductNames
	plans        map[string]string
	kinds        []kind
}

// LoadProducts reads the tables of common products and service plans. They were written
// by hand from Microsoft's page "Product names and service plan identifiers for licensing"
// (learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).
func LoadProducts() (*Products, error) {
	rows, err := csv.NewReader(strings.NewReader(productsCSV)).ReadAll()
	if err != nil {
		return nil, err
	}
	plans, err := csv.NewReader(strings.NewReader(plansCSV)).ReadAll()
	if err != nil {
		return nil, err
	}
	kinds, err := loadKinds()
	if err != nil {
		return nil, err
	}
	p := &Products{
		byID: map[string]string{}, byPart: map[string]string{}, partByID: map[string]string{}, plans: map[string]string{}, kinds: kinds,
	}
	for _, row := range plans {
		p.plans[strings.ToUpper(row[0])] = row[1]
		p.all.Plans = append(p.all.Plans, connector.PlanName{Plan: row[0], Name: row[1]})
	}
	for _, row := range rows {
		p.byID[row[0]], p.partByID[row[0]] = row[2], row[1]
		p.byPart[strings.ToUpper(row[1])] = row[2]
		p.all.Products = append(p.all.Products, connector.ProductName{SKUID: row[0], PartNumber: row[1], Name: row[2]})
	}
	return p, nil
}

// Name returns the product name of a SKU, or nothing when the table does not have it.
// The id decides: a part number can stand for two SKUs.
func (p *Products) Name(skuID, partNumber string) string {
	if name, ok := p.byID[strings.ToLower(skuID)]; ok {
		return name
	}
	return p.byPart[strings.ToUpper(partNumber)]
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

// Plan returns the name of a service plan such as AAD_PREMIUM, or nothing when the
// table does not have it. Tenants tell the plan of a license by that.
func (p *Products) Plan(plan string) string { return p.plans[strings.ToUpper(plan)] }

// All is everything in the table, without the ids of service plans. Nobody changes it.
func (p *Products) All() connector.ProductNames { return p.all }
