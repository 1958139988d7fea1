package inventory

import (
	"errors"
	"testing"

	"inventorybeacon/connector"
)

func TestALicenseThatIsNotThereIsNotFound(t *testing.T) {
	inv := open(t, t.TempDir())
	if _, err := inv.License(t.Context(), "none", "none", 0); !errors.Is(err, ErrNotFound) {
		t.Errorf("%v", err)
	}
}

// TestCountsOfUsersFollowEachImport compares what publishing counts with the users.
func TestCountsOfUsersFollowEachImport(t *testing.T) {
	inv := open(t, t.TempDir())
	guest := func(u connector.User) connector.User { u.UserType = "guest"; return u }
	disabled := func(u connector.User) connector.User { u.Enabled = false; return u }
	licensed := func(u connector.User) connector.User {
		u.Assignments = []connector.Assignment{{SKUID: guid(1, 0), Direct: true, State: "Active", Since: today - 5}}
		return u
	}
	user := func(n int) connector.User {
		return connector.User{ID: guid(3, n), UserPrincipalName: upn(n), DisplayName: upn(n), Enabled: true, UserType: "Member"}
	}
	for _, c := range []struct {
		name  string
		users []connector.User
		want  UserCounts
	}{
		{
			"given the first import",
			[]connector.User{user(1), guest(user(2)), disabled(licensed(user(3)))},
			UserCounts{Total: 3, Enabled: 2, Disabled: 1, Guests: 1, Licensed: 1},
		},
		{
			"given the same again",
			[]connector.User{user(1), guest(user(2)), disabled(licensed(user(3)))},
			UserCounts{Total: 3, Enabled: 2, Disabled: 1, Guests: 1, Licensed: 1},
		},
		{
			"given others",
			[]connector.User{licensed(user(1)), disabled(guest(user(2))), licensed(user(4))},
			UserCounts{Total: 3, Enabled: 2, Disabled: 1, Guests: 1, Licensed: 2},
		},
	} {
		imp := begin(t, inv, "one")
		must(t, imp.Tenant(t.Context(), connector.Tenant{ID: "t"}))
		must(t, imp.Licenses(t.Context(),
			[]connector.License{{SKUID: guid(1, 0), PartNumber: "SKU", Status: "Enabled", Enabled: 9, Assigned: 1}}))
		must(t, imp.Users(t.Context(), connector.UserPage{Stream: connector.StreamUsers, Users: c.users}))
		_, err := imp.Publish(t.Context(), noon, nil)
		must(t, err)
		for _, counted := range []string{"by publishing", "from the users"} {
			got, err := inv.Overview(t.Context(), []string{"one"}, 0)
			must(t, err)
			if got.Users != c.want {
				t.Errorf("%s, %s: %+v, want %+v", c.name, counted, got.Users, c.want)
			}
			if c.name == "given others" { // as a file of before the counts has it
				_, err := inv.db.Write.ExecContext(t.Context(), "UPDATE source SET users_enabled = NULL, users_guests = NULL, users_licensed = NULL")
				must(t, err)
			}
		}
	}
}

func TestATenantWithoutUsersThatTakesThePlaceOfAnotherCountsNobody(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	nobody := contoso().of("other")
	nobody.pages = [][]connector.User{nil}
	for _, name := range []string{"given its first import", "given the same again"} {
		publishDelivery(t, inv, "one", nobody)
		got, err := inv.Overview(t.Context(), []string{"one"}, 0)
		must(t, err)
		if got.Users != (UserCounts{}) {
			t.Errorf("%s: %+v", name, got.Users)
		}
	}
}
