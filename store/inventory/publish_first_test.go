package inventory

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/connector/panics"
)

// exchanged says whether another file has taken the place of inventory.db since
// it was looked at.
func exchanged(t *testing.T, inv *Inventory, before os.FileInfo) bool {
	t.Helper()
	return !os.SameFile(before, lookAt(t, inv))
}

func lookAt(t *testing.T, inv *Inventory) os.FileInfo {
	t.Helper()
	info, err := os.Stat(inv.path())
	must(t, err)
	return info
}

func TestAFirstImportIsWrittenAsAWhole(t *testing.T) {
	for _, c := range []struct {
		given string
		when  func(t *testing.T, dir string, inv *Inventory) // before the import
		// during is called in the middle of publishing.
		during    func(t *testing.T, dir string)
		exchanged bool
	}{
		{given: "nobody else has the inventory open", exchanged: true},
		{given: "another process has it open", when: func(t *testing.T, dir string, _ *Inventory) { open(t, dir) }},
		{given: "another process opens it meanwhile", during: func(t *testing.T, dir string) { open(t, dir) }},
		{given: "another process has imported meanwhile", during: func(t *testing.T, dir string) {
			other, err := Open(t.Context(), dir, Options{})
			must(t, err)
			publish(t, other, "two", contoso())
			must(t, other.Close())
		}},
		{given: "another import runs", when: func(t *testing.T, _ string, inv *Inventory) {
			begin(t, inv, "two")
		}},
		{given: "another connection has been imported", when: func(t *testing.T, _ string, inv *Inventory) { publish(t, inv, "two", contoso()) }},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			dir := t.TempDir()
			inv := open(t, dir)
			release, err := inv.Reserve(t.Context())
			must(t, err)
			defer release()
			if c.when != nil {
				c.when(t, dir, inv)
			}
			before := lookAt(t, inv)
			imp := begin(t, inv, "one")
			contoso().deliver(t, imp)
			_, err = imp.Publish(t.Context(), noon, func(done, _ int64) {
				if c.during != nil && done == int64(len(publishingSteps))/2 {
					c.during(t, dir)
					c.during = nil
				}
			})
			must(t, err)
			if got := exchanged(t, inv, before); got != c.exchanged {
				t.Errorf("another file has taken its place: %v, want %v", got, c.exchanged)
			}
			if count, err := inv.CountUsers(t.Context(), UserQuery{Connections: []string{"one"}}); err != nil || count != 3 {
				t.Errorf("%d users, %v", count, err)
			}
			again := open(t, dir)
			if count, err := again.CountUsers(t.Context(), UserQuery{Connections: []string{"one"}, Search: "contoso"}); err != nil || count == 0 {
				t.Errorf("who opens it then finds %d users, %v", count, err)
			}
			changed := contoso()
			changed.pages = changed.pages[:1]
			publish(t, inv, "one", changed)
			if count, err := again.CountUsers(t.Context(), UserQuery{Connections: []string{"one"}}); err != nil || count != int64(len(changed.pages[0])) {
				t.Errorf("after the next import: %d users, %v", count, err)
			}
			if left, err := filepath.Glob(filepath.Join(dir, "staging", "one*")); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// A fault of the program leaves the inventory as it was, whatever it meets, and the
// next import finds nothing in its way.
func TestAPublishThatPanicsChangesNothing(t *testing.T) {
	for name, before := range map[string]func(t *testing.T, inv *Inventory) (users int64){
		"a first import": func(*testing.T, *Inventory) int64 { return 0 },
		"a later import": func(t *testing.T, inv *Inventory) int64 {
			one := contoso()
			one.pages = one.pages[:1]
			publish(t, inv, "one", one)
			return int64(len(one.pages[0]))
		},
	} {
		for at := range int64(len(publishingSteps)) {
			t.Run(fmt.Sprintf("%s, after step %d", name, at+2), func(t *testing.T) {
				dir := t.TempDir()
				inv := open(t, dir)
				users := before(t, inv)
				want := tables(t, inv)
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
				if tables(t, inv) != want {
					t.Error("the inventory is another one")
				}
				wantUsers(t, inv, users)
				if left, err := filepath.Glob(filepath.Join(dir, "staging", "one.*.db*")); err != nil || len(left) > 0 {
					t.Errorf("left behind beside what was read: %v, %v", left, err)
				}
				publish(t, inv, "one", contoso())
				wantUsers(t, inv, 3)
			})
		}
	}
}

func TestAFirstImportThatEndsEarlyChangesNothing(t *testing.T) {
	for at := range int64(len(publishingSteps)) + 2 {
		t.Run(fmt.Sprintf("when it is cancelled at step %d", at), func(t *testing.T) {
			dir := t.TempDir()
			inv := open(t, dir)
			before, want := lookAt(t, inv), tables(t, inv)
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
			if exchanged(t, inv, before) || tables(t, inv) != want {
				t.Error("the file is another one")
			}
			wantUsers(t, inv, 0)
			if left, err := filepath.Glob(filepath.Join(dir, "staging", "one.*.db*")); err != nil || len(left) > 0 {
				t.Errorf("left behind beside what was read: %v, %v", left, err)
			}
			publish(t, inv, "one", contoso())
			wantUsers(t, inv, 3)
		})
	}
}

// What a process that was killed has left is of no use to the next one.
func TestAnUnfinishedFirstInventoryIsWrittenAnew(t *testing.T) {
	dir := t.TempDir()
	inv := open(t, dir)
	imp := begin(t, inv, "one")
	contoso().deliver(t, imp)
	must(t, os.WriteFile(firstPath(imp.path), []byte("half a file"), 0o600))
	_, err := imp.Publish(t.Context(), noon, nil)
	must(t, err)
	wantUsers(t, inv, 3)
}

// Users are copied from one table into the other by the places of their columns.
func TestStagedUsersAreLikePublishedOnes(t *testing.T) {
	inv := open(t, t.TempDir())
	imp := begin(t, inv, "one")
	columns := func(q querier) (text string) {
		must(t, q.QueryRowContext(t.Context(), `SELECT group_concat(iif(cid = 0, 'number', name) || ' ' || type || ' ' || "notnull" || ' ' || pk)
			FROM (SELECT * FROM pragma_table_info('user') ORDER BY cid)`).Scan(&text))
		return text
	}
	if staged, published := columns(imp.staging.conn), columns(inv.db.Read); staged != published {
		t.Errorf("staged users:\n%s\npublished ones:\n%s", staged, published)
	}
}
