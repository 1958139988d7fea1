package lists

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"inventorybeacon/store/inventory"
	"inventorybeacon/store/inventory/filter"
)

// unshared are properties of which hardly two rows have the same value: nobody chooses among a million of them.
var unshared = []string{"displayName", "userPrincipalName", "mail", "id", "employeeId", "skuId"}

// HasValues reports whether [Lists.Values] knows those of a property of the list.
func (l List) HasValues(property string) bool {
	p, known := filter.Named(l.Properties(), property)
	return known && (p.Kind == filter.Names || p.Kind == filter.Text && l.grouping(p.Name) != "")
}

// grouping is the list by whose groups the values of a property are counted; empty for none. Users come first: they are counted
// faster than what is computed of them.
func (l List) grouping(property string) List {
	for _, list := range []List{Users, l, Licenses} {
		if slices.Contains(list.Groupings(), property) && !slices.Contains(unshared, property) {
			return list
		}
	}
	return ""
}

// Values are those that a property of a list has in the inventory of some connections, of all without any: the most frequent first.
func (l *Lists) Values(ctx context.Context, list List, property string, connections []string) ([]string, error) {
	p, _ := filter.Named(list.Properties(), property)
	switch {
	case p.Kind == filter.Names && p.Name == "application":
		return l.applicationNames(ctx, connections)
	case p.Name == "activated":
		return l.activatedNames(ctx, connections)
	case p.Kind == filter.Names && p.Name != TenantColumn:
		return l.licenseNames(ctx, connections, p.Name == "failed")
	}
	groups, err := l.Groups(ctx, Query{List: list.grouping(p.Name), GroupBy: p.Name, Connections: connections})
	var values []string
	for _, g := range groups {
		if value, _ := g.Value.(string); value != "" {
			values = append(values, value)
		}
	}
	return values, err
}

// applicationNames are the applications, first those to which most users are entitled.
func (l *Lists) applicationNames(ctx context.Context, connections []string) (names []string, err error) {
	rows, err := l.inventory.Applications(ctx, inventory.ApplicationQuery{Connections: connections})
	number := func(n *int64) int64 {
		if n == nil {
			return 0
		}
		return *n
	}
	slices.SortStableFunc(rows, func(a, b inventory.ApplicationRow) int { return cmp.Compare(number(b.Entitled), number(a.Entitled)) })
	for _, r := range rows {
		names = append(names, r.Application)
	}
	return once(names), err
}

// activatedNames are the products that are activated, and these on each kind of device, first those on most devices.
func (l *Lists) activatedNames(ctx context.Context, connections []string) (names []string, err error) {
	rows, err := l.inventory.Applications(ctx, inventory.ApplicationQuery{Connections: connections, Sort: "activations", Descending: true})
	for _, r := range rows {
		for _, on := range []struct {
			device string
			number *int64
		}{
			{"", r.Activations},
			{"Windows", r.ActivatedWindows},
			{"Mac", r.ActivatedMac},
			{"iOS", r.ActivatedIOS},
			{"Android", r.ActivatedAndroid},
		} {
			if on.number != nil && *on.number > 0 {
				names = append(names, inventory.Activated(r.Application, on.device))
			}
		}
	}
	return once(names), err
}

// licenseNames are what licenses are called, first those that most users have or, of those that failed, do not have; behind them
// their part numbers.
func (l *Lists) licenseNames(ctx context.Context, connections []string, failed bool) (names []string, err error) {
	rows, err := l.inventory.Licenses(ctx, inventory.LicenseQuery{Connections: connections})
	users := func(l inventory.LicenseRow) int64 {
		if failed {
			return l.Failed
		}
		return l.Assigned
	}
	slices.SortStableFunc(rows, func(a, b inventory.LicenseRow) int { return cmp.Compare(users(b), users(a)) })
	for _, r := range rows {
		names = append(names, r.Product)
	}
	for _, r := range rows {
		names = append(names, r.SKUPartNumber)
	}
	return once(names), err
}

// once leaves out what has come before.
func once(names []string) []string {
	seen := map[string]bool{"": true}
	return slices.DeleteFunc(names, func(name string) bool {
		before := seen[name]
		seen[name] = true
		return before
	})
}

// mostNear is how many names are said to be near one that is not known.
const mostNear = 3

// near are the names that contain a text or else are spelled nearly like it.
func near(text string, names []string) (found []string) {
	for _, is := range []func(name string) bool{
		func(name string) bool { return strings.Contains(strings.ToLower(name), strings.ToLower(text)) },
		func(name string) bool { return filter.Like(text, name) },
	} {
		for _, name := range names {
			if is(name) && len(found) < mostNear {
				found = append(found, name)
			}
		}
		if found != nil {
			break
		}
	}
	return found
}
