package inventory

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/filter"
)

func TestAnAssignmentThatFailedIsKept(t *testing.T) {
	inv := open(t, t.TempDir())
	d := contoso()
	anna, bert, carla := &d.pages[0][0], &d.pages[1][0], &d.pages[1][1]
	anna.Failed = []connector.FailedAssignment{
		{SKUID: e5, Group: "g1", Error: "CountViolation"},
		{SKUID: e5, Error: "MutuallyExclusiveViolation"},
	}
	carla.Failed = []connector.FailedAssignment{{SKUID: e5, Group: "g2", Error: "CountViolation"}}
	d.pages[0][1].Failed = []connector.FailedAssignment{{SKUID: f3, Error: "Others"}} // of Bert as he was met first
	d.licenses = append(d.licenses, connector.License{SKUID: e5, PartNumber: "SPE_E5", Status: "Enabled"})
	publishDelivery(t, inv, "one", d)
	compareUsers(t, inv, UserQuery{Failed: true}, []string{"a", "c"})
	compareUsers(t, inv, UserQuery{Failed: true, License: "spe_e5", Search: "Anna"}, []string{"a"})
	compareUsers(t, inv, UserQuery{Failed: true, License: e3}, nil)
	if licenses := licensesBySKU(t, inv); licenses["SPE_E5"].Failed != 2 || licenses["SPE_E3"].Failed != 0 {
		t.Errorf("%+v", licenses)
	}
	for text, want := range map[string][]string{"failed ~ countviol": {"a", "c"}, "failed ~ exclusive": {"a"}, "failed ~ nothing": nil} {
		e, err := filter.Parse(text, UserProperties())
		must(t, err)
		compareUsers(t, inv, UserQuery{Filter: e}, want)
	}
	users, err := inv.Users(t.Context(), UserQuery{Failed: true, Limit: 1})
	must(t, err)
	if diff := cmp.Diff([]string{"SPE_E5 (CountViolation)", "SPE_E5 (MutuallyExclusiveViolation)"}, users[0].Failed); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
	user, err := inv.User(t.Context(), "one", "a")
	must(t, err)
	want := []UserFailure{
		{SKUID: e5, PartNumber: "SPE_E5", Product: "SPE_E5", Error: "MutuallyExclusiveViolation"},
		{
			SKUID: e5, PartNumber: "SPE_E5", Product: "SPE_E5", Group: connector.Group{ID: "g1", DisplayName: "Everybody"},
			Error: "CountViolation",
		},
	}
	if diff := cmp.Diff(want, user.Failed); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}

	anna.Failed = []connector.FailedAssignment{anna.Failed[1], anna.Failed[0]} // in another order: no difference
	bert.Failed = []connector.FailedAssignment{{SKUID: e5, Error: "Others"}}   // nothing else of him differs
	d.pages[1] = d.pages[1][:1]                                                // without Carla
	if counts := publishDelivery(t, inv, "one", d); counts.Users != (connector.Count{Total: 2, Changed: 1, Removed: 1}) {
		t.Errorf("%+v", counts.Users)
	}
	compareUsers(t, inv, UserQuery{Failed: true}, []string{"a", "b"})
	bert.Failed = nil
	publishDelivery(t, inv, "one", d)
	compareUsers(t, inv, UserQuery{Failed: true}, []string{"a"})
	must(t, inv.Forget(t.Context(), "one"))
	compareUsers(t, inv, UserQuery{Failed: true}, nil)
}

// A stream that begins anew leaves nothing of what was staged before.
func TestAFailedAssignmentOfAStreamThatBeganAnewIsForgotten(t *testing.T) {
	inv := open(t, t.TempDir())
	d := contoso()
	d.pages[0][0].Failed = []connector.FailedAssignment{{SKUID: e5, Error: "CountViolation"}}
	imp := begin(t, inv, "one")
	d.deliver(t, imp)
	must(t, imp.Restart(t.Context(), connector.StreamUsers))
	contoso().deliver(t, imp)
	_, err := imp.Publish(t.Context(), noon, nil)
	must(t, err)
	compareUsers(t, inv, UserQuery{Failed: true}, nil)
}

// Whether anything has failed can be asked for without a name, in every way in which users are found.
func TestUsersAreFilteredByWhetherAnAssignmentHasFailed(t *testing.T) {
	anything := func(failed []string) bool { return len(failed) > 0 }
	nothing := func(failed []string) bool { return len(failed) == 0 }
	license := func(failed []string) bool { return slices.Contains(failed, "PART_1") }
	for way := range waysToFind {
		t.Run(way, func(t *testing.T) {
			inv, truths := filterInventory(t, way)
			for text, holds := range map[string]func(failed []string) bool{
				"failed = yes": anything, "failed = NO": nothing, "failed != yes": nothing, "failed != no": anything,
				`failed = ""`: nothing, `failed != ""`: anything, "failed ~ yes": func([]string) bool { return false },
				"failed in (yes)": anything, "failed in (No)": nothing, `failed in ("")`: nothing, "failed in (yes, part_1)": anything,
				"failed in (yes, no)": func([]string) bool { return true }, "failed in (part_1, nobody)": license,
				"failed in (no, part_1)": func(failed []string) bool { return nothing(failed) || license(failed) },
			} {
				e, err := filter.Parse(text, UserProperties())
				must(t, err)
				want := int64(0)
				for _, user := range truths {
					if holds(user["failed"]) {
						want++
					}
				}
				counted, err := inv.CountUsers(t.Context(), UserQuery{Filter: e})
				must(t, err)
				listed, err := inv.Users(t.Context(), UserQuery{Filter: e, Limit: len(truths)})
				must(t, err)
				every, err := inv.Users(t.Context(), UserQuery{Filter: e})
				must(t, err)
				if counted != want || int64(len(listed)) != want || int64(len(every)) != want {
					t.Errorf("%s: %d counted, %d listed, %d of all, want %d", text, counted, len(listed), len(every), want)
				}
			}
		})
	}
}
