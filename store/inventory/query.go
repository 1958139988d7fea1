package inventory

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// DefaultWindow is the number of days before the report date in which somebody
// who was active counts as active.
const DefaultWindow = 90

// ErrUnknownColumn is returned for a sort column that there is none of.
var ErrUnknownColumn = errors.New("unknown column")

// ErrUnknownActivity is returned for a state that is none of [Activities].
var ErrUnknownActivity = errors.New("unknown state of activity")

// conditions collects the conditions of a query.
type conditions struct {
	all  []string
	args []any
}

func (f *conditions) add(condition string, args ...any) {
	f.all = append(f.all, condition)
	f.args = append(f.args, args...)
}

// where returns the conditions as a clause; always true when there are none.
func (f *conditions) where() string {
	if len(f.all) == 0 {
		return " WHERE 1"
	}
	return " WHERE (" + strings.Join(f.all, ") AND (") + ")"
}

// source is a connection as the inventory knows it.
type source struct {
	number     int64
	connection string
	tenant     string // its id
	activeDate connector.Date
	appDate    connector.Date
	// activationsDate is the day up to which activations are known.
	activationsDate connector.Date
	usageJoined     int64
	published       int64 // milliseconds since 1970
	tenantName      string
	domain          string // of the tenant
	users           int64
	copilotDate     connector.Date
	// copilotJoined is how many users the report on Copilot names.
	copilotJoined int64
	// undated are the reports without a day that tell of somebody, as bits of usage.listed.
	undated int
}

// reportDate is the day up to which any usage report tells.
func (s source) reportDate() connector.Date { return max(s.activeDate, s.appDate) }

// reportDateOf is the day up to which the report tells that covers an application.
func (s source) reportDateOf(a connector.UsedApplication) connector.Date {
	switch {
	case a.OfCopilot():
		return s.copilotDate
	case a > connector.Teams, a == connector.Teams && s.activeDate == 0:
		return s.appDate
	default:
		return s.activeDate
	}
}

// since is the first day of the window: activity so many days before the report's
// date still counts.
func since(report connector.Date, window int) connector.Date {
	if window <= 0 {
		window = DefaultWindow
	}
	return report - connector.Date(window)
}

// everySource returns all connections with an inventory.
func (inv *Inventory) everySource(ctx context.Context, tx tables.Querier) ([]source, error) {
	return tables.Select(ctx, tx, func(s *source) tables.Columns {
		return tables.Columns{
			"source", &s.number, "connection", &s.connection, "tenant_id", &s.tenant,
			"active_users_date", &s.activeDate,
			"app_users_date", &s.appDate, "activations_date", &s.activationsDate,
			"copilot_date", &s.copilotDate, "copilot_joined", &s.copilotJoined,
			"usage_joined", &s.usageJoined, "users", &s.users, "published", &s.published,
			"tenant_name", &s.tenantName, "default_domain", &s.domain,
		}
	}, "FROM source ORDER BY source")
}

// sources returns the connections that are named; when none is, those of [once].
func (inv *Inventory) sources(ctx context.Context, tx tables.Querier, connections []string) ([]source, error) {
	every, err := inv.everySource(ctx, tx)
	return chosen(every, connections), err
}

// chosen are the connections that are named; when none is, those of [once].
func chosen(every []source, connections []string) []source {
	if len(connections) == 0 {
		return once(every)
	}
	var named []source
	for _, s := range every {
		if slices.Contains(connections, s.connection) {
			named = append(named, s)
		}
	}
	return named
}

// inSources adds a condition on a uid or id that holds for rows of the chosen connections;
// none when that is every one.
func (f *conditions) inSources(column string, chosen, every []source) {
	if len(chosen) == len(every) {
		return
	}
	numbers := make([]string, len(chosen))
	for i, s := range chosen {
		numbers[i] = fmt.Sprint(s.number)
	}
	f.add(column + " >> 32 IN (" + strings.Join(numbers, ",") + ")")
}

// many is [manyMatches], but in tests.
func (inv *Inventory) many() int { return cmp.Or(inv.options.manyMatches, manyMatches) }

// page returns the clause for a part of the rows; a limit of 0 means all.
func page(limit, offset int) string {
	if limit <= 0 {
		limit = -1
	}
	return fmt.Sprintf(" LIMIT %d OFFSET %d", limit, max(offset, 0))
}

// direction returns how a column is sorted.
func direction(descending bool) string {
	if descending {
		return " DESC"
	}
	return ""
}
