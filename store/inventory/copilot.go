package inventory

import (
	"context"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/entitlement"
	"inventorybeacon/store/inventory/internal/tables"
)

// evidence are the terms of SQL for what reports tell of the user of a holding h: its last
// day of activity, and whether they list it; and the first day of the window before the
// report's day.
type evidence struct {
	last, listed string
	first        connector.Date
}

// evidence is that of everything but the licenses for Copilot alone.
func (s source) evidence(window int) evidence {
	return evidence{"h.last_activity", "h.listed <> 0", since(s.reportDate(), window)}
}

// copilotEvidence is that of these. Under names that a user had before there may be more
// than one row.
func (s source) copilotEvidence(window int) evidence {
	return evidence{
		"coalesce((SELECT max(c.copilot_last) FROM usage AS c WHERE c.uid = h.uid AND c.listed & 4), 0)",
		"EXISTS (SELECT 1 FROM usage AS c WHERE c.uid = h.uid AND c.listed & 4)", since(s.copilotDate, window),
	}
}

// use is what reports tell of a user: the last day of activity, and whether they list it.
type use struct {
	last   connector.Date
	listed bool
}

// afterCopilot is the day that is as long before the day of the other reports, from which
// windows are counted, as a day is before that of the report on Copilot.
func (s source) afterCopilot(day connector.Date) connector.Date {
	if day == 0 {
		return 0
	}
	return day + s.reportDate() - s.copilotDate
}

// copilotLicenses returns the licenses of a source whose holders have their activity from
// the report on Copilot; none while that names nobody.
func copilotLicenses(ctx context.Context, tx tables.Querier, of source) ([]entitlement.SKU, error) {
	if of.copilotJoined == 0 {
		return nil, nil
	}
	return entitlement.CopilotLicenses(ctx, tx, of.number)
}

// ofCopilot reports whether all of the SKUs are for Copilot alone.
func ofCopilot(ctx context.Context, tx tables.Querier, of source, held []heldSKU) (bool, error) {
	licenses, err := copilotLicenses(ctx, tx, of)
	return !slices.ContainsFunc(held, func(k heldSKU) bool {
		return !slices.ContainsFunc(licenses, func(l entitlement.SKU) bool { return l.Number == k.number })
	}), err
}
