package inventory

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
)

// Reports that print one text, or none, in place of every name.
func TestRowsOfNobodyAreOfDifferentPeople(t *testing.T) {
	for _, name := range []string{"", "(Unknown)"} {
		t.Run("given "+name, func(t *testing.T) {
			inv := open(t, t.TempDir())
			d := holdersOf(heldBy{"a", "a@contoso.com", 0, "", 0}, heldBy{"b", "", 0, "", 0})
			for range 2 {
				d.activeUsers = append(d.activeUsers, connector.Usage{UserPrincipalName: name, ReportDate: today - 2, LastActivity: today - 3})
			}
			for range 30 {
				d.activations = append(d.activations, connector.Activation{UserPrincipalName: name, Product: "Word", ReportDate: today - 2, Windows: 1})
			}
			_, joins := publishJoined(t, inv, "one", d)
			want := []ReportJoin{
				{Stream: connector.StreamActiveUsers, Date: today - 2, Rows: 2}, {Stream: connector.StreamActivations, Date: today - 2, Rows: 30},
			}
			if diff := cmp.Diff(want, joins); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
			if diff := cmp.Diff(map[string]Activity{"a": Unknown, "b": Unknown}, states(t, inv)); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
			applications, err := inv.Applications(t.Context(), ApplicationQuery{Search: "Word"})
			must(t, err)
			if len(applications) != 1 || *applications[0].Activations != 30 {
				t.Errorf("%+v", applications)
			}
		})
	}
}
