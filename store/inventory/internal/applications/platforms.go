package applications

import (
	"context"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// activePlaces returns how many users were active on each platform in each application of
// which app-users tells, by its name in lower case. What was imported before the program
// noted platforms is not known.
func activePlaces(ctx context.Context, tx tables.Querier, of query.Source, window int) (map[string][connector.Platforms]*int64, error) {
	places := map[string][connector.Platforms]*int64{}
	var noted bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM application_platform_day WHERE source = ?)", of.Number).Scan(&noted)
	if err != nil || !noted || of.AppDate == 0 {
		return places, err
	}
	for application := connector.Teams; application <= connector.OneNote; application++ {
		var users [connector.Platforms]*int64
		for platform := range users {
			users[platform] = new(int64)
		}
		places[strings.ToLower(application.String())] = users
	}
	type counted struct {
		application     connector.UsedApplication
		platform, users int64
	}
	all, err := sqlite.Collect(ctx, tx, func(c *counted) []any { return []any{&c.application, &c.platform, &c.users} },
		`SELECT application, platform, sum(users) FROM application_platform_day WHERE source = ? AND day >= ?
		GROUP BY application, platform`, of.Number, query.Since(of.AppDate, window))
	for _, c := range all {
		*places[strings.ToLower(c.application.String())][c.platform] = c.users
	}
	return places, err
}
