package console

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app/lists"
)

func TestOptionsTakeThePlaceOfWhatAViewHas(t *testing.T) {
	text := func(s string) *string { return &s }
	view := lists.Query{
		List: lists.Users, Search: "anne", Filter: "enabled = yes", GroupBy: "department", Columns: []string{"count"},
		Sort: "-count",
	}
	for _, given := range []struct {
		name  string
		flags ListFlags
		want  lists.Query
	}{
		{"none", ListFlags{}, view},
		{"no search", ListFlags{Search: text("")}, lists.Query{
			List: lists.Users, Filter: view.Filter, GroupBy: "department", Columns: view.Columns, Sort: view.Sort,
		}},
		{"another search", ListFlags{Search: text("bob")}, lists.Query{
			List: lists.Users, Search: "bob", Filter: view.Filter, GroupBy: "department", Columns: view.Columns, Sort: view.Sort,
		}},
		{
			"no groups",
			ListFlags{GroupBy: text(""), Sort: "mail"},
			lists.Query{List: lists.Users, Search: "anne", Filter: view.Filter, Sort: "mail"},
		},
		{
			"other groups",
			ListFlags{GroupBy: text("country")},
			lists.Query{List: lists.Users, Search: "anne", Filter: view.Filter, GroupBy: "country"},
		},
		{"the same groups", ListFlags{GroupBy: text("department")}, view},
	} {
		if diff := cmp.Diff(given.want, given.flags.Wanted(view)); diff != "" {
			t.Errorf("%s: -want +got\n%s", given.name, diff)
		}
	}
}
