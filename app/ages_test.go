package app

import (
	"slices"
	"testing"
	"time"

	"inventorybeacon/store/inventory"
)

func TestPartsThatAreOlderThanTheImport(t *testing.T) {
	at := time.Date(2026, 11, 28, 2, 0, 0, 0, time.UTC)
	before := at.AddDate(0, 0, -16)
	p := inventory.Published{At: at, SubscriptionsRead: before, GroupsRead: at, ActiveUsersRead: before}
	for name, tt := range map[string]struct {
		parts Part
		want  []string
	}{
		"of licenses":              {PartRenewals | PartActivity, []string{"Renewal dates", "Activity in services"}},
		"of users":                 {PartGroups, nil},
		"of both":                  {PartRenewals | PartGroups, []string{"Renewal dates"}},
		"of what was never read":   {PartActivations, nil},
		"of what nobody asked for": {0, nil},
	} {
		var got []string
		for _, o := range OlderParts(p, tt.parts) {
			got = append(got, o.Name)
			if o.Day().String() != "2026-11-12" {
				t.Errorf("%s is of %s", o.Name, o.Day())
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
