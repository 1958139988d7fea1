package inventory

import (
	"slices"
	"testing"
)

func TestUsersAreFoundByTheirNamesAndIDs(t *testing.T) {
	inv := open(t, t.TempDir())
	const id = "0f0e0d0c-0b0a-4908-8706-050403020100"
	for _, imports := range [][]heldBy{
		{{id: id, name: "old@contoso.com"}, {id: "b", name: "b@contoso.com"}},
		{{id: id, name: "young@contoso.com"}, {id: "b", name: "b@contoso.com"}},
	} {
		publishDelivery(t, inv, "one", holdersOf(imports...))
	}
	publishDelivery(t, inv, "two", holdersOf([]heldBy{{id: "c", name: "b@contoso.com"}}...).of("u"))
	for _, given := range []struct {
		name        string
		connections []string
		want        []UserKey
	}{
		{"young@contoso.com", nil, []UserKey{{Connection: "one", ID: id}}},
		{"YOUNG@Contoso.com", nil, []UserKey{{Connection: "one", ID: id}}},
		{"old@contoso.com", nil, []UserKey{{Connection: "one", ID: id}}},
		{"0F0E0D0C-0B0A-4908-8706-050403020100", nil, []UserKey{{Connection: "one", ID: id}}},
		{"b@contoso.com", nil, []UserKey{{Connection: "one", ID: "b"}, {Connection: "two", ID: "c"}}},
		{"b@contoso.com", []string{"two"}, []UserKey{{Connection: "two", ID: "c"}}},
		{"young@contoso.com", []string{"two"}, nil},
		{"nobody@contoso.com", nil, nil},
		{"", nil, nil},
	} {
		got, err := inv.FindUsers(t.Context(), given.connections, given.name)
		if err != nil || !slices.Equal(got, given.want) {
			t.Errorf("%q in %v: %v, %v, want %v", given.name, given.connections, got, err, given.want)
		}
	}
}
