package inventory

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// breakLastRow has the row with the greatest key of a table fail when a column of it is
// read, for one connection: as damage does, after the statement has brought others.
func breakLastRow(t *testing.T, inv *Inventory, table, key, of string) (mend func()) {
	t.Helper()
	names, err := sqlite.Values[string](t.Context(), inv.db.Write, "SELECT name FROM pragma_table_info(?)", table)
	must(t, err)
	for i, name := range names {
		if name == of {
			names[i] = fmt.Sprintf("CASE WHEN %s = (SELECT max(%[1]s) FROM main.%s) THEN abs(-9223372036854775808) ELSE %s END AS %[3]s",
				key, table, name)
		}
	}
	// A publish sets this too, and with another value SQLite drops the view.
	_, err = inv.db.Write.Exec("PRAGMA temp_store = MEMORY")
	must(t, err)
	_, err = inv.db.Write.Exec("CREATE TEMP VIEW " + table + " AS SELECT " + strings.Join(names, ", ") + " FROM main." + table)
	must(t, err)
	return func() {
		_, err := inv.db.Write.Exec("DROP VIEW IF EXISTS temp." + table)
		must(t, err)
	}
}

// What cannot be read of the inventory of before is not taken for none.
func TestAPublishThatCannotReadARowChangesNothing(t *testing.T) {
	for _, c := range []struct{ table, key, column, step string }{
		{"license", "sku", "fingerprint", "licenses"},
		{"subscription", "id", "total_licenses", "subscriptions"},
		{"license_group", "id", "display_name", "groups"},
		{"application", "name", "entitled", "applications"},
	} {
		t.Run("given "+c.table+"."+c.column, func(t *testing.T) {
			inv := open(t, t.TempDir())
			d := contoso()
			d.groups = append(d.groups, connector.Group{ID: "g2", DisplayName: "Others"})
			publishDelivery(t, inv, "one", d)
			must(t, inv.AwaitIndex(t.Context()))
			before := published(t, inv)
			mend := breakLastRow(t, inv, c.table, c.key, c.column)
			imp := begin(t, inv, "one")
			contosoLater().deliver(t, imp)
			_, err := imp.Publish(t.Context(), noon.Add(time.Hour), nil)
			if err == nil || !strings.Contains(err.Error(), "publish: "+c.step+": ") || !strings.Contains(err.Error(), "overflow") {
				t.Errorf("Publish = %v", err)
			}
			must(t, imp.Close(false))
			mend()
			if published(t, inv) != before {
				t.Error("the inventory is another one")
			}
		})
	}
}
