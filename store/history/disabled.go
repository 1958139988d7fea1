package history

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"inventorybeacon/connector"
)

// DisabledSince returns the days on which imports have last seen users of a tenant
// disabled, by the users' ids; only of those asked for, and of whom an import has.
func (h *History) DisabledSince(ctx context.Context, tenantID string, users []string) (map[string]connector.Date, error) {
	text, err := json.Marshal(users)
	if err != nil {
		return nil, err
	}
	type disabled struct {
		user string
		at   int64 // milliseconds since 1970
	}
	found, err := list(ctx, h, func(d *disabled) []any { return []any{&d.user, &d.at} },
		`SELECT c.user, max(p.at) FROM change AS c INDEXED BY change_user JOIN publish AS p USING (publish)
			WHERE c.user <> '' AND c.user IN (SELECT value FROM json_each(?)) AND c.event = ? AND p.tenant = ? GROUP BY c.user`,
		string(text), string(connector.UserDisabled), strings.ToLower(tenantID))
	days := make(map[string]connector.Date, len(found))
	for _, d := range found {
		days[d.user] = connector.DateOf(time.UnixMilli(d.at))
	}
	return days, err
}
