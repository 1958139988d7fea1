package inventory

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// UsageProperties are what usage can be filtered by. Besides them, each application is a
// property: the day on which the user was last active in it.
func UsageProperties() []filter.Property {
	var applications []string
	for a := range connector.UsedApplication(connector.UsedApplications) {
		applications = append(applications, a.String())
	}
	properties := []filter.Property{
		{Name: "userPrincipalName", Aliases: []string{"upn"}},
		{Name: "displayName"},
		{Name: "application", Kind: filter.Names, Values: applications},
		{Name: "lastActivity", Kind: filter.Day},
		{Name: "reportDate", Kind: filter.Day},
		{Name: "tenant", Aliases: []string{"connection"}, Kind: filter.Names},
	}
	for _, name := range applications {
		properties = append(properties, filter.Property{Name: name, Kind: filter.Day, Reported: true})
	}
	return properties
}

// usageShape is how usage is listed: a row for each user and application, or one for each
// user.
type usageShape struct {
	// lastActivity and reportDate are columns of a row of usage g.
	lastActivity, reportDate string
	// inAny is the condition that a row is of one of several applications.
	inAny func(applications []connector.UsedApplication) string
}

// narrowUsage is the shape of rows of usage g with an application n.
func narrowUsage(sources map[int64]source) usageShape {
	return usageShape{
		lastActivity: dayOf,
		reportDate: reportDay(sources, func(s source) string {
			return fmt.Sprintf("CASE WHEN n.n >= %d THEN %d WHEN %s THEN %d ELSE %d END",
				connector.CopilotInTeams, s.copilotDate, ofAppUsers, s.appDate, s.activeDate)
		}),
		inAny: func(applications []connector.UsedApplication) string {
			numbers := make([]string, len(applications))
			for i, a := range applications {
				numbers[i] = fmt.Sprint(int64(a))
			}
			return "n.n IN (" + strings.Join(numbers, ",") + ")"
		},
	}
}

// wideUsage is the shape of rows of usage g.
func wideUsage(sources map[int64]source) usageShape {
	return usageShape{
		lastActivity: "g.last_activity",
		reportDate: reportDay(sources, func(s source) string {
			return fmt.Sprintf("max(iif(g.listed & %d, %d, 0), iif(g.listed & %d, %d, 0), iif(g.listed & %d, %d, 0))",
				tables.ListedActive, s.activeDate, tables.ListedApp, s.appDate, tables.ListedCopilot, s.copilotDate)
		}),
		inAny: func(applications []connector.UsedApplication) string {
			days := []string{"0"}
			for _, a := range applications {
				days = append(days, usedDays[a]+" <> 0")
			}
			return strings.Join(days, " OR ")
		},
	}
}

// reportDay is the day of a report for the source of a row.
func reportDay(sources map[int64]source, date func(source) string) string {
	if len(sources) == 0 {
		return "NULL"
	}
	text := "CASE g.id >> 32"
	for number, source := range sources {
		text += fmt.Sprintf(" WHEN %d THEN %s", number, date(source))
	}
	return text + " ELSE 0 END"
}

// displayNameOf is the name of the user of a row of usage g; empty when there is none.
const displayNameOf = "coalesce((SELECT named.display_name FROM user AS named WHERE named.uid = g.uid), '') COLLATE NOCASE"

// column is that of a property with one.
func (s usageShape) column(property string) (string, bool) {
	switch property {
	case "userPrincipalName":
		return "g.upn", true
	case "displayName":
		return displayNameOf, true
	case "lastActivity":
		return s.lastActivity, true
	case "reportDate":
		return s.reportDate, true
	}
	application, known := usedApplication(property)
	if !known {
		return "", false
	}
	return usedDays[application], true
}

// addFilter adds the conditions of a filter on usage.
func (s usageShape) addFilter(inv *Inventory, f *conditions, e filter.Expression, sources []source, today connector.Date) error {
	properties := UsageProperties()
	for _, c := range e {
		if err := c.Check(properties); err != nil {
			return err
		}
		condition, args := "", []any(nil)
		switch c.Property {
		case "application":
			condition = s.inAny(matchingApplications(c))
		case "tenant":
			condition = "g.id >> 32 IN (" + inv.tenantNumbers(c, sources) + ")"
		default:
			property, _ := filter.Named(properties, c.Property)
			column, _ := s.column(property.Name)
			reported := func(of source) connector.Date {
				application, _ := usedApplication(property.Name)
				return of.reportDateOf(application)
			}
			text, args := sinceReports(c, property, "g.id >> 32", sources, reported, func(c filter.Condition) (string, []any) {
				return c.SQL(column, property.Kind, today)
			})
			f.add(text, args...)
			continue
		}
		if c.Operator == filter.IsNot {
			condition = "NOT (" + condition + ")"
		}
		f.add(condition, args...)
	}
	return nil
}

// matchingApplications are those that a condition, turned the right way round, names.
func matchingApplications(c filter.Condition) []connector.UsedApplication {
	var applications []connector.UsedApplication
	for a := range connector.UsedApplication(connector.UsedApplications) {
		if positive(c).Matches(0, []string{a.String()}) {
			applications = append(applications, a)
		}
	}
	return applications
}

// GroupUsage counts the rows that [Inventory.Usage] returns for the query, whatever its
// order and Limit, by one of its columns. The error may be [ErrUnknownColumn].
func (inv *Inventory) GroupUsage(ctx context.Context, q UsageQuery, column string) (groups []Group, err error) {
	err = inv.read(ctx, func(tx *sql.Tx) error {
		f, sources, err := inv.selectUsage(ctx, tx, q)
		if err != nil {
			return err
		}
		by, known := narrowUsage(sources).column(column)
		switch column {
		case "application":
			by, known = "n.n", true
		case "tenant":
			by, known = "g.id >> 32", true
		}
		if !known || !slices.ContainsFunc(UsageProperties()[:6], func(p filter.Property) bool { return p.Name == column }) {
			return fmt.Errorf("group by %q: %w", column, ErrUnknownColumn)
		}
		type counted struct {
			text   sql.NullString
			number int64
			count  int64
		}
		value := func(c *counted) any { return &c.number }
		if column == "userPrincipalName" || column == "displayName" {
			value = func(c *counted) any { return &c.text }
		}
		all, err := sqlite.Collect(ctx, tx, func(c *counted) []any { return []any{value(c), &c.count} },
			"SELECT min("+by+"), count(*) FROM "+f.table+" CROSS JOIN "+usedApplications+" AS n"+f.where()+" AND "+dayOf+" <> 0 GROUP BY "+by, f.args...)
		var counts Grouping
		for _, c := range all {
			switch {
			case column == "application":
				counts.addOther(connector.UsedApplication(c.number).String(), c.count)
			case column == "tenant":
				counts.Add(sources[c.number].tenantName, c.count)
			case c.text.Valid:
				counts.addCollated(c.text.String, c.count)
			default:
				counts.addOther(connector.Date(c.number), c.count)
			}
		}
		groups = counts.Groups
		return err
	})
	return groups, err
}
