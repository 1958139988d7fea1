package usage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/query"
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
		{Name: "userPrincipalName"},
		{Name: "displayName"},
		{Name: "application", Kind: filter.Names, Values: applications},
		{Name: "lastActivity", Kind: filter.Day},
		{Name: "reportDate", Kind: filter.Day},
		{Name: "tenant", Aliases: []string{"connection"}, Kind: filter.Names},
		PlatformProperty(),
	}
	for _, name := range applications {
		properties = append(properties, filter.Property{Name: name, Kind: filter.Day, Reported: true})
	}
	return properties
}

// usageShape is how usage is listed: a row for each user and application, or one for each
// user.
type usageShape struct {
	// lastActivity is a column of a row of usage g.
	lastActivity string
	// always is set where each row has a last activity.
	always bool
	// dates are the days of the reports that tell of rows.
	dates []reportDate
	// inAny is the condition that a row is of one of several applications.
	inAny func(applications []connector.UsedApplication) string
	// onAny is the condition that a row is of one of several applications, used on one of several
	// platforms.
	onAny func(applications []connector.UsedApplication, platforms []connector.Platform) string
}

// narrowUsage is the shape of rows of usage g with an application n.
func narrowUsage(sources map[int64]query.Source) usageShape {
	return usageShape{
		lastActivity: dayOf, always: true, dates: narrowDates(sources), onAny: onAnyNarrow,
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
func wideUsage(sources map[int64]query.Source) usageShape {
	return usageShape{
		lastActivity: "g.last_activity", dates: wideDates(sources), onAny: onAny,
		inAny: func(applications []connector.UsedApplication) string {
			days := []string{"0"}
			for _, a := range applications {
				days = append(days, usedDays[a]+" <> 0")
			}
			return strings.Join(days, " OR ")
		},
	}
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
		return reportDay(s.dates), true
	}
	application, known := query.UsedApplication(property)
	if !known {
		return "", false
	}
	return usedDays[application], true
}

// addFilter adds the conditions of a filter on usage.
func (s usageShape) addFilter(inv Reader, f *usageSelection, e filter.Expression, sources []query.Source, today connector.Date) error {
	properties := UsageProperties()
	for _, c := range e {
		if err := c.Check(properties); err != nil {
			return err
		}
		if c.Property == "lastActivity" && s.always {
			if c = withoutNever(c, today); len(c.Values) == 0 {
				if c.Operator != filter.IsNot {
					f.Add("0")
				}
				continue
			}
		}
		condition, args := "", []any(nil)
		switch c.Property {
		case "application":
			matching := matchingApplications(c)
			condition = s.inAny(matching)
			if len(matching) == 1 && c.Operator != filter.IsNot {
				used := usedDays[matching[0]] + " <> 0"
				f.Add(used)
				f.days = append(f.days, dayCondition{userOf(matching[0]), used, nil})
			}
		case "tenant":
			condition = "g.id >> 32 IN (" + inv.TenantNumbers(c, sources) + ")"
		case "platform":
			s.addPlatforms(f, c, e, sources)
			continue
		case "reportDate":
			rows := reportedOn(s.dates, func(day connector.Date) bool { return c.Matches(today, day) })
			f.Add(rows)
			if !s.always {
				f.days = append(f.days, dayCondition{dayIndex("g.listed"), rows, nil})
			}
			continue
		default:
			property, _ := filter.Named(properties, c.Property)
			column, _ := s.column(property.Name)
			reported := func(of query.Source) connector.Date {
				application, _ := query.UsedApplication(property.Name)
				return of.ReportDateOf(application)
			}
			text, args := query.SinceReports(c, property, "g.id >> 32", sources, reported, func(c filter.Condition) (string, []any) {
				return c.SQL(column, property.Kind, today)
			})
			f.Add(text, args...)
			if c.Compares(property.Kind) && property.Kind == filter.Day && (property.Name != "lastActivity" || !s.always) {
				f.days = append(f.days, dayCondition{dayIndex(column), text, args})
			}
			continue
		}
		if c.Operator == filter.IsNot {
			condition = "NOT (" + condition + ")"
		}
		f.Add(condition, args...)
	}
	return nil
}

// withoutNever leaves out of a condition on days that none is meant, for rows that have one.
func withoutNever(c filter.Condition, today connector.Date) filter.Condition {
	c.Values = slices.DeleteFunc(slices.Clone(c.Values), func(value string) bool {
		return filter.Condition{Operator: filter.Is, Values: []string{value}}.Matches(today, connector.Date(0))
	})
	return c
}

// matchingApplications are those that a condition, turned the right way round, names.
func matchingApplications(c filter.Condition) []connector.UsedApplication {
	var applications []connector.UsedApplication
	for a := range connector.UsedApplication(connector.UsedApplications) {
		if c.Positive().Matches(0, []string{a.String()}) {
			applications = append(applications, a)
		}
	}
	return applications
}

// GroupUsage counts the rows that [Reader.Usage] returns for the query, whatever its
// order and Limit, by one of its columns. The error may be [query.ErrUnknownColumn].
func (inv Reader) GroupUsage(ctx context.Context, q UsageQuery, column string) (groups []query.Group, err error) {
	err = inv.Read(ctx, func(tx *sql.Tx) error {
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
			return fmt.Errorf("group by %q: %w", column, query.ErrUnknownColumn)
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
			"SELECT min("+by+"), count(*) FROM "+f.table+" CROSS JOIN "+usedApplications+" AS n"+f.Where()+" AND "+dayOf+" <> 0 GROUP BY "+by,
			f.Args...)
		var counts query.Grouping
		for _, c := range all {
			switch {
			case column == "application":
				counts.AddOther(connector.UsedApplication(c.number).String(), c.count)
			case column == "tenant":
				counts.Add(sources[c.number].TenantName, c.count)
			case c.text.Valid:
				counts.AddCollated(c.text.String, c.count)
			default:
				counts.AddOther(connector.Date(c.number), c.count)
			}
		}
		groups = counts.Groups
		return err
	})
	return groups, err
}
