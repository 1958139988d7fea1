package users

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// addFilter adds the conditions of the query's filter.
func (s *userSelection) addFilter(ctx context.Context, tx tables.Querier, inv Reader, q UserQuery, sources []query.Source) error {
	properties, today := UserProperties(), inv.Options.Today()
	for _, c := range q.Filter {
		if err := c.Check(properties); err != nil {
			return err
		}
		field := FieldNamed(c.Property)
		var err error
		switch field.Name {
		case "licenses":
			err = s.addHolders(ctx, tx, inv, c)
		case "failed":
			err = s.addFailing(ctx, tx, inv, c, today)
		case "application":
			err = s.addEntitled(ctx, tx, inv, c, sources)
		case "platform":
			err = s.addPlatforms(ctx, tx, c)
		case "activated":
			err = s.addActivated(ctx, tx, inv, c)
		case "tenant":
			s.addTenants(inv, c, sources)
		case "active":
			err = s.addStates(ctx, tx, statesMeant(c), q, sources)
		case "licensed":
			err = s.addLicensed(ctx, tx, c.Matches(today, true))
		default:
			err = s.addColumn(ctx, tx, inv, c, field, today)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// negated turns a condition round where is not is asked for.
func (s *userSelection) negated(c filter.Condition, condition string) string {
	if c.Operator == filter.IsNot {
		return "NOT (" + condition + ")"
	}
	return condition
}

// asksForNone reports whether a condition on names holds for whoever has none.
func asksForNone(c filter.Condition) bool {
	return c.Operator != filter.Contains && slices.Contains(c.Values, "")
}

// statesMeant are the states for which a condition holds; each user is in one.
func statesMeant(c filter.Condition) []query.Activity {
	return slices.DeleteFunc(slices.Clone(query.Activities), func(state query.Activity) bool {
		return slices.Contains(c.Values, StateValue(state)) == (c.Operator == filter.IsNot)
	})
}

// matchingSKUs are the numbers of the SKUs of which a condition, turned the right way
// round, names the part number, the id or the product.
func (inv Reader) matchingSKUs(ctx context.Context, tx tables.Querier, c filter.Condition) ([]string, error) {
	type sku struct {
		number   int64
		id, part string
	}
	all, err := sqlite.Collect(ctx, tx, func(s *sku) []any { return []any{&s.number, &s.id, &s.part} }, "SELECT sku, id, part_number FROM sku")
	var numbers []string
	for _, s := range all {
		if c.Positive().Matches(0, []string{s.id, s.part, inv.Product(s.id, s.part)}) {
			numbers = append(numbers, strconv.FormatInt(s.number, 10))
		}
	}
	return numbers, err
}

// addHolders asks for the holders of licenses.
func (s *userSelection) addHolders(ctx context.Context, tx tables.Querier, inv Reader, c filter.Condition) error {
	skus, err := inv.matchingSKUs(ctx, tx, c)
	if err != nil {
		return err
	}
	licensings := "SELECT a.licensing FROM assignment AS a WHERE a.sku IN (" + strings.Join(skus, ",") + ")"
	condition := "h.licensing IN (" + licensings + ")"
	if c.Operator == filter.IsNot || asksForNone(c) {
		if asksForNone(c) {
			condition += " OR h.licensing = 0"
		}
		s.addHolding(s.negated(c, condition))
		s.scan = true
		return nil
	}
	s.addHolding(condition)
	return s.narrow(ctx, tx, "holding", "n.licensing IN ("+licensings+")")
}

// addFailing asks for the users who should have licenses and do not. No license is called yes or
// no: these ask for whoever has any such, or none.
func (s *userSelection) addFailing(ctx context.Context, tx tables.Querier, inv Reader, c filter.Condition, today connector.Date) error {
	c.Values = slices.Clone(c.Values)
	for i, value := range c.Values {
		if c.Operator != filter.Contains && strings.EqualFold(value, "no") {
			c.Values[i] = ""
		}
	}
	if c.Operator == filter.IsNot && asksForNone(c) {
		c.Operator, c.Values = filter.Is, []string{"yes"}
	}
	licenses := "1"
	if c.Operator == filter.Contains || !slices.ContainsFunc(c.Values, func(value string) bool { return strings.EqualFold(value, "yes") }) {
		skus, err := inv.matchingSKUs(ctx, tx, c)
		if err != nil {
			return err
		}
		licenses = "sku IN (" + strings.Join(skus, ",") + ")"
	}
	var args []any
	if c.Operator == filter.Contains { // in why it failed, too, which lists show behind the license
		var text string
		text, args = c.SQL("error", filter.Text, today)
		licenses = "(" + licenses + " OR " + text + ")"
	}
	condition := "uid IN (SELECT f.uid FROM failed_assignment AS f WHERE " + licenses + ")"
	if asksForNone(c) {
		condition += " OR uid NOT IN (SELECT f.uid FROM failed_assignment AS f)"
	}
	s.Add(s.negated(c, condition), args...)
	s.scan = true
	if c.Operator == filter.IsNot || asksForNone(c) {
		return nil
	}
	return s.narrow(ctx, tx, "failed_assignment", licenses, args...)
}

// addEntitled asks for the users who are entitled to applications.
func (s *userSelection) addEntitled(ctx context.Context, tx tables.Querier, inv Reader, c filter.Condition, sources []query.Source) error {
	meant := func(name string) bool {
		friendly := inv.PlanName(name)
		return c.Positive().Matches(0, []string{name, friendly, query.WithPlan(friendly, name)})
	}
	var alternatives, holders []string
	for _, source := range sources {
		entitled, err := entitlement.Load(ctx, tx, source.Number)
		if err != nil {
			return err
		}
		from := "licensing IN (SELECT a.licensing FROM assignment AS a WHERE "
		meantBy := from + entitled.Condition(meant) + ")"
		condition := "h." + meantBy
		if asksForNone(c) {
			condition += " OR NOT h." + from + entitled.Condition(func(string) bool { return true }) + ")"
		}
		alternatives = append(alternatives, fmt.Sprintf("uid >> 32 = %d AND (%s)", source.Number, condition))
		holders = append(holders, fmt.Sprintf("n.%s AND n.uid >> 32 = %d", meantBy, source.Number))
	}
	if len(sources) == 0 {
		alternatives = []string{"0"}
	}
	s.addHolding(s.negated(c, strings.Join(alternatives, " OR ")))
	s.scan = true
	if len(sources) == 0 || c.Operator == filter.IsNot || asksForNone(c) {
		return nil
	}
	return s.narrow(ctx, tx, "holding", "("+strings.Join(holders, " OR ")+")")
}

// addTenants asks for the users of tenants by name, domain, id or connection.
func (s *userSelection) addTenants(inv Reader, c filter.Condition, sources []query.Source) {
	s.Add(s.negated(c, "uid >> 32 IN ("+inv.TenantNumbers(c, sources)+")"))
	s.scan = true
}
