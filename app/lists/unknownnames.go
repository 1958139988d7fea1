package lists

import (
	"cmp"
	"context"
	"slices"

	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/filter"
)

// UnknownName is the name of a license, an application or a tenant that a filter asks for,
// and that nothing in the inventory has: perhaps it is written otherwise.
type UnknownName struct {
	Property, Value string
	// Near are names that may be meant; nil for none.
	Near []string
}

// UnknownNames returns the names in the filter of a query that nothing in the inventory has.
// The error may be a [FilterError].
func (l *Lists) UnknownNames(ctx context.Context, q Query) (unknown []UnknownName, err error) {
	p, err := prepare(q)
	if err != nil {
		return nil, err
	}
	names := map[string][]string{}
	for _, c := range p.expression {
		property, _ := filter.Named(q.List.Properties(), c.Property)
		if property.Kind != filter.Names || slices.Contains([]List{Licenses, Applications, Changes}, q.List) ||
			property.Name == "failed" && c.Operator == filter.Contains { // which may be a part of why it failed
			continue
		}
		if names[property.Name] == nil {
			if names[property.Name], err = l.namesOf(ctx, q, property); err != nil {
				return nil, err
			}
		}
		one := filter.Condition{Operator: filter.Is}
		if c.Operator == filter.Contains {
			one.Operator = filter.Contains
		}
		for _, value := range c.Values {
			one.Values = []string{value}
			if value != "" && !one.Matches(l.today(), names[property.Name]) {
				known, err := l.Values(ctx, q.List, property.Name, q.Connections)
				if err != nil {
					return nil, err
				}
				unknown = append(unknown, UnknownName{property.Name, value, near(value, known)})
			}
		}
	}
	return unknown, nil
}

// namesOf are all names that a property can have.
func (l *Lists) namesOf(ctx context.Context, q Query, property filter.Property) (names []string, err error) {
	switch property.Name {
	case "tenant":
		published, err := l.inventory.Published(ctx)
		for _, p := range published {
			names = append(names, p.Tenant.DisplayName, p.Tenant.DefaultDomain, p.Tenant.ID, p.Connection, l.connectionName(p.Connection))
		}
		return names, err
	case "application":
		rows, err := l.inventory.Applications(ctx, inventory.ApplicationQuery{Connections: q.Connections})
		for _, r := range rows {
			names = append(names, r.Application, cmp.Or(r.Plan, r.Application))
		}
		return append(names, property.Values...), err
	case "activated":
		return l.activatedNames(ctx, q.Connections)
	default:
		skus, err := l.inventory.SKUs(ctx)
		for _, s := range skus {
			names = append(names, s.ID, s.PartNumber, s.Product)
		}
		return append(names, property.Values...), err
	}
}
