package productnames

import (
	"cmp"
	"slices"
	"strings"
)

// Name is what a license or a service plan is called.
type Name struct {
	// Kind is product or plan.
	Kind string `json:"kind"`
	// ID is the GUID in lower case; empty for plans that only our own table has.
	ID string `json:"id"`
	// Code is the part number or the service plan; empty for a license that only has a
	// name of its own.
	Code string `json:"code"`
	Name string `json:"name"`
	From Origin `json:"from"`
}

// The kinds of what has a name.
const (
	Product = "product"
	Plan    = "plan"
)

// All are the licenses and then the service plans that have a name, by their codes.
func (n *Names) All() []Name {
	current, ours := n.current.Load(), n.ours.All()
	products, plans := map[string]Name{}, map[string]Name{} // by id, and by code or id
	for _, p := range ours.Products {
		products[p.SKUID] = Name{Kind: Product, ID: p.SKUID, Code: p.PartNumber}
	}
	for _, p := range current.table.Products {
		products[p.SKUID] = Name{Kind: Product, ID: p.SKUID, Code: p.PartNumber}
	}
	for sku := range current.own {
		id := strings.ToLower(sku)
		products[id] = Name{Kind: Product, ID: id, Code: products[id].Code}
	}
	for _, p := range ours.Plans {
		plans[strings.ToUpper(p.Plan)] = Name{Kind: Plan, Code: p.Plan}
	}
	for _, p := range current.table.Plans {
		delete(plans, strings.ToUpper(p.Plan))
		plans[p.ID] = Name{Kind: Plan, ID: p.ID, Code: p.Plan}
	}
	all := make([]Name, 0, len(products)+len(plans))
	for _, p := range products {
		p.Name, p.From = n.ProductOf(p.ID, p.Code)
		all = append(all, p)
	}
	for _, p := range plans {
		p.Name, p.From = n.PlanOf(p.Code)
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b Name) int {
		return cmp.Or(cmp.Compare(b.Kind, a.Kind), cmp.Compare(strings.ToLower(a.Code), strings.ToLower(b.Code)), cmp.Compare(a.ID, b.ID))
	})
	return all
}
