package reclaim

import (
	"context"
	"encoding/json"
	"strings"

	"inventorybeacon/store/inventory/internal/tables"
	"inventorybeacon/store/sqlite"
)

// keptLicenses returns the licenses of a tenant that are kept as JSON, each as the uid and
// the number of the SKU; nothing when there are none.
func keptLicenses(ctx context.Context, tx tables.Querier, of reclaimSource, kept []Held) (string, error) {
	skus := map[string]int64{}
	for _, license := range of.paid.all {
		skus[license.name.SKUID] = license.number
	}
	users := map[string]int64{} // uids by id
	var keys []int64
	for _, k := range kept {
		if strings.EqualFold(k.TenantID, of.Tenant) {
			users[k.UserID] = 0
			keys = append(keys, tables.KeyOf(k.UserID))
		}
	}
	if len(keys) == 0 {
		return "", nil
	}
	list, err := json.Marshal(keys)
	if err != nil {
		return "", err
	}
	type user struct {
		uid int64
		id  string
	}
	found, err := sqlite.Collect(ctx, tx, func(u *user) []any { return []any{&u.uid, &u.id} },
		`SELECT u.uid, u.id FROM user_key AS k CROSS JOIN user AS u USING (uid)
		WHERE `+tables.OfSource("k.uid")+" AND k.key IN (SELECT value FROM json_each(?2))", of.Number, string(list))
	if err != nil {
		return "", err
	}
	for _, u := range found {
		if _, wanted := users[u.id]; wanted {
			users[u.id] = u.uid
		}
	}
	pairs := make([][2]int64, 0, len(kept))
	for _, k := range kept {
		sku, known := skus[k.SKUID]
		if _, here := users[k.UserID]; here && known && strings.EqualFold(k.TenantID, of.Tenant) {
			pairs = append(pairs, [2]int64{users[k.UserID], sku})
		}
	}
	list, err = json.Marshal(pairs)
	return string(list), err
}
