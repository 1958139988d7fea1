package inventory

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"inventorybeacon/store/inventory/filter"
	"inventorybeacon/store/inventory/internal/users"
)

// withoutSecond does what it does while another query has the second connection.
func withoutSecond(t *testing.T, inv *Inventory, do func()) {
	t.Helper()
	must(t, inv.read(t.Context(), func(tx *sql.Tx) error {
		return inv.queries.WithSecond(t.Context(), tx, func(*sql.Conn, *sql.Tx) error { do(); return nil })
	}))
}

// hasSecond reports whether a query gets the second connection.
func hasSecond(t *testing.T, inv *Inventory) (second bool) {
	t.Helper()
	must(t, inv.read(t.Context(), func(tx *sql.Tx) error { second = getsSecond(t, inv, tx); return nil }))
	return second
}

func getsSecond(t *testing.T, inv *Inventory, tx *sql.Tx) (second bool) {
	t.Helper()
	must(t, inv.queries.WithSecond(t.Context(), tx, func(conn *sql.Conn, _ *sql.Tx) error { second = conn != nil; return nil }))
	return second
}

func TestASecondConnectionSeesTheSameStateOrThereIsNone(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	must(t, inv.read(t.Context(), func(tx *sql.Tx) error {
		if !getsSecond(t, inv, tx) {
			t.Error("given nothing else, there is none")
		}
		withoutSecond(t, inv, func() {
			if hasSecond(t, inv) {
				t.Error("given a query that has it, another one has it too")
			}
		})
		publishDelivery(t, inv, "two", contoso())
		if getsSecond(t, inv, tx) {
			t.Error("given a publish after the transaction began, there is one")
		}
		return nil
	}))
}

// Random pages of every list, and the whole lists, are the same whether two connections look for
// them or one.
func TestListsAreTheSameByOneConnectionAndByTwo(t *testing.T) {
	inv, _ := filterInventory(t, "many users are read in their order")
	random := rand.New(rand.NewPCG(11, 12))
	lists := func(properties []filter.Property, sorts []string) func() (UserQuery, UsageQuery) {
		return func() (u UserQuery, g UsageQuery) {
			u = UserQuery{
				Sort: sorts[random.IntN(len(sorts))], Descending: random.IntN(2) == 0, Limit: random.IntN(3) * 20,
				Offset: random.IntN(3) * 15,
			}
			for range random.IntN(3) {
				all := conditionsOn(properties[random.IntN(len(properties))])
				u.Filter = append(u.Filter, all[random.IntN(len(all))])
			}
			return u, UsageQuery{Sort: u.Sort, Descending: u.Descending, Limit: u.Limit, Offset: u.Offset, Filter: u.Filter}
		}
	}
	ofUsers := lists(UserProperties(), sortedNames(users.Sorts))
	ofUsage := lists(UsageProperties(), []string{"userPrincipalName", "displayName", "lastActivity", "tenant"})
	for range 300 {
		q, _ := ofUsers()
		_, g := ofUsage()
		ask := func() (found [3]any) {
			u, err := inv.Users(t.Context(), q)
			must(t, err)
			narrow, err := inv.Usage(t.Context(), g)
			must(t, err)
			wide, err := inv.WideUsage(t.Context(), g)
			must(t, err)
			return [3]any{u, narrow, wide}
		}
		two := ask()
		withoutSecond(t, inv, func() {
			if diff := gocmp.Diff(ask(), two, gocmp.AllowUnexported(UserRow{}, WideUsageRow{})); diff != "" {
				t.Errorf("users %+v, usage %+v (-one +two):\n%s", q, g, diff)
			}
		})
	}
}

func TestAListThatIsGivenUpGivesBothConnectionsBack(t *testing.T) {
	inv, _ := filterInventory(t, "many users are read in their order")
	full := errors.New("the disk is full")
	for given, stop := range map[string]func(cancel func()) error{
		"an error":  func(func()) error { return full },
		"a cancel":  func(cancel func()) error { cancel(); return nil },
		"no reason": func(func()) error { return nil },
	} {
		t.Run("given "+given, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			rows := 0
			err := inv.EachUser(ctx, UserQuery{}, func(UserRow) error {
				if rows++; rows == 10 {
					return stop(cancel)
				}
				return nil
			})
			if given == "no reason" && (err != nil || rows != 240) {
				t.Errorf("%d users, %v", rows, err)
			}
			if given == "an error" && !errors.Is(err, full) || given == "a cancel" && !errors.Is(err, context.Canceled) {
				t.Errorf("the error is %v", err)
			}
			if given != "no reason" && rows > 20 {
				t.Errorf("%d users came", rows)
			}
			if !hasSecond(t, inv) {
				t.Error("it keeps the second connection")
			}
		})
	}
}

func TestAPanicOfWhoeverTakesUsersIsNotHeldUp(t *testing.T) {
	inv, _ := filterInventory(t, "many users are read in their order")
	defer func() {
		if value := recover(); value != "the disk is round" {
			t.Errorf("recovered %v", value)
		}
		if !hasSecond(t, inv) {
			t.Error("it keeps the second connection")
		}
	}()
	_ = inv.EachUser(t.Context(), UserQuery{}, func(UserRow) error { panic("the disk is round") })
}
