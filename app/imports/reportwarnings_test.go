package imports

import (
	"strings"
	"testing"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store/inventory"
)

func TestWarningsOfReports(t *testing.T) {
	const active, app, activations = connector.StreamActiveUsers, connector.StreamAppUsers, connector.StreamActivations
	day := connector.Date(20_000)
	for _, c := range []struct {
		given   string
		reports []inventory.ReportJoin
		want    []string
	}{
		{"no report", nil, nil},
		{
			"reports that name everybody",
			[]inventory.ReportJoin{{Stream: active, Rows: 100, Joined: 100}, {Stream: app, Rows: 50, Joined: 50}},
			nil,
		},
		{
			"reports that name nobody",
			[]inventory.ReportJoin{{Stream: active, Rows: 100}, {Stream: app, Rows: 50}},
			[]string{"The usage reports conceal the users' names"},
		},
		{
			"rows of whom two in three name nobody",
			[]inventory.ReportJoin{{Stream: active, Rows: 3_000, Joined: 1_000}},
			[]string{"2,000 of 3,000 rows of the usage report getOffice365ActiveUserDetail name nobody of the tenant: for those people activity is unknown."},
		},
		{"a few people who have left", []inventory.ReportJoin{{Stream: app, Rows: 100, Joined: 95}}, nil},
		{
			"one more",
			[]inventory.ReportJoin{{Stream: app, Rows: 100, Joined: 94}},
			[]string{"6 of 100 rows of the usage report getM365AppUserDetail"},
		},
		{
			"a report of one who has left beside one that names users",
			[]inventory.ReportJoin{{Stream: active, Rows: 100, Joined: 99}, {Stream: activations, Rows: 1}},
			nil,
		},
		{"a report of a week ago", []inventory.ReportJoin{{Stream: active, Rows: 1, Joined: 1, Date: day + 3}}, nil},
		{
			"a report of a day more, of which the names are concealed too",
			[]inventory.ReportJoin{{Stream: active, Rows: 1, Date: day + 2}},
			[]string{
				"The usage reports conceal",
				"The usage report getOffice365ActiveUserDetail is 8 days old: it tells only what happened up to 2024-10-06.",
			},
		},
		{
			"a report that is older than what is known",
			[]inventory.ReportJoin{{Stream: active, Rows: 100, Date: day, Newer: day + 3}, {Stream: app, Rows: 100, Joined: 100}},
			[]string{"The usage report getOffice365ActiveUserDetail tells what happened up to 2024-10-04, but an earlier import has read one up to 2024-10-07, which stays."},
		},
		{
			"a report that has lost a column",
			[]inventory.ReportJoin{{Stream: active, Rows: 100, Date: day + 9, Lacks: "Yammer"}, {Stream: app, Rows: 100, Joined: 100}},
			[]string{"The usage report getOffice365ActiveUserDetail has no column for Yammer any more"},
		},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			warnings := reportWarnings(c.reports, day+10)
			if len(warnings) != len(c.want) {
				t.Fatalf("%+v", warnings)
			}
			for i, m := range warnings {
				w := message.Advice(m)
				if !strings.HasPrefix(w.Message, c.want[i]) || w.Action == "" {
					t.Errorf("%+v, want %q", w, c.want[i])
				}
			}
		})
	}
}
