package inventory

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
)

// refusal has SQLite refuse what one place of the program asks of it: the one with the
// given number, from 1 on, in the order in which they ask for the first time.
type refusal struct {
	number int

	mu     sync.Mutex
	places map[string]bool // by their stacks
	what   string          // the kind and the table or transaction that was refused
}

func (r *refusal) watch(t *testing.T, conn *sql.Conn) {
	t.Helper()
	must(t, conn.Raw(func(driverConn any) error {
		driverConn.(*sqlite3.SQLiteConn).RegisterAuthorizer(func(action int, of, _, _ string) int {
			switch action {
			case sqlite3.SQLITE_SELECT, sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE, sqlite3.SQLITE_TRANSACTION:
				return r.answer(fmt.Sprint(action, " ", of))
			default:
				return sqlite3.SQLITE_OK
			}
		})
		return nil
	}))
}

func (r *refusal) answer(what string) int {
	stack := make([]uintptr, 100)
	place := fmt.Sprint(stack[:runtime.Callers(0, stack)])
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.places[place] {
		return sqlite3.SQLITE_OK
	}
	r.places[place] = true
	if len(r.places) != r.number {
		return sqlite3.SQLITE_OK
	}
	r.what = what
	return sqlite3.SQLITE_DENY
}

// watchPool watches a pool, which has one connection from now on.
func (r *refusal) watchPool(t *testing.T, pool *sql.DB) {
	t.Helper()
	pool.SetMaxOpenConns(1)
	conn, err := pool.Conn(t.Context())
	must(t, err)
	r.watch(t, conn)
	must(t, conn.Close())
}

// published is every row of every table but those of the search index.
func published(t *testing.T, inv *Inventory) string {
	t.Helper()
	return storetest.Rows(t.Context(), t, inv.db.Write, "user_search")
}

// contosoLater is contoso after something of everything has changed.
func contosoLater() delivery {
	d := contoso()
	d.tenant.DisplayName = "Contoso Ltd"
	d.licenses[0].Enabled, d.licenses[0].ServicePlans = 9, d.licenses[0].ServicePlans[:1]
	d.licenses[1] = connector.License{SKUID: e5, PartNumber: "SPE_E5", Status: "Enabled", ServicePlans: d.licenses[0].ServicePlans}
	d.subscriptions[0].Status = "Suspended"
	d.groups[0].DisplayName = "All"
	anna := &d.pages[0][0]
	anna.UserPrincipalName, anna.Department = "anna.maier@contoso.com", "Sales"
	anna.Assignments = []connector.Assignment{{SKUID: e5, Direct: true, State: "Active"}}
	anna.Failed = []connector.FailedAssignment{{SKUID: e3, Error: "CountViolation"}}
	d.pages[1][1] = connector.User{ID: "d", UserPrincipalName: "dora@contoso.com", DisplayName: "Dora", Enabled: true} // in place of Carla
	d.activeUsers[1].LastActivity, d.activeUsers[1].In[connector.Teams] = today-3, today-3
	d.appUsers = d.appUsers[:1]
	d.activations[0].Windows = 1
	return d
}

