package applications

import (
	"context"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// activePlaces returns how many of the active users of each application of which app-users tells
// use it on each platform, by its name in lower case. What was imported before the program
// noted platforms is not known.
func activePlaces(ctx context.Context, tx tables.Querier, of query.Source, window int) (map[string]*[connector.Platforms]int64, error) {
	places := map[string]*[connector.Platforms]int64{}
	var noted bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM application_platform_day WHERE source = ?)", of.Number).Scan(&noted)
	if err != nil || !noted || of.AppDate == 0 {
		return places, err
	}
	type counted struct{ platform, users int64 }
	for application := connector.Teams; application <= connector.OneNote; application++ {
		users := new([connector.Platforms]int64)
		all, err := sqlite.Collect(ctx, tx, func(c *counted) []any { return []any{&c.platform, &c.users} },
			"SELECT platform, sum(users) FROM application_platform_day WHERE source = ? AND application = ? AND day >= ? GROUP BY platform",
			of.Number, application, query.Since(of.ReportDateOf(application), window))
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			users[c.platform] = c.users
		}
		places[strings.ToLower(application.String())] = users
	}
	return places, nil
}
