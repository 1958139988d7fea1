package query

import (
	"context"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/tables"
)

// Evidence are the terms of SQL for what reports tell of the user of a holding h: its last
// day of activity, and whether they list it; and the first day of the window before the
// report's day.
type Evidence struct {
	Last, Listed string
	First        connector.Date
}

// Evidence is that of everything but the licenses for Copilot alone.
func (s Source) Evidence(window int) Evidence {
	return Evidence{"h.last_activity", "h.listed <> 0", Since(s.ReportDate(), window)}
}

// CopilotEvidence is that of these. Under names that a user had before there may be more
// than one row.
func (s Source) CopilotEvidence(window int) Evidence {
	return Evidence{
		"coalesce((SELECT max(c.copilot_last) FROM usage AS c WHERE c.uid = h.uid AND c.listed & 4), 0)",
		"EXISTS (SELECT 1 FROM usage AS c WHERE c.uid = h.uid AND c.listed & 4)", Since(s.CopilotDate, window),
	}
}

// AfterCopilot is the day that is as long before the day of the other reports, from which
// windows are counted, as a day is before that of the report on Copilot.
func (s Source) AfterCopilot(day connector.Date) connector.Date {
	if day == 0 {
		return 0
	}
	return day + s.ReportDate() - s.CopilotDate
}

// CopilotLicenses returns the licenses of a source whose holders have their activity from
// the report on Copilot; none while that names nobody.
func CopilotLicenses(ctx context.Context, tx tables.Querier, of Source) ([]entitlement.SKU, error) {
	if of.copilotJoined == 0 {
		return nil, nil
	}
	return entitlement.CopilotLicenses(ctx, tx, of.Number)
}
