package demotenant_test

import (
	"reflect"
	"slices"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
)

func TestATenantLivesOn(t *testing.T) {
	day := 0
	tenant := demotenant.New(demotenant.Options{Users: 400, Day: func() int { return day }})
	still := demotenant.New(demotenant.Options{Users: 400})
	first := slices.Collect(tenant.Users())
	if !reflect.DeepEqual(first, slices.Collect(still.Users())) {
		t.Error("given its first day, it is not the tenant that does not live")
	}
	var left, moved int
	for i, user := range usersOn(&day, 30, tenant) {
		switch {
		case user.ID != first[i].ID:
			t.Fatalf("account %d is another one", i)
		case user.Enabled != first[i].Enabled:
			left++
		case !reflect.DeepEqual(user.Assignments, first[i].Assignments):
			moved++
		}
	}
	if left == 0 || moved == 0 || left+moved > 350 {
		t.Errorf("given a month, then %d left and %d have another job", left, moved)
	}
	if !reflect.DeepEqual(usersOn(&day, 0, tenant), first) {
		t.Error("given the first day again, it is not as it was")
	}
}

func TestWhatIsAssignedIsThatOfTheDay(t *testing.T) {
	day := 0
	tenant := demotenant.New(demotenant.Options{Users: 400, Day: func() int { return day }})
	for _, now := range []int{0, 5, 6, 5} {
		assigned := map[string]int{}
		for _, user := range usersOn(&day, now, tenant) {
			for _, a := range user.Assignments {
				assigned[a.SKUID]++
			}
		}
		for _, license := range tenant.Licenses() {
			if license.Assigned != assigned[license.SKUID] {
				t.Errorf("given day %d, %s has %d users, want %d", now, license.PartNumber, license.Assigned, assigned[license.SKUID])
			}
		}
	}
}

func usersOn(day *int, now int, tenant *demotenant.Tenant) []connector.User {
	*day = now
	return slices.Collect(tenant.Users())
}
