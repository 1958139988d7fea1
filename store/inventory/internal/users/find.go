package users

import (
	"context"
	"database/sql"
	"strings"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// UserKey says which user of which connection.
type UserKey struct {
	Connection string
	ID         string
}

// FindUsers returns the users of the connections who have a user principal name or an id.
// Where nobody has it, those are returned who had the name before. When no connection is
// named, those that count come first (see [query.Once]), and the others where they know nobody.
// The case of ASCII letters does not matter.
func (inv Reader) FindUsers(ctx context.Context, connections []string, name string) ([]UserKey, error) {
	var found []UserKey
	err := inv.Read(ctx, func(tx *sql.Tx) error {
		every, err := inv.EverySource(ctx, tx)
		if err != nil {
			return err
		}
		counting := query.Chosen(every, connections)
		found, err = usersNamed(ctx, tx, counting, name)
		if err == nil && found == nil && len(connections) == 0 && len(counting) < len(every) {
			found, err = usersNamed(ctx, tx, every, name)
		}
		return err
	})
	return found, err
}

func usersNamed(ctx context.Context, tx tables.Querier, sources []query.Source, name string) (found []UserKey, err error) {
	for _, condition := range []string{
		"u.user_principal_name = ?2",
		"uid IN (SELECT k.uid FROM user_key AS k WHERE k.key = ?3) AND u.id = lower(?2)",
		"uid IN (SELECT f.uid FROM former_name AS f WHERE f.upn = ?2)",
	} {
		for _, source := range sources {
			ids, err := sqlite.Values[string](ctx, tx,
				"SELECT u.id FROM user AS u WHERE "+tables.OfSource("uid")+" AND ("+condition+") ORDER BY u.id",
				source.Number, name, tables.KeyOf(strings.ToLower(name)))
			if err != nil {
				return nil, err
			}
			for _, id := range ids {
				found = append(found, UserKey{source.Connection, id})
			}
		}
		if found != nil {
			return found, nil
		}
	}
	return nil, nil
}
