package history

import (
	"context"
	"strconv"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/sqlite"
)

// changeTexts are the properties of changes that are compared as texts, with their columns.
var changeTexts = map[string]string{
	"userPrincipalName": "c.user_principal_name", "before": "c.before COLLATE NOCASE", "after": "c.after COLLATE NOCASE",
}

// ChangeProperties are what changes can be filtered by. Days are those of this computer.
func ChangeProperties() []filter.Property {
	var events []string
	for _, event := range connector.Events() {
		events = append(events, string(event))
	}
	return []filter.Property{
		{Name: "time", Kind: filter.Day},
		{Name: "event", Kind: filter.State, Values: events},
		{Name: "userPrincipalName"},
		{Name: "license", Aliases: []string{"skuId", "product"}, Kind: filter.Names},
		{Name: "before"},
		{Name: "after"},
		{Name: "tenant", Kind: filter.Names},
	}
}

// filtered are the conditions of a query's filter in SQL. There are few imports, licenses and
// events: those that are meant are found first.
func (q ChangeQuery) filtered(ctx context.Context, db sqlite.Querier, today connector.Date) (conditions []string, args []any, err error) {
	properties := ChangeProperties()
	for _, c := range q.Filter {
		if err := c.Check(properties); err != nil {
			return nil, nil, err
		}
		var condition string
		var more []any
		switch c.Property {
		case "event":
			condition, more = eventsMeant(c)
		case "time", "tenant":
			condition, err = publishesMeant(ctx, db, c, today)
		case "license":
			condition, err = licensesMeant(ctx, db, c)
		default:
			if condition, more = unitsCompared(c); condition != "" {
				break
			}
			condition, more = c.SQL(changeTexts[c.Property], filter.Text, today)
		}
		if err != nil {
			return nil, nil, err
		}
		conditions, args = append(conditions, condition), append(args, more...)
	}
	return conditions, args, nil
}

func eventsMeant(c filter.Condition) (string, []any) {
	var meant []any
	for _, event := range connector.Events() {
		if c.Matches(0, string(event)) {
			meant = append(meant, string(event))
		}
	}
	if meant == nil {
		return "0", nil
	}
	return "c.event IN (?" + strings.Repeat(", ?", len(meant)-1) + ")", meant
}

// publishesMeant are the imports on days, or of tenants, for which a condition holds.
func publishesMeant(ctx context.Context, db sqlite.Querier, c filter.Condition, today connector.Date) (string, error) {
	type published struct {
		number, at   int64
		tenant, name string
	}
	all, err := sqlite.Collect(ctx, db, func(p *published) []any { return []any{&p.number, &p.at, &p.tenant, &p.name} },
		"SELECT publish, at, tenant, name FROM publish WHERE changes > 0")
	var meant []string
	for _, p := range all {
		value := any([]string{p.tenant, p.name})
		if c.Property == "time" {
			value = connector.DayOf(time.UnixMilli(p.at).Local())
		}
		if c.Matches(today, value) {
			meant = append(meant, strconv.FormatInt(p.number, 10))
		}
	}
	return "c.publish IN (" + strings.Join(meant, ",") + ")", err
}

// licensesMeant are the licenses for whose part number or id a condition holds. A change that is of none has no name.
func licensesMeant(ctx context.Context, db sqlite.Querier, c filter.Condition) (string, error) {
	type sku struct {
		number   int64
		id, part string
	}
	all, err := sqlite.Collect(ctx, db, func(s *sku) []any { return []any{&s.number, &s.id, &s.part} }, "SELECT sku, id, part_number FROM sku")
	var meant []string
	for _, s := range all {
		if c.Matches(0, []string{s.id, s.part}) {
			meant = append(meant, strconv.FormatInt(s.number, 10))
		}
	}
	condition := "coalesce(c.sku IN (" + strings.Join(meant, ",") + "), 0)"
	if c.Matches(0, []string(nil)) {
		condition += " OR c.sku IS NULL"
	}
	return condition, err
}

// unitsCompared is the condition that a number of units is less, or more, than another one; empty for a condition that does
// not ask for that, and compares texts.
func unitsCompared(c filter.Condition) (condition string, args []any) {
	compares := map[filter.Operator]string{filter.Before: "<", filter.After: ">"}[c.Operator]
	if compares == "" || c.Property != "before" && c.Property != "after" {
		return "", nil
	}
	units, err := strconv.ParseInt(c.Values[0], 10, 64)
	if err != nil {
		return "", nil
	}
	return hasUnits + " AND CAST(c." + c.Property + " AS INTEGER) " + compares + " ?", []any{units}
}
