package inventory

import (
	"strings"
	"testing"
	"time"
)

// breakRows has every row fail of which a column of a table is read, for one connection:
// as a damaged page does, only after the statement has begun.
func breakRows(t *testing.T, inv *Inventory, table, of string) (mend func()) {
	t.Helper()
	rows, err := inv.db.Write.Query("SELECT name FROM pragma_table_info(?)", table)
	must(t, err)
	names, err := column[string](rows)
	must(t, err)
	for i, name := range names {
		if name == of {
			names[i] = "abs(-9223372036854775808) AS " + name // overflows
		}
	}
	_, err = inv.db.Write.Exec("CREATE TEMP VIEW " + table + " AS SELECT " + strings.Join(names, ", ") + " FROM main." + table)
	must(t, err)
	return func() {
		_, err := inv.db.Write.Exec("DROP VIEW temp." + table)
		must(t, err)
	}
}

// What cannot be read of the inventory of before is not taken for none.
func TestAPublishThatCannotReadARowChangesNothing(t *testing.T) {
	for table, column := range map[string]string{
		"license": "fingerprint", "subscription": "total_licenses", "license_group": "display_name", "application": "entitled",
	} {
		t.Run("given "+table+"."+column, func(t *testing.T) {
			inv := open(t, t.TempDir())
			publish(t, inv, "one", contoso())
			must(t, inv.AwaitIndex(t.Context()))
			before := published(t, inv)
			mend := breakRows(t, inv, table, column)
			imp := begin(t, inv, "one")
			contosoLater().deliver(t, imp)
			_, err := imp.Publish(t.Context(), noon.Add(time.Hour), nil)
			if err == nil || !strings.Contains(err.Error(), "overflow") {
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
