package lists

import "testing"

func TestAViewThatGroupsListsItsRowsWhereItHasColumnsOfThem(t *testing.T) {
	for _, given := range []struct {
		columns []string
		groups  bool
	}{
		{nil, true},
		{[]string{"department", "COUNT"}, true},
		{[]string{"department", "price"}, true},
		{[]string{"userPrincipalName"}, false},
		{[]string{"department", "userPrincipalName"}, false},
	} {
		view := View{Name: "A", List: string(Reclaim), GroupBy: "department", Columns: given.columns}
		if q := QueryOf(view); (q.GroupBy != "") != given.groups {
			t.Errorf("with the columns %q it groups by %q", given.columns, q.GroupBy)
		}
		if _, err := CheckedView(view); err != nil {
			t.Errorf("with the columns %q: %v", given.columns, err)
		}
	}
}
