package inventory

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// Published says what of a connection was imported, and when.
type Published struct {
	Connection string
	Tenant     connector.Tenant
	Task       int64
	At         time.Time
	Users      int64
	// The days up to which the reports tell; none when one was never imported.
	ActiveUsersDate connector.Date
	AppUsersDate    connector.Date
	ActivationsDate connector.Date
	CopilotDate     connector.Date
	// Concealed is set when the reports name nobody whom the inventory knows.
	Concealed bool
	// SubscriptionsRead to CopilotRead are when an import has last read these
	// parts, zero when none has or that was before the program noted it. Users and
	// licenses are as old as the import.
	SubscriptionsRead, GroupsRead, ActiveUsersRead, AppUsersRead, ActivationsRead, CopilotRead time.Time
}

// Published returns the connections with an inventory, in the order of their
// first import.
func (inv *Inventory) Published(ctx context.Context) ([]Published, error) {
	var all []Published
	err := inv.read(ctx, func(tx *sql.Tx) error {
		type stored struct {
			Published
			at, subscriptions, groups, activeUsers, appUsers, activations, copilot int64 // milliseconds since 1970
		}
		found, err := tables.Select(ctx, tx, func(s *stored) tables.Columns {
			return tables.Columns{
				"connection", &s.Connection, "tenant_id", &s.Tenant.ID,
				"tenant_name", &s.Tenant.DisplayName, "default_domain", &s.Tenant.DefaultDomain,
				"country_code", &s.Tenant.CountryCode, "task", &s.Task, "published", &s.at,
				"users", &s.Users, "active_users_date", &s.ActiveUsersDate,
				"app_users_date", &s.AppUsersDate, "activations_date", &s.ActivationsDate,
				"subscriptions_read", &s.subscriptions, "groups_read", &s.groups,
				"active_users_read", &s.activeUsers, "app_users_read", &s.appUsers,
				"activations_read", &s.activations, "copilot_date", &s.CopilotDate, "copilot_read", &s.copilot,
				`usage_joined = 0 AND EXISTS (SELECT 1 FROM usage AS g
					WHERE g.id BETWEEN s.source << 32 AND (s.source << 32) | 0xffffffff)`, &s.Concealed,
			}
		}, "FROM source AS s ORDER BY source")
		for _, s := range found {
			s.At = time.UnixMilli(s.at).UTC()
			s.SubscriptionsRead, s.GroupsRead = readAt(s.subscriptions), readAt(s.groups)
			s.ActiveUsersRead, s.AppUsersRead, s.ActivationsRead = readAt(s.activeUsers), readAt(s.appUsers), readAt(s.activations)
			s.CopilotRead = readAt(s.copilot)
			all = append(all, s.Published)
		}
		return err
	})
	return all, err
}

// readAt returns a time in milliseconds since 1970; zero for 0.
func readAt(milliseconds int64) time.Time {
	if milliseconds == 0 {
		return time.Time{}
	}
	return time.UnixMilli(milliseconds).UTC()
}

// Publishing says which task has published an inventory, when, and what has changed.
type Publishing struct {
	Task   int64
	At     time.Time
	Counts connector.Counts
}

// LastPublishing returns who has published the inventory of a connection that is there;
// zero when there is none. It is written in the transaction that publishes.
func (inv *Inventory) LastPublishing(ctx context.Context, connectionID string) (last Publishing, err error) {
	err = inv.read(ctx, func(tx *sql.Tx) error {
		var at int64
		var counts string
		err := tx.QueryRowContext(ctx, "SELECT task, published, counts FROM source WHERE connection = ?", connectionID).
			Scan(&last.Task, &at, &counts)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		last.At = time.UnixMilli(at).UTC()
		if err != nil || counts == "" { // which a former version did not write
			return err
		}
		return json.Unmarshal([]byte(counts), &last.Counts)
	})
	return last, err
}

// Once leaves one inventory of each tenant: that which counts where several connections have
// imported it.
func Once(every []Published) []Published {
	sources := make([]query.Source, len(every))
	for i, p := range every {
		sources[i] = query.Source{ // by its place
			Number: int64(i), Connection: p.Connection, Tenant: p.Tenant.ID,
			ActiveDate: p.ActiveUsersDate, AppDate: p.AppUsersDate, Published: p.At.UnixMilli(),
		}
	}
	var left []Published
	for _, s := range query.Once(sources) {
		left = append(left, every[s.Number])
	}
	return left
}
