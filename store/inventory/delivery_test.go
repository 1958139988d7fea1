package inventory

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/history"
	"inventorybeacon/store/storetest"
)

// changesAfter are the changes that a later import makes of contoso after something has
// been done to the inventory.
var contosoChanges = []string{
	`12:01:00 user-added "new@contoso.com" "": "", ""`,
}

// oneMore is contoso with one more user.
func oneMore() delivery {
	d := contoso()
	d.pages = append(d.pages, []connector.User{{ID: "n", UserPrincipalName: "new@contoso.com", DisplayName: "New"}})
	return d
}

// A tenant that is imported through two connections changes once.
func TestWhatAnotherConnectionHasToldIsNotToldAgain(t *testing.T) {
	given, renamed := oneMore(), oneMore()
	for _, d := range []*delivery{&given, &renamed} {
		d.pages[len(d.pages)-1][0].Assignments = []connector.Assignment{{SKUID: contoso().licenses[0].SKUID, Direct: true}}
	}
	renamed.pages[len(renamed.pages)-1][0].UserPrincipalName = "newer@contoso.com"
	dir := t.TempDir()
	inv, past := open(t, dir), pastOf(t, dir)
	for minute, next := range []struct {
		through string
		delivery
	}{
		{"one", contoso()},
		{"two", contoso()},
		{"one", oneMore()},
		{"one", given},
		{"two", given},   // both at once
		{"two", renamed}, // before the first connection
		{"one", renamed},
		{"one", contoso()},
		{"two", contoso()},
		{"two", oneMore()}, // again
		{"one", oneMore()},
	} {
		publishAt(t, inv, past, next.through, next.delivery, noon.Add(time.Duration(minute)*time.Minute))
	}
	part := contoso().licenses[0].PartNumber
	want := []string{
		`12:02:00 user-added "new@contoso.com" "": "", ""`,
		`12:03:00 license-added "new@contoso.com" "` + part + `": "", "direct"`,
		`12:05:00 user-renamed "newer@contoso.com" "": "new@contoso.com", "newer@contoso.com"`,
		`12:07:00 user-removed "newer@contoso.com" "": "` + part + `", ""`,
		`12:09:00 user-added "new@contoso.com" "": "", ""`,
	}
	if diff := gocmp.Diff(want, changesOf(t, past, history.ChangeQuery{})); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
}

func TestOnlyWhatCanBeComparedMakesChanges(t *testing.T) {
	others := oneMore()
	others.tenant = connector.Tenant{ID: "other", DisplayName: "Other"}
	nobody := contoso()
	nobody.pages = [][]connector.User{nil}
	for name, tt := range map[string]struct {
		first *delivery
		// between is done after the first import.
		between func(t *testing.T, inv *Inventory)
		second  delivery
		through string
		want    []string
	}{
		"a second import":             {nil, nil, oneMore(), "one", contosoChanges},
		"an import that was the same": {nil, nil, contoso(), "one", []string{}},
		"the first import of another tenant through the connection": {nil, nil, others, "one", []string{}},
		"an inventory that was removed": {nil, func(t *testing.T, inv *Inventory) {
			must(t, inv.Forget(t.Context(), "one"))
		}, oneMore(), "one", []string{}},
		"the first import through another connection": {nil, nil, oneMore(), "two", []string{}},
		"an inventory that was given to another connection": {nil, func(t *testing.T, inv *Inventory) {
			must(t, inv.Give(t.Context(), "one", "two"))
		}, oneMore(), "two", contosoChanges},
		"a tenant that had nobody": {&nobody, nil, oneMore(), "one", []string{
			`12:01:00 user-added "Anna@contoso.com" "": "", "SPE_E3, SPE_F1"`, `12:01:00 user-added "bert@contoso.com" "": "", "SPE_E3"`,
			`12:01:00 user-added "carla@contoso.com" "": "", ""`, `12:01:00 user-added "new@contoso.com" "": "", ""`,
		}},
	} {
		t.Run("given "+name, func(t *testing.T) {
			dir := t.TempDir()
			inv, past := open(t, dir), pastOf(t, dir)
			first := contoso()
			if tt.first != nil {
				first = *tt.first
			}
			publishAt(t, inv, past, "one", first, noon)
			if tt.between != nil {
				tt.between(t, inv)
			}
			publishAt(t, inv, past, tt.through, tt.second, noon.Add(time.Minute))
			if diff := gocmp.Diff(tt.want, changesOf(t, past, history.ChangeQuery{})); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
			points, err := past.LicenseTrend(t.Context(), history.TrendQuery{License: "spe_e3", Tenants: []string{tt.second.tenant.ID}})
			if wanted := map[bool]int{true: 1, false: 2}[tt.second.tenant.ID == "other"]; err != nil || len(points) != wanted {
				t.Errorf("numbers %+v, %v", points, err)
			}
		})
	}
}

