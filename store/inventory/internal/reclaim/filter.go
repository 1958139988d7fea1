package reclaim

import (
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/users"
)

// recommendedFields are the properties of recommendations that are none of their users'.
var recommendedFields = []filter.Property{
	{Name: "license", Aliases: []string{"product", "skuId"}, Kind: filter.Names},
	{Name: "reason", Kind: filter.State, Values: valuesOf(Reasons)},
	{Name: "certainty", Kind: filter.State, Values: valuesOf(Certainties)},
	{Name: "price", Kind: filter.Number},
	{Name: "currency"},
	{Name: "lastActivity", Kind: filter.Day},
	{Name: "tenant", Aliases: []string{"connection"}, Kind: filter.Names},
}

func valuesOf[T ~string](all []T) (values []string) {
	for _, one := range all {
		values = append(values, string(one))
	}
	return values
}

// ReclaimProperties are what recommendations can be filtered by: the license, why and what that
// saves a month, and the columns of the user.
func ReclaimProperties() []filter.Property {
	properties := slices.Clone(recommendedFields)
	for _, field := range users.AccountFields() {
		properties = append(properties, field.Property)
	}
	return properties
}

// reclaimFilter are the conditions of a filter on recommendations by what they are about.
type reclaimFilter struct {
	reasons                                []Reason    // of which a recommendation has one, if there are any left
	certainties                            []Certainty // likewise
	license, saved, activity, tenant, user filter.Expression
}

// filterOf takes an expression apart.
func filterOf(e filter.Expression) (f reclaimFilter, err error) {
	properties := ReclaimProperties()
	f.reasons, f.certainties = slices.Clone(Reasons), slices.Clone(Certainties)
	for _, c := range e {
		if err := c.Check(properties); err != nil {
			return f, err
		}
		switch c.Property {
		case "license":
			f.license = append(f.license, c)
		case "reason":
			f.reasons = slices.DeleteFunc(f.reasons, func(r Reason) bool { return !c.Matches(0, string(r)) })
		case "certainty":
			f.certainties = slices.DeleteFunc(f.certainties, func(one Certainty) bool { return !c.Matches(0, string(one)) })
		case "price", "currency":
			f.saved = append(f.saved, c)
		case "lastActivity":
			f.activity = append(f.activity, c)
		case "tenant":
			f.tenant = append(f.tenant, c)
		default:
			f.user = append(f.user, c)
		}
	}
	return f, nil
}

// sourcesOf are those whose tenants are asked for.
func (f reclaimFilter) sourcesOf(inv Reader, sources []query.Source) []query.Source {
	return slices.DeleteFunc(slices.Clone(sources), func(s query.Source) bool {
		return !f.tenant.Matches(0, func(string) any { return inv.TenantNames(s) })
	})
}

// licensesOf are those that are asked for.
func (f reclaimFilter) licensesOf(licenses []*paidLicense) []*paidLicense {
	return slices.DeleteFunc(slices.Clone(licenses), func(l *paidLicense) bool {
		return !f.license.Matches(0, func(string) any { return []string{l.name.SKUID, l.name.PartNumber, l.name.Product} })
	})
}

// savedDecimals are those of a price that is compared: a month's may be a twelfth of a year's.
const savedDecimals = 6

// narrow adds to a part the conditions on what it saves and on the last activity. It reports
// whether anything in it can be asked for.
func (f reclaimFilter) narrow(p *reclaimPart, today connector.Date) bool {
	for _, c := range f.activity {
		condition, args := c.SQL(p.of.evidenceOf(p.copilot).Last, filter.Day, today)
		p.Add(unlessConstant(condition, "h.uid"), args...)
	}
	if f.saved == nil {
		return true
	}
	var keys []string
	for key, s := range p.savings() {
		if f.saved.Matches(0, func(property string) any {
			switch {
			case property == "currency":
				return s.Currency
			case s.Currency == "":
				return nil
			default:
				return s.Number(savedDecimals)
			}
		}) {
			keys = append(keys, fmt.Sprint(key[0]<<32|key[1]))
		}
	}
	slices.Sort(keys)
	p.Add("(" + p.savingKey() + ") IN (" + strings.Join(keys, ",") + ")")
	return keys != nil
}

// unlessConstant is a condition, but for the one that never holds: SQLite would drop the others
// because of it, and then refuse the indexes by which it is told to look.
func unlessConstant(condition, uid string) string {
	if condition == "0" {
		return uid + " < 0"
	}
	return condition
}

// addUsers adds the conditions on users, which are the same for all parts.
func (f reclaimFilter) addUsers(common *query.Conditions, today connector.Date) {
	for _, c := range f.user {
		field := users.FieldNamed(c.Property)
		condition, args := c.SQL(field.Column, field.Kind, today)
		common.Add(unlessConstant(condition, "u.uid"), args...)
	}
}
