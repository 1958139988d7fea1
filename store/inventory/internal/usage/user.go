package usage

import (
	"context"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// OfUser returns the last day in each application that the reports tell under any
// of a user's names, and where they were used.
func OfUser(
	ctx context.Context, tx tables.Querier, of query.Source, uid int64, names []string,
) (usage []UsageRow, places connector.PlatformUse, err error) {
	var latest [connector.UsedApplications]UsageRow
	for _, name := range names {
		wide, err := selectedWide(ctx, tx, map[int64]query.Source{of.Number: of},
			"FROM usage AS g LEFT JOIN user AS u ON u.uid = g.uid WHERE g.upn = ? AND g.uid = ?", name, uid)
		if err != nil {
			return nil, 0, err
		}
		for _, w := range wide {
			places |= w.Platforms
			for i, day := range w.In {
				if day > latest[i].LastActivity {
					latest[i] = w.Narrow(connector.UsedApplication(i))
				}
			}
		}
	}
	for _, row := range latest {
		if row.LastActivity != 0 {
			usage = append(usage, row)
		}
	}
	return usage, places, nil
}
