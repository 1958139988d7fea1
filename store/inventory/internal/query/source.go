package query

import (
	"context"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// Knows reports whether the reports of a connection tell of anybody: else nothing is
// known of whoever holds a license.
func (s Source) Knows() bool { return s.usageJoined > 0 }

// DefaultWindow is the number of days before the report date in which somebody
// who was active counts as active.
const DefaultWindow = 90

// Source is a connection as the inventory knows it.
type Source struct {
	Number     int64
	Connection string
	Tenant     string // its id
	ActiveDate connector.Date
	AppDate    connector.Date
	// ActivationsDate is the day up to which activations are known.
	ActivationsDate connector.Date
	usageJoined     int64
	Published       int64 // milliseconds since 1970
	TenantName      string
	domain          string // of the tenant
	Users           int64
	CopilotDate     connector.Date
	// copilotJoined is how many users the report on Copilot names.
	copilotJoined int64
	// appJoined is how many users the report app-users names.
	appJoined int64
	// Undated are the reports without a day that tell of somebody, as bits of usage.listed.
	Undated int
}

// Conceals reports whether the report app-users names nobody, so that its rows stand for users.
func (s Source) Conceals() bool { return s.appJoined == 0 }

// ReportDate is the day up to which any usage report tells.
func (s Source) ReportDate() connector.Date { return max(s.ActiveDate, s.AppDate) }

// ReportDateOf is the day up to which the report tells that covers an application.
func (s Source) ReportDateOf(a connector.UsedApplication) connector.Date {
	switch {
	case a.OfCopilot():
		return s.CopilotDate
	case a > connector.Teams, a == connector.Teams && s.ActiveDate == 0:
		return s.AppDate
	default:
		return s.ActiveDate
	}
}

// Since is the first day of the window: activity so many days before the report's
// date still counts.
func Since(report connector.Date, window int) connector.Date {
	if window <= 0 {
		window = DefaultWindow
	}
	return report - connector.Date(window)
}

// EverySource returns all connections with an inventory.
func (inv *Inventory) EverySource(ctx context.Context, tx tables.Querier) ([]Source, error) {
	return tables.Select(ctx, tx, func(s *Source) tables.Columns {
		return tables.Columns{
			"source", &s.Number, "connection", &s.Connection, "tenant_id", &s.Tenant,
			"active_users_date", &s.ActiveDate,
			"app_users_date", &s.AppDate, "activations_date", &s.ActivationsDate,
			"copilot_date", &s.CopilotDate, "copilot_joined", &s.copilotJoined, "app_users_joined", &s.appJoined,
			"usage_joined", &s.usageJoined, "users", &s.Users, "published", &s.Published,
			"tenant_name", &s.TenantName, "default_domain", &s.domain,
		}
	}, "FROM source ORDER BY source")
}

// Sources returns the connections that are named; when none is, those of [Once].
func (inv *Inventory) Sources(ctx context.Context, tx tables.Querier, connections []string) ([]Source, error) {
	every, err := inv.EverySource(ctx, tx)
	return Chosen(every, connections), err
}

// Chosen are the connections that are named; when none is, those of [Once].
func Chosen(every []Source, connections []string) []Source {
	if len(connections) == 0 {
		return Once(every)
	}
	var named []Source
	for _, s := range every {
		if slices.Contains(connections, s.Connection) {
			named = append(named, s)
		}
	}
	return named
}
