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
				d.activeUsers = append(d.activeUsers,
					connector.Usage{UserPrincipalName: name, ReportDate: today - 2, LastActivity: today - 3})
			}
			for range 30 {
				d.activations = append(d.activations,
					connector.Activation{UserPrincipalName: name, Product: "Word", ReportDate: today - 2, Windows: 1})
			}
			_, joins := publishJoined(t, inv, "one", d)
			want := []ReportJoin{
				{Stream: connector.StreamActiveUsers, Date: today - 2, Rows: 2},
				{Stream: connector.StreamActivations, Date: today - 2, Rows: 30},
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

// Of two reports one conceals names: its rows count as users of the applications that it
// covers, and those of half a report beside the users.
func TestRowsOfNobodyCountByTheReportThatCoversAnApplication(t *testing.T) {
	report := today - 2
	rows := func(of connector.UsedApplication, names ...string) (rows []connector.Usage) {
		for _, name := range names {
			row := connector.Usage{UserPrincipalName: name, ReportDate: report, LastActivity: report}
			row.In[of] = report
			rows = append(rows, row)
		}
		return rows
	}
	for _, c := range []struct {
		given                     string
		active, app               []connector.Usage
		exchange, exchangeUnknown int64
		word, wordUnknown         int64
	}{
		{"active-users conceals", rows(connector.Exchange, "FE7C", "0F83"), rows(connector.Word, "a@contoso.com"), 2, 0, 1, 0},
		{"app-users conceals", rows(connector.Exchange, "a@contoso.com"), rows(connector.Word, "FE7C", "0F83"), 1, 0, 2, 0},
		{
			"half of active-users is concealed", rows(connector.Exchange, "a@contoso.com", "0F83"),
			rows(connector.Word, "a@contoso.com"), 1,
			1, 1, 0,
		},
		{"both conceal", rows(connector.Exchange, "FE7C", "0F83"), rows(connector.Word, "FE7C"), 2, 0, 1, 0},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			inv := open(t, t.TempDir())
			d := holdersOf(heldBy{"a", "a@contoso.com", 0, "", 0}, heldBy{"b", "b@contoso.com", 0, "", 0})
			d.activeUsers, d.appUsers = c.active, c.app
			publishDelivery(t, inv, "one", d)
			want := []ApplicationRow{
				{Application: "Exchange", Entitled: new(int64), Active: &c.exchange, Unknown: &c.exchangeUnknown},
				{Application: "Word", Entitled: new(int64), Active: &c.word, Unknown: &c.wordUnknown},
			}
			got, err := inv.Applications(t.Context(), ApplicationQuery{})
			must(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}

// Of Teams two reports tell. Where one of them alone names people, it is counted by that one, so that the number
// leads to them, unless its rows are of an earlier day.
func TestTeamsCountsByTheReportThatNamesPeople(t *testing.T) {
	rows := func(report connector.Date, names ...string) (rows []connector.Usage) {
		for _, name := range names {
			row := connector.Usage{UserPrincipalName: name, ReportDate: report, LastActivity: report}
			row.In[connector.Teams] = report
			rows = append(rows, row)
		}
		return rows
	}
	day := today - 2
	for _, c := range []struct {
		given           string
		active, app     []connector.Usage
		counts, unknown int64
	}{
		{"active-users conceals, app-users is of the same day", rows(day, "FE7C", "0F83"), rows(day, "a@contoso.com"), 1, 2},
		{"active-users conceals, app-users is of a later day", rows(day-1, "FE7C", "0F83"), rows(day, "a@contoso.com"), 1, 2},
		{"active-users conceals, app-users is of an earlier day", rows(day, "FE7C", "0F83"), rows(day-1, "a@contoso.com"), 2, 0},
		{"app-users conceals, active-users is of the same day", rows(day, "a@contoso.com"), rows(day, "FE7C", "0F83"), 1, 2},
		{"app-users conceals, active-users is of an earlier day", rows(day-1, "a@contoso.com"), rows(day, "FE7C", "0F83"), 1, 2},
		{"both conceal", rows(day, "FE7C", "0F83"), rows(day, "FE7C", "0F83"), 2, 0},
		{"both name", rows(day, "a@contoso.com"), rows(day, "a@contoso.com", "b@contoso.com"), 2, 0},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			inv := open(t, t.TempDir())
			d := holdersOf(heldBy{"a", "a@contoso.com", 0, "", 0}, heldBy{"b", "b@contoso.com", 0, "", 0})
			d.activeUsers, d.appUsers = c.active, c.app
			publishDelivery(t, inv, "one", d)
			got, err := inv.Applications(t.Context(), ApplicationQuery{Search: "Teams"})
			must(t, err)
			want := []ApplicationRow{{Application: "Teams", Entitled: new(int64), Active: &c.counts, Unknown: &c.unknown}}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
		})
	}
}
