package report

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// What is in no known form refuses the whole report, and nothing of it stays.
func TestAReportIsRefusedGivenAValueOfAnotherForm(t *testing.T) {
	const (
		active    = "Report Refresh Date,User Principal Name,OneDrive Last Activity Date,SharePoint Last Activity Date,Teams Last Activity Date,Is Deleted,Exchange Last Activity Date\n"
		app       = "Report Refresh Date,User Principal Name,Outlook,Word,Excel,PowerPoint,OneNote,Last Activity Date,Word (Mac),Teams (Web)\n"
		activated = "Report Refresh Date,User Principal Name,Mac,Product Type,Last Activated Date,Windows,Activated On Shared Computer\n"
		good      = "2026-01-30,a@contoso.com,,,,False,2026-01-29\n"
	)
	for _, tt := range []struct {
		name string
		kind Kind
		text string
		want string
	}{
		{
			"a day as it is written in America", activeUsers("D7"), sourcetest.Case(t, "report_dates_us.csv"),
			"report.no-date Column=Report Refresh Date Report=getOffice365ActiveUserDetail Value=11/26/2026",
		},
		{
			"one such day behind good rows", activeUsers("D7"), active + strings.Repeat(good, 1500) +
				"2026-01-30,b@contoso.com,,,,False,1/29/2026\n",
			"report.no-date Column=Exchange Last Activity Date Report=getOffice365ActiveUserDetail Value=1/29/2026",
		},
		{
			"such a day of a deleted user", activeUsers("D7"), active + "2026-01-30,b@contoso.com,,,,True,29.01.2026\n",
			"report.no-date Column=Exchange Last Activity Date Report=getOffice365ActiveUserDetail Value=29.01.2026",
		},
		{
			"such a day of nobody", activeUsers("D7"), active + "2026-01-30,,,,,False,2026-13-01\n",
			"report.no-date Column=Exchange Last Activity Date Report=getOffice365ActiveUserDetail Value=2026-13-01",
		},
		{
			"no day of the report", activeUsers("D7"), active + ",b@contoso.com,,,,False,2026-01-29\n",
			"report.no-day Column=Report Refresh Date Report=getOffice365ActiveUserDetail",
		},
		{
			"a flag that is neither yes nor no", activeUsers("D7"), active + "2026-01-30,b@contoso.com,,,,Perhaps,2026-01-29\n",
			"report.no-flag Column=Is Deleted Report=getOffice365ActiveUserDetail Value=Perhaps",
		},
		{
			"a day after the report's", activeUsers("D7"), active + "2026-01-30,b@contoso.com,,,,False,2026-02-01\n",
			"report.day-after Column=Exchange Last Activity Date Day=2026-02-01 Report=getOffice365ActiveUserDetail Reported=2026-01-30",
		},
		{
			"the last of all days", activeUsers("D7"), active + "2026-01-30,b@contoso.com,,,9999-12-31,False,2026-01-31\n",
			"report.day-after Column=Teams Last Activity Date Day=9999-12-31 Report=getOffice365ActiveUserDetail Reported=2026-01-30",
		},
		{
			"a last day to come", appUsers("D7"), app + "2026-01-30,b@contoso.com,,,,,,2030-01-01,No,No\n",
			"report.day-after Column=Last Activity Date Day=2030-01-01 Report=getM365AppUserDetail Reported=2026-01-30",
		},
		{
			"an activation to come", activations(), activated + "2026-01-30,b@contoso.com,,Word,2030-01-01,1,No\n",
			"report.day-after Column=Last Activated Date Day=2030-01-01 Report=getOffice365ActivationsUserDetail Reported=2026-01-30",
		},
		{
			"a last day of another form", appUsers("D7"), app + "2026-01-30,b@contoso.com,,,,,,Jan 29,No,No\n",
			"report.no-date Column=Last Activity Date Report=getM365AppUserDetail Value=Jan 29",
		},
		{
			"a flag of a platform", appUsers("D7"), app + "2026-01-30,b@contoso.com,,,,,,2026-01-29,x,No\n",
			"report.no-flag Column=Word (Mac) Report=getM365AppUserDetail Value=x",
		},
		{
			"a flag of a platform that does not count", appUsers("D7"), app + "2026-01-30,b@contoso.com,,,,,,2026-01-29,No,2\n",
			"report.no-flag Column=Teams (Web) Report=getM365AppUserDetail Value=2",
		},
		{
			"a number of another form", activations(), activated + "2026-01-30,b@contoso.com,,Word,2026-01-29,1.000,No\n",
			"report.no-number Column=Windows Report=getOffice365ActivationsUserDetail Value=1.000",
		},
		{
			"a number below nothing", activations(), activated + "2026-01-30,b@contoso.com,,Word,2026-01-29,-1,No\n",
			"report.no-number Column=Windows Report=getOffice365ActivationsUserDetail Value=-1",
		},
		{
			"a day of an activation", activations(), activated + "2026-01-30,b@contoso.com,,Word,yesterday,1,No\n",
			"report.no-date Column=Last Activated Date Report=getOffice365ActivationsUserDetail Value=yesterday",
		},
		{
			"a text of many lines", activations(), activated + "2026-01-30,b@contoso.com,,Word,\"" + strings.Repeat("no\nday ", 50) + "\",1,No\n",
			"report.no-date Column=Last Activated Date Report=getOffice365ActivationsUserDetail Value=no day no day no day no day no day no da…",
		},
	} {
		t.Run("given "+tt.name, func(t *testing.T) {
			r, sink := reportAt(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, tt.text) })
			r.kind = tt.kind
			err := r.read(t.Context(), connector.Date(1<<20))
			if said := connectortest.Said(err); said != tt.want {
				t.Errorf("%v, want %s", err, tt.want)
			}
			if len(sink.GotUsage[tt.kind.stream]) != 0 || len(sink.GotActivations) != 0 {
				t.Error("something of it stayed")
			}
		})
	}
}

