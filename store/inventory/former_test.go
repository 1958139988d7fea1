package inventory

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
)

// Each case is a row of imports; the last one decides.
func TestARenamedUserKeepsTheActivityOfTheFormerName(t *testing.T) {
	const old, young, other = "old@contoso.com", "young@contoso.com", "other@contoso.com"
	day := today - 10
	type facts struct {
		Last   map[string]connector.Date
		Former []string // of user a
		Joined int64    // rows of the report
	}
	for _, c := range []struct {
		given   string
		imports [][]heldBy
		want    facts
	}{
		{
			"a report that lags behind",
			[][]heldBy{{{id: "a", name: old}}, {{id: "a", name: young, reported: old, last: day}}},
			facts{map[string]connector.Date{"a": day}, []string{old}, 1},
		},
		{
			"a report that has caught up",
			[][]heldBy{{{id: "a", name: old}}, {{id: "a", name: young, reported: young, last: day}}},
			facts{map[string]connector.Date{"a": day}, []string{old}, 1},
		},
		{
			"a report that has caught up and does not tell what was before",
			[][]heldBy{
				{{id: "a", name: old, reported: old, last: day}},
				{{id: "a", name: young, reported: young}},
				{{id: "a", name: young, reported: young}, {id: "b", name: other}},
			},
			facts{map[string]connector.Date{"a": day, "b": 0}, []string{old}, 1},
		},
		{
			"a report that conceals the names since",
			[][]heldBy{
				{{id: "a", name: old, reported: old, last: day}},
				{{id: "a", name: young, reported: young}},
				{{id: "a", name: young, reported: "0F343B0931126A20F133D67C2B018A3B", last: day}},
			},
			facts{map[string]connector.Date{"a": 0}, []string{old}, 0},
		},
		{
			"a former name that somebody else gets later",
			[][]heldBy{
				{{id: "a", name: old, reported: old, last: day}},
				{{id: "a", name: young, reported: young}},
				{{id: "a", name: young, reported: young}, {id: "b", name: old}},
			},
			facts{map[string]connector.Date{"a": 0, "b": 0}, nil, 1},
		},
		{
			"a name that differs by the case of letters only",
			[][]heldBy{{{id: "a", name: old}}, {{id: "a", name: "OLD@contoso.com", reported: old, last: day}}},
			facts{map[string]connector.Date{"a": day}, nil, 1},
		},
		{
			"a name that somebody else has got",
			[][]heldBy{{{id: "a", name: old}}, {{id: "a", name: young}, {id: "b", name: old, reported: old, last: day}}},
			facts{map[string]connector.Date{"a": 0, "b": day}, nil, 1},
		},
		{
			"a name whose later owner is gone",
			[][]heldBy{
				{{id: "a", name: old}},
				{{id: "a", name: young}, {id: "b", name: old}},
				{{id: "a", name: young, reported: old, last: day}},
			},
			facts{map[string]connector.Date{"a": 0}, nil, 0},
		},
		{
			"a name that two had, one after the other",
			[][]heldBy{
				{{id: "a", name: old}, {id: "b", name: other}},
				{{id: "a", name: young}, {id: "b", name: old}},
				{{id: "a", name: young}, {id: "b", name: "b@contoso.com", reported: old, last: day}},
			},
			facts{map[string]connector.Date{"a": 0, "b": day}, nil, 1},
		},
		{
			"a user who has the name again",
			[][]heldBy{{{id: "a", name: old}}, {{id: "a", name: young}}, {{id: "a", name: old, reported: young, last: day}}},
			facts{map[string]connector.Date{"a": day}, []string{young}, 1},
		},
		{
			"a user who is gone",
			[][]heldBy{{{id: "a", name: old}}, {{id: "a", name: young}}, {{id: "b", name: other, reported: old, last: day}}},
			facts{map[string]connector.Date{"b": 0}, nil, 0},
		},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			inv := open(t, t.TempDir())
			var joins []ReportJoin
			for _, users := range c.imports {
				_, joins = publishJoined(t, inv, "one", holdersOf(users...))
			}
			users, err := inv.Users(t.Context(), UserQuery{})
			must(t, err)
			got := facts{Last: map[string]connector.Date{}, Joined: joins[0].Joined}
			for _, u := range users {
				got.Last[u.ID] = u.LastActivity
				details, err := inv.User(t.Context(), "one", u.ID)
				must(t, err)
				if u.ID == "a" {
					got.Former = details.FormerNames
				}
				if known := len(details.Usage) == 1 && details.Usage[0].LastActivity == day; known != (u.LastActivity == day) {
					t.Errorf("usage of %s: %+v", u.ID, details.Usage)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}

// Reports do not lag behind for months, and a tenant whose names all change must not be
// remembered for ever.
func TestAFormerNameEnds(t *testing.T) {
	before := []heldBy{{id: "a", name: "old@contoso.com"}, {id: "b", name: "b@contoso.com"}}
	after := []heldBy{{id: "a", name: "young@contoso.com"}, {id: "b", name: "b@contoso.com"}}
	for _, c := range []struct {
		days int
		then []heldBy
		want []string
	}{
		{90, after[:1], []string{"old@contoso.com"}},
		{91, after[:1], nil},
		{91, after, nil}, // nothing else has changed
	} {
		inv := open(t, t.TempDir())
		for i, users := range [][]heldBy{before, after, c.then} {
			imp := begin(t, inv, "one")
			holdersOf(users...).deliver(t, imp)
			_, err := imp.Publish(t.Context(), noon.AddDate(0, 0, i/2*c.days), nil)
			must(t, err)
		}
		user, err := inv.User(t.Context(), "one", "a")
		must(t, err)
		if diff := cmp.Diff(c.want, user.FormerNames); diff != "" {
			t.Errorf("after %d days with %d users (-want +got):\n%s", c.days, len(c.then), diff)
		}
	}
}

// Both reports, and activations, tell of one user under different names: that is one
// user of Teams, and not two.
func TestAUserUnderTwoNamesCountsOnce(t *testing.T) {
	inv := open(t, t.TempDir())
	d := holdersOf(heldBy{id: "a", name: "old@contoso.com"})
	publishDelivery(t, inv, "one", d)
	d = holdersOf(heldBy{"a", "young@contoso.com", 0, "young@contoso.com", today - 20})
	d.activeUsers[0].In[connector.Teams] = today - 20
	app := connector.Usage{UserPrincipalName: "old@contoso.com", ReportDate: today - 2, LastActivity: today - 5}
	app.In[connector.Teams], app.In[connector.Word] = today-5, today-5
	d.appUsers = []connector.Usage{app}
	d.activations = []connector.Activation{{UserPrincipalName: "OLD@contoso.com", Product: "Word", ReportDate: today - 2, Windows: 1}}
	_, joins := publishJoined(t, inv, "one", d)
	for _, join := range joins {
		if join.Rows != 1 || join.Joined != 1 {
			t.Errorf("%+v", join)
		}
	}
	applications, err := inv.Applications(t.Context(), ApplicationQuery{Search: "Teams"})
	must(t, err)
	if len(applications) != 1 || *applications[0].Active != 1 {
		t.Errorf("%+v", applications)
	}
	user, err := inv.User(t.Context(), "one", "a")
	must(t, err)
	if user.LastActivity != today-5 || len(user.Activations) != 1 || len(user.Usage) != 3 {
		t.Errorf("%+v", user)
	}
	must(t, inv.Forget(t.Context(), "one"))
	var left int
	must(t, inv.db.Read.QueryRow("SELECT count(*) FROM former_name").Scan(&left))
	if left != 0 {
		t.Errorf("%d names are left of a connection that was forgotten", left)
	}
}
