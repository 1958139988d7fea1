package usage

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// reportDate is the day of a report with a condition for the rows of usage that it tells of.
// There are a few for each source, so that rows need not be asked one by one.
type reportDate struct {
	day  connector.Date
	rows string
}

// narrowDates are the days of rows of usage g with an application n. A report that has none, and
// tells of nobody, is left out.
func narrowDates(sources map[int64]query.Source) (dates []reportDate) {
	for _, number := range slices.Sorted(maps.Keys(sources)) {
		s, of := sources[number], fmt.Sprintf("g.id >> 32 = %d AND ", number)
		add := func(report int, day connector.Date, rows string) {
			if day != 0 || s.Undated&report != 0 {
				dates = append(dates, reportDate{day, of + rows})
			}
		}
		copilot := fmt.Sprintf("n.n >= %d", connector.CopilotInTeams)
		add(tables.ListedActive, s.ActiveDate, "NOT "+ofAppUsers)
		add(tables.ListedApp, s.AppDate, ofAppUsers+" AND NOT "+copilot)
		add(tables.ListedCopilot, s.CopilotDate, copilot)
	}
	return dates
}

// findUndated finds the reports without a day that tell of somebody all the same, where a query
// is about the days of reports.
func findUndated(ctx context.Context, tx tables.Querier, q UsageQuery, sources []query.Source) error {
	if q.Sort != "reportDate" && !slices.ContainsFunc(q.Filter, func(c filter.Condition) bool { return c.Property == "reportDate" }) {
		return nil
	}
	for i := range sources {
		s := &sources[i]
		for report, day := range reportsOf(*s) {
			if day != 0 {
				continue
			}
			table := "usage"
			if report == tables.ListedCopilot { // which mostly lists few
				table += " INDEXED BY usage_copilot"
			}
			var tells bool
			err := tx.QueryRowContext(ctx,
				fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM %s WHERE listed & %d AND +%s)", table, report, tables.OfSource("id")),
				s.Number).Scan(&tells)
			if err != nil {
				return err
			}
			if tells {
				s.Undated |= report
			}
		}
	}
	return nil
}

// reportsOf are the days of the usage reports, by the bits of usage.listed.
func reportsOf(s query.Source) map[int]connector.Date {
	return map[int]connector.Date{tables.ListedActive: s.ActiveDate, tables.ListedApp: s.AppDate, tables.ListedCopilot: s.CopilotDate}
}

// wideDates are the days of rows of usage g, each of the latest report that lists its user.
func wideDates(sources map[int64]query.Source) (dates []reportDate) {
	for _, number := range slices.Sorted(maps.Keys(sources)) {
		for listed := range tables.ListedCopilot << 1 {
			var day connector.Date
			for report, date := range reportsOf(sources[number]) {
				if listed&report != 0 {
					day = max(day, date)
				}
			}
			dates = append(dates, reportDate{day, fmt.Sprintf("g.listed = %d AND g.id >> 32 = %d", listed, number)})
		}
	}
	return dates
}

// reportedOn is the condition for the rows of the days that are meant.
func reportedOn(dates []reportDate, meant func(connector.Date) bool) string {
	var rows []string
	for _, d := range dates {
		if meant(d.day) {
			rows = append(rows, d.rows)
		}
	}
	switch len(rows) {
	case 0:
		return "0"
	case len(dates):
		return "1"
	default:
		return strings.Join(rows, " OR ")
	}
}

// reportDay is the day of the report that tells of a row.
func reportDay(dates []reportDate) string {
	if len(dates) == 0 {
		return "NULL"
	}
	text := "CASE"
	for _, d := range dates {
		text += fmt.Sprintf(" WHEN %s THEN %d", d.rows, d.day)
	}
	return text + " ELSE 0 END"
}

// byReport are the groups of rows by the days of reports.
func byReport(dates []reportDate) (groups []usageGroup) {
	sorted := slices.SortedStableFunc(slices.Values(dates), func(a, b reportDate) int { return cmp.Compare(a.day, b.day) })
	days := slices.CompactFunc(slices.Clone(sorted), func(a, b reportDate) bool { return a.day == b.day })
	for _, d := range days {
		groups = append(groups, usageGroup{rows: reportedOn(dates, func(day connector.Date) bool { return day == d.day })})
	}
	return groups
}
