package inventory

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"inventorybeacon/connector/panics"
	"inventorybeacon/store/inventory/internal/staging"
	"inventorybeacon/store/inventory/internal/tables"
)

// A fault of the program leaves the inventory as it was, whatever it meets, and the
// next import finds nothing in its way.
func TestAPublishThatPanicsChangesNothing(t *testing.T) {
	for name, before := range map[string]func(t *testing.T, inv *Inventory) (users int64){
		"a first import": func(*testing.T, *Inventory) int64 { return 0 },
		"a later import": func(t *testing.T, inv *Inventory) int64 {
			one := contoso()
			one.pages = one.pages[:1]
			publishDelivery(t, inv, "one", one)
			return int64(len(one.pages[0]))
		},
	} {
		for at := range publishingSteps(t) {
			t.Run(fmt.Sprintf("%s, after step %d", name, at+2), func(t *testing.T) {
				dir := t.TempDir()
				inv := open(t, dir)
				users := before(t, inv)
				want := tablesOf(t, inv)
				imp := begin(t, inv, "one")
				contoso().deliver(t, imp)
				_, err := imp.Publish(t.Context(), noon, func(done, _ int64) {
					if done == at+2 {
						panic("a fault")
					}
				})
				var fault *panics.Error
				if !errors.As(err, &fault) {
					t.Fatalf("it ended with %v", err)
				}
				must(t, imp.Close(true))
				if tablesOf(t, inv) != want {
					t.Error("the inventory is another one")
				}
				wantUsers(t, inv, users)
				if left, err := filepath.Glob(filepath.Join(dir, "staging", "one.*.db*")); err != nil || len(left) > 0 {
					t.Errorf("left behind beside what was read: %v, %v", left, err)
				}
				publishDelivery(t, inv, "one", contoso())
				wantUsers(t, inv, 3)
			})
		}
	}
}

func TestAFirstImportThatEndsEarlyChangesNothing(t *testing.T) {
	for at := range publishingSteps(t) + 2 {
		t.Run(fmt.Sprintf("when it is cancelled at step %d", at), func(t *testing.T) {
			dir := t.TempDir()
			inv := open(t, dir)
			want := tablesOf(t, inv)
			imp := begin(t, inv, "one")
			contoso().deliver(t, imp)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			_, err := imp.Publish(ctx, noon, func(done, _ int64) {
				if done == at {
					cancel()
				}
			})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("it ended with %v", err)
			}
			must(t, imp.Close(true))
			if tablesOf(t, inv) != want {
				t.Error("the inventory is another one")
			}
			wantUsers(t, inv, 0)
			if left, err := filepath.Glob(filepath.Join(dir, "staging", "one.*.db*")); err != nil || len(left) > 0 {
				t.Errorf("left behind beside what was read: %v, %v", left, err)
			}
			publishDelivery(t, inv, "one", contoso())
			wantUsers(t, inv, 3)
		})
	}
}

// Users are copied from one table into the other by the places of their columns.
func TestStagedUsersAreLikePublishedOnes(t *testing.T) {
	inv := open(t, t.TempDir())
	begin(t, inv, "one")
	columns := func(q tables.Querier) (text string) {
		must(t, q.QueryRowContext(t.Context(),
			`SELECT group_concat(iif(cid = 0, 'number', name) || ' ' || type || ' ' || "notnull" || ' ' || pk)
			FROM (SELECT * FROM pragma_table_info('user') ORDER BY cid)`).Scan(&text))
		return text
	}
	if staged, published := columns(reader(t, staging.Path(inv.dir, "one"))), columns(inv.db.Read); staged != published {
		t.Errorf("staged users:\n%s\npublished ones:\n%s", staged, published)
	}
}