func TestFlagsAndNumbersInTheirForms(t *testing.T) {
	header := "Report Refresh Date,User Principal Name,Product Type,Windows,Mac,iOS,Activated On Shared Computer\n"
	for given, want := range map[string]bool{
		"True": true, "Yes": true, "yes": true, "TRUE": true, "1": true, "False": false, "No": false,
		"false": false, "0": false, "": false,
	} {
		_, rows, err := collectUsage(t, activations(), header+"2026-01-30,b@contoso.com,Word, 7,,0,"+given+"\n")
		if err != nil || len(rows) != 1 || rows[0].SharedComputer != want || rows[0].Windows != 7 || rows[0].Mac != 0 {
			t.Errorf("given %q: %+v, %v", given, rows, err)
		}
	}
}

func TestAReportOfADayToComeOrWithoutRowsIsRefused(t *testing.T) {
	row := func(day string) string { return day + ",a@contoso.com,A,False,,,,,,,,,\r\n" }
	for _, tt := range []struct {
		name, rows string
		refused    string
	}{
		{"a day to come", row("2026-02-03"), "report.day-to-come Day=2026-02-03 Report=getOffice365ActiveUserDetail"},
		{"tomorrow, for the clock may be slow", row("2026-02-02"), ""},
		{"rows of several days", row("2026-01-01") + row("2026-01-30") + row("2026-01-02"), ""},
		{"no rows", "", "report.no-rows Report=getOffice365ActiveUserDetail"},
		{
			"deleted users only", strings.Repeat(strings.Replace(row("2026-01-30"), "False", "True", 1), 3),
			"report.no-used-rows Report=getOffice365ActiveUserDetail Rows=3",
		},
	} {
		t.Run("given "+tt.name, func(t *testing.T) {
			r, sink := reportAt(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, activeUsersHeader+tt.rows) })
			err := r.read(t.Context(), reportDay)
			rows := len(sink.GotUsage[connector.StreamActiveUsers])
			if tt.refused != "" {
				if connectortest.Said(err) != tt.refused || rows != 0 {
					t.Errorf("%v, %d rows", err, rows)
				}
				return
			}
			if err != nil || rows != strings.Count(tt.rows, "\n") {
				t.Errorf("%v, %d rows", err, rows)
			}
		})
	}
}

// The days of the rows stay as they are: publishing finds out whom they name.
func TestReportsThatConcealNamesAreReadAsTheyAre(t *testing.T) {
	for name, want := range map[string][]string{
		"report_concealed_pii.csv": {
			"<PII:H105(0d6be69b264717f2dd33652e212b173104b4a647b7c11ae72e9885f11cd312fb=)>@contoso.example",
			"<PII:H105(1f3870be274f6c49b3e31a0c6728957f=)>@contoso.example",
		},
		"report_partly_unknown.csv": {"(Unknown)", "kim@contoso.example", "(Unknown)"},
	} {
		rows, _, err := collectUsage(t, activeUsers("D7"), strings.TrimPrefix(sourcetest.Case(t, name), "\ufeff"))
		var got []string
		for _, row := range rows {
			got = append(got, row.UserPrincipalName)
			if row.ReportDate != day("2026-11-26") || row.LastActivity < day("2026-11-19") {
				t.Errorf("%s: %+v", name, row)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

// A column that is missing would read as no activity.
func TestAReportIsRefusedWithoutAColumnThatCounts(t *testing.T) {
	for _, kind := range Kinds("D7") {
		for i, column := range kind.names {
			rest := slices.Delete(slices.Clone(kind.names), i, i+1)
			var values []string
			for _, name := range rest {
				switch {
				case strings.Contains(name, "Date"):
					values = append(values, "2026-01-30")
				case strings.Contains(name, "Name"), name == "Product Type":
					values = append(values, "a")
				case name == "Is Deleted":
					values = append(values, "0")
				default:
					values = append(values, "1")
				}
			}
			object := map[string]string{}
			for i, name := range rest {
				object[columnKey(name)] = values[i]
			}
			page, err := json.Marshal(map[string]any{"value": []any{object}})
			if err != nil {
				t.Fatal(err)
			}
			for form, text := range map[string]string{
				"CSV":  strings.Join(rest, ",") + "\n" + strings.Join(values, ",") + "\n",
				"JSON": string(page),
			} {
				r, _ := reportAt(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) })
				r.kind = kind
				err := r.read(t.Context(), reportDay)
				optional := strings.Contains(column, "(") || strings.Contains(column, "Copilot") || slices.Contains([]string{
					"Is Deleted", "Skype For Business Last Activity Date", "Yammer Last Activity Date", "Teams",
					"Last Activated Date", "Windows 10 Mobile", "iOS", "Android", "Activated On Shared Computer",
				}, column)
				want := fmt.Sprintf("report.no-column Column=%s Report=%s", column, kind.report)
				if optional != (err == nil) || !optional && connectortest.Said(err) != want {
					t.Errorf("%s in %s without %s: %v", kind.report, form, column, err)
				}
			}
		}
	}
}