// A damaged inventory is replaced by an empty one: there is nothing to compare with.
func TestTheImportAfterADamageMakesNoChanges(t *testing.T) {
	dir := t.TempDir()
	past := pastOf(t, dir)
	inv := open(t, dir)
	publishAt(t, inv, past, "one", contoso(), noon)
	must(t, inv.Close())
	must(t, os.WriteFile(filepath.Join(dir, inventoryFile), []byte("no database, and longer than the header of one would have to be......"),
		0o600))
	inv, err := Open(t.Context(), dir, Options{})
	must(t, err)
	defer func() { must(t, inv.Close()) }()
	publishAt(t, inv, past, "one", oneMore(), noon.Add(time.Minute))
	if changes := changesOf(t, past, history.ChangeQuery{}); len(changes) != 0 {
		t.Errorf("changes %q", changes)
	}
	tenants, err := past.Tenants(t.Context())
	if err != nil || len(tenants) != 1 || !tenants[0].Last.Equal(noon.Add(time.Minute)) {
		t.Errorf("%+v, %v", tenants, err)
	}
}

// What was held back changes something when it is published, and nothing before.
func TestAnImportThatWasHeldBackMakesItsChangesWhenItIsPublished(t *testing.T) {
	dir := t.TempDir()
	inv, past := open(t, dir), pastOf(t, dir)
	publishAt(t, inv, past, "one", staff(), noon)
	fewer := staff()
	fewer.pages[0] = fewer.pages[0][:4]
	imp, err := guarded(t, inv, fewer, 20)
	held := (*HeldBackError)(nil)
	if !errors.As(err, &held) {
		t.Fatal(err)
	}
	must(t, imp.Hold(t.Context()))
	handOver(t, inv, past)
	if changes := changesOf(t, past, history.ChangeQuery{}); len(changes) != 0 {
		t.Errorf("before: %q", changes)
	}
	decided, err := inv.OpenHeld(t.Context(), "one", 1)
	must(t, err)
	_, err = decided.Publish(t.Context(), noon.Add(time.Minute), nil)
	must(t, errors.Join(err, decided.Close(false)))
	handOver(t, inv, past)
	if changes := changesOf(t, past, history.ChangeQuery{Event: connector.UserRemoved}); len(changes) != 6 {
		t.Errorf("afterwards: %q", changes)
	}
}

// Whatever fails or ends between the steps in which changes are handed over, none is lost
// and none comes twice.
func TestChangesAreHandedOverOnce(t *testing.T) {
	failure := errors.New("no room")
	for name, take := range map[string]func(past *history.History) func(context.Context, string) (int64, error){
		"they were not stored": func(*history.History) func(context.Context, string) (int64, error) {
			return func(context.Context, string) (int64, error) { return 0, failure }
		},
		"they were stored and not removed": func(past *history.History) func(context.Context, string) (int64, error) {
			return func(ctx context.Context, path string) (int64, error) {
				_, err := past.Receive(ctx, path)
				return 0, errors.Join(err, failure)
			}
		},
		"another import was published meanwhile": nil,
	} {
		t.Run("given "+name, func(t *testing.T) {
			dir := t.TempDir()
			inv, past := open(t, dir), pastOf(t, dir)
			publishDelivery(t, inv, "one", contoso())
			publishLater := func(d delivery, minutes int) {
				imp := begin(t, inv, "one")
				d.deliver(t, imp)
				_, err := imp.Publish(t.Context(), noon.Add(time.Duration(minutes)*time.Minute), nil)
				must(t, err)
			}
			publishLater(oneMore(), 1)
			if take != nil {
				if _, err := inv.Deliver(t.Context(), take(past)); !errors.Is(err, failure) {
					t.Fatal(err)
				}
			} else if _, err := inv.Deliver(t.Context(), func(ctx context.Context, path string) (int64, error) {
				last, err := past.Receive(ctx, path)
				publishLater(contoso(), 2)
				return last, err
			}); err != nil {
				t.Fatal(err)
			}
			handOver(t, inv, past)
			handOver(t, inv, past)
			want := contosoChanges
			points := 2
			if take == nil {
				want, points = []string{contosoChanges[0], `12:02:00 user-removed "new@contoso.com" "": "", ""`}, 3
			}
			if diff := gocmp.Diff(want, changesOf(t, past, history.ChangeQuery{})); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
			trend, err := past.LicenseTrend(t.Context(), history.TrendQuery{License: e3})
			if err != nil || len(trend) != points {
				t.Errorf("numbers %+v, %v", trend, err)
			}
		})
	}
}

