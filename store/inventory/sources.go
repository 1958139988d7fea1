package inventory

import (
	"context"
	"database/sql"
	"time"

	"inventorybeacon/connector"
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
	// Concealed says that the reports name nobody whom the inventory knows.
	Concealed bool
	// SubscriptionsRead to ActivationsRead are when an import has last read these
	// parts, zero when none has or that was before the program noted it. Users and
	// licenses are as old as the import.
	SubscriptionsRead, GroupsRead, ActiveUsersRead, AppUsersRead, ActivationsRead time.Time
}

// Published returns the connections with an inventory, in the order of their
// first import.
func (inv *Inventory) Published(ctx context.Context) ([]Published, error) {
	var all []Published
	err := inv.read(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT connection, tenant_id, tenant_name, default_domain, country_code, task, published, users,
			active_users_date, app_users_date, activations_date,
			subscriptions_read, groups_read, active_users_read, app_users_read, activations_read,
			usage_joined = 0 AND EXISTS (SELECT 1 FROM usage AS g WHERE g.id BETWEEN s.source << 32 AND (s.source << 32) | 0xffffffff) FROM source AS s ORDER BY source`)
		if err != nil {
			return err
		}
		type stored struct {
			Published
			milliseconds int64
			read         [5]int64
		}
		found, err := tables.Collect(rows, func(s *stored) []any {
			return []any{
				&s.Connection, &s.Tenant.ID, &s.Tenant.DisplayName, &s.Tenant.DefaultDomain, &s.Tenant.CountryCode, &s.Task, &s.milliseconds, &s.Users,
				&s.ActiveUsersDate, &s.AppUsersDate, &s.ActivationsDate,
				&s.read[0], &s.read[1], &s.read[2], &s.read[3], &s.read[4], &s.Concealed,
			}
		})
		for _, s := range found {
			s.At = time.UnixMilli(s.milliseconds).UTC()
			for i, at := range []*time.Time{&s.SubscriptionsRead, &s.GroupsRead, &s.ActiveUsersRead, &s.AppUsersRead, &s.ActivationsRead} {
				if s.read[i] != 0 {
					*at = time.UnixMilli(s.read[i]).UTC()
				}
			}
			all = append(all, s.Published)
		}
		return err
	})
	return all, err
}
