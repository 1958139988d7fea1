package inventory

import (
	"slices"
	"strconv"
	"testing"

	"inventorybeacon/store/inventory/filter"
)

// Each source has its own day of the report, and its own first day of a window.
func TestDaysOfAFilterAreCountedFromTheReportOfEachSource(t *testing.T) {
	inv, _ := filterInventory(t, "")
	for _, a := range []string{"Word", "Teams", "Exchange"} {
		for _, window := range []int{1, 30, 90} {
			old := UsageQuery{Application: a, Window: window}
			want, err := inv.WideUsage(t.Context(), old)
			must(t, err)
			after := filter.Condition{Property: a, Operator: filter.After, Values: []string{"report-" + strconv.Itoa(window+1)}}
			got, err := inv.WideUsage(t.Context(), UsageQuery{Filter: filter.Expression{after}})
			must(t, err)
			name := func(rows []WideUsageRow) (names []string) {
				for _, row := range rows {
					names = append(names, row.Connection+"/"+row.UserPrincipalName)
				}
				return names
			}
			if !slices.Equal(name(got), name(want)) {
				t.Errorf("%s: %d rows, want %d", after, len(got), len(want))
			}
		}
	}
}