// Two imports in one moment of the clock are two.
func TestImportsOfOneMomentAreTold(t *testing.T) {
	dir := t.TempDir()
	inv, past := open(t, dir), pastOf(t, dir)
	publishAt(t, inv, past, "one", contoso(), noon)
	publishAt(t, inv, past, "one", oneMore(), noon)
	changes, err := past.Changes(t.Context(), history.ChangeQuery{})
	if err != nil || len(changes) != 1 || changes[0].Event != connector.UserAdded {
		t.Errorf("%+v, %v", changes, err)
	}
}

// Neither a name in other letters nor the days of assignments lose or add anything.
func TestChangesOfAUserAreFoundByEveryNameOfTheUser(t *testing.T) {
	dir := t.TempDir()
	inv, past := open(t, dir), pastOf(t, dir)
	publishAt(t, inv, past, "one", contoso(), noon)
	renamed := contoso()
	renamed.pages[0][0].UserPrincipalName = "anna@CONTOSO.com"
	publishAt(t, inv, past, "one", renamed, noon.Add(time.Minute))
	married := contoso()
	married.pages[0][0].UserPrincipalName, married.pages[0][0].Enabled = "anna.maier@contoso.com", false
	publishAt(t, inv, past, "one", married, noon.Add(2*time.Minute))
	want := []string{
		`12:01:00 user-renamed "anna@CONTOSO.com" "": "Anna@contoso.com", "anna@CONTOSO.com"`,
		`12:02:00 user-disabled "anna.maier@contoso.com" "": "enabled", "disabled"`,
		`12:02:00 user-renamed "anna.maier@contoso.com" "": "anna@CONTOSO.com", "anna.maier@contoso.com"`,
	}
	for _, name := range []string{"anna@contoso.com", "ANNA.MAIER@contoso.com", "a"} {
		if diff := gocmp.Diff(want, changesOf(t, past, history.ChangeQuery{User: name})); diff != "" {
			t.Errorf("of %s (-want +got):\n%s", name, diff)
		}
	}
	if changes := changesOf(t, past, history.ChangeQuery{User: "bert@contoso.com"}); len(changes) != 0 {
		t.Errorf("of somebody else: %q", changes)
	}
	if changes := changesOf(t, past, history.ChangeQuery{Search: "maier disabled"}); len(changes) != 1 {
		t.Errorf("searched for: %q", changes)
	}
}

// Whatever is refused, the second publish is not forgotten, of which the first is taken.
func TestWhatIsNotTakenIsNotForgotten(t *testing.T) {
	inv := open(t, t.TempDir())
	publishDelivery(t, inv, "one", contoso())
	publishDelivery(t, inv, "one", contosoLater())
	var first int64
	must(t, inv.db.Read.QueryRowContext(t.Context(), "SELECT min(publish) FROM outbox").Scan(&first))
	storetest.EachWriteRefused(t,
		func(number int) (met func() int) { return storetest.Refuse(t, number, inv.db.Write) },
		func() string { return storetest.Rows(t.Context(), t, inv.db.Read, "user_search") },
		func() error {
			_, err := inv.Deliver(t.Context(), func(context.Context, string) (int64, error) { return first, nil })
			return err
		})
	var left int64
	must(t, inv.db.Read.QueryRowContext(t.Context(), "SELECT count(*) FROM outbox").Scan(&left))
	if left != 1 {
		t.Errorf("%d publishes are left, want the second", left)
	}
}
