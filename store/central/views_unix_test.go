//go:build !windows

package central

import (
	"regexp"
	"strconv"
	"testing"

	"inventorybeacon/store/central/centraltest"
)

// PostgreSQL expects few rows of a view whatever there is, and so nests loops: each turn has to find its rows by a key.
func TestViewsGoThroughNoTableForEachRow(t *testing.T) {
	server := centraltest.Start(t, centraltest.Options{})
	openDatabase(t, server)
	const users = 1000 // as many as there are sets of licenses
	fill := func(table, columns, values string) {
		server.Exec("central", "INSERT INTO beacon."+table+" (tenant_id, "+columns+") SELECT '"+testTenant+"', "+values+
			" FROM generate_series(1, "+strconv.Itoa(users)+") AS n; ANALYZE beacon."+table)
	}
	server.Exec("central", "INSERT INTO beacon.tenant (tenant_id, generation) VALUES ('"+testTenant+"', 1)")
	server.Exec("central", "INSERT INTO beacon.generation (tenant_id, generation, attempt, beacon_id, imported, published, tenant, users, "+
		"names_users, names_copilot_users) VALUES ('"+testTenant+"', 1, '"+testAttempt+"', '"+testBeacon.ID+"', now(), now(), 'Contoso', "+
		"1, true, false)")
	fill("user_row", "key, from_generation, fingerprint, user_principal_name, display_name, enabled, on_premises_synced",
		"CAST(md5(n::text) AS uuid), 1, n, 'u' || n, 'u', true, false")
	fill("holding_row", "key, from_generation, licensing, listed", "CAST(md5(n::text) AS uuid), 1, n, 1")
	fill("licensing_row", "key, from_generation, fingerprint, licensing, licenses, products", "n::text, 1, n, n, '{}', '{}'")
	fill("assignment_row", "key, from_generation, fingerprint, licensing, sku_id, sku_part_number, product, place, direct, groups, disabled_plans, copilot",
		"n::text, 1, n, n, CAST(md5('sku') AS uuid), 'SKU', 'Sku', 0, true, '[]', '{}', false")
	removed := regexp.MustCompile(`Rows Removed by Join Filter: (\d+)`)
	for _, view := range []string{"users", "assignments", "users_as_of", "assignments_as_of"} {
		t.Run("of "+view, func(t *testing.T) {
			plan := server.Exec("central", "EXPLAIN (ANALYZE, TIMING OFF) SELECT * FROM beacon."+view)
			inVain := 0
			for _, found := range removed.FindAllStringSubmatch(plan, -1) {
				n, _ := strconv.Atoi(found[1])
				inVain += n
			}
			if inVain > 10*users {
				t.Errorf("%d rows were looked at in vain:\n%s", inVain, plan)
			}
		})
	}
}