// Wherever SQLite refuses something while an import is published, somebody hears of it, and the inventory is as
// it was.
func TestAPublishOfWhichAStatementIsRefusedChangesNothing(t *testing.T) {
	few := staff()
	few.pages[0], few.licenses, few.activeUsers = few.pages[0][:2], few.licenses[:1], few.activeUsers[:1]
	before, share := contoso(), staff()
	for _, c := range []struct {
		name     string
		before   *delivery
		delivery delivery
		held     bool    // because it takes away too much
		copied   *Copied // of another inventory
		places   int
		users    int64
	}{
		{"a first import", nil, contosoLater(), false, nil, 50, 3},
		{"a later import", &before, contosoLater(), false, nil, 50, 3},
		{"one that is held back", &share, few, true, nil, 50, 10},
		{"a copy", &before, contosoLater(), false, &Copied{
			SubscriptionsRead: noon, GroupsRead: noon, ActiveUsersRead: noon, AppUsersRead: noon, ActivationsRead: noon,
			FormerNames: []FormerName{{UserPrincipalName: "annie@contoso.com", UserID: "a", Seen: today}},
			Unlisted:    []connector.License{{SKUID: f3, PartNumber: "SPE_F1", ServicePlans: contoso().licenses[1].ServicePlans}},
		}, 50, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			var staged *sql.Conn
			inv, err := Open(t.Context(), t.TempDir(), Options{
				Now: func() time.Time { return noon }, opened: func(conn *sql.Conn) { staged = conn },
			})
			must(t, err)
			t.Cleanup(func() { must(t, inv.Close()) })
			if c.before != nil {
				publishDelivery(t, inv, "one", *c.before)
			}
			must(t, inv.AwaitIndex(t.Context()))
			before := published(t, inv)
			inv.index.Close() // which asks beside what is published
			for number := 1; ; number++ {
				imp := begin(t, inv, "one")
				c.delivery.deliver(t, imp)
				if c.held {
					imp.Guard(20)
				}
				if c.copied != nil {
					imp.(StagedCopy).Copies(*c.copied)
				}
				r := &refusal{number: number, places: map[string]bool{}}
				r.watch(t, staged)
				r.watchPool(t, inv.db.Write)
				r.watchPool(t, inv.db.Read)
				_, err := imp.Publish(t.Context(), noon.Add(time.Hour), nil)
				var held *HeldBackError
				if r.what == "" {
					if errors.As(err, &held) != c.held || !c.held && err != nil {
						t.Fatal(err)
					}
					r.number = 0
					if number <= c.places {
						t.Errorf("only %d places were refused", number-1)
					}
					break
				}
				rollback := strings.HasSuffix(r.what, "ROLLBACK") // the error before it is told
				if err == nil || errors.As(err, &held) && !rollback {
					t.Fatalf("place %d (%s) was refused, and nobody is told: %v", number, r.what, err)
				}
				must(t, imp.Close(false))
				if after := published(t, inv); after != before {
					t.Fatalf("after place %d (%s) was refused (%v), the inventory is another one", number, r.what, err)
				}
			}
			wantUsers(t, inv, c.users)
			if !c.held {
				wantFound(t, inv, "dora", 1)
			}
			if (published(t, inv) == before) != c.held {
				t.Error("it publishes nothing, or what is held back")
			}
		})
	}
}

// Wherever SQLite refuses something while an import receives, its source hears of it, and what has come is not published.
func TestAnImportOfWhichAStatementIsRefusedIsNotPublished(t *testing.T) {
	for name, receive := range map[string]func(ctx context.Context, imp Staged) error{
		"given users as they come": func(ctx context.Context, imp Staged) error { return contosoLater().send(ctx, imp) },
		"given users that are asked for, and all that begins anew": func(ctx context.Context, imp Staged) error {
			if _, err := imp.Resume(ctx, connector.StreamUsers, "all", noon.Add(-time.Hour)); err != nil {
				return err
			}
			if err := contosoLater().send(ctx, imp); err != nil {
				return err
			}
			for _, stream := range []string{connector.StreamActivations, connector.StreamActiveUsers, connector.StreamUsers} {
				if err := imp.Restart(ctx, stream); err != nil {
					return err
				}
			}
			return contosoLater().send(ctx, imp)
		},
	} {
		t.Run(name, func(t *testing.T) {
			var staged *sql.Conn
			inv, err := Open(t.Context(), t.TempDir(), Options{
				Now: func() time.Time { return noon }, opened: func(conn *sql.Conn) { staged = conn },
			})
			must(t, err)
			t.Cleanup(func() { must(t, inv.Close()) })
			for number := 1; ; number++ {
				imp := begin(t, inv, "one")
				r := &refusal{number: number, places: map[string]bool{}}
				r.watch(t, staged)
				err := receive(t.Context(), imp)
				if r.what == "" {
					must(t, err)
					if number < 15 {
						t.Errorf("only %d places were refused", number-1)
					}
					r.number = 0
					_, err = imp.Publish(t.Context(), noon, nil)
					must(t, err)
					break
				}
				if err == nil {
					t.Fatalf("place %d (%s) was refused, and nobody is told", number, r.what)
				}
				if _, err := imp.Publish(t.Context(), noon, nil); err == nil {
					t.Fatalf("after place %d (%s) was refused, the import is published", number, r.what)
				}
				must(t, imp.Close(false))
			}
			wantUsers(t, inv, 3)
		})
	}
}
