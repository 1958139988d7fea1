package demotenant_test

import (
	"encoding/csv"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

const (
	activeUsers = "getOffice365ActiveUserDetail(period='D180')"
	activations = "getOffice365ActivationsUserDetail"
	appUsers    = "getM365AppUserDetail(period='D30')?$format=text/csv"
)

// location asks for a report and returns where it is.
func location(t testing.TB, s *demotenant.Server, token, report string) string {
	t.Helper()
	response, body := get(t, s.GraphEndpoint()+"/v1.0/reports/"+report, token)
	if response.StatusCode != http.StatusFound {
		t.Fatalf("%s: %s %s", report, response.Status, body)
	}
	return response.Header.Get("Location")
}

// table downloads a report and returns its rows by column.
func table(t testing.TB, s *demotenant.Server, token, report string) (header []string, rows []map[string]string) {
	t.Helper()
	response, body := get(t, location(t, s, token, report), "")
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "application/octet-stream" {
		t.Fatalf("%s: %s %s", report, response.Status, response.Header)
	}
	text, found := strings.CutPrefix(body, "\ufeff")
	if !found || !strings.HasSuffix(text, "\r\n") || strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Fatalf("%s: byte order mark %t, or lines that do not end with CRLF", report, found)
	}
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return records[0], rows
}

func date(t testing.TB, text string) connector.Date {
	t.Helper()
	d, err := connector.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestActiveUserReport(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 2500, Seed: 3, Now: func() time.Time { return day }})
	header, rows := table(t, s, tokens(t, s).AccessToken, activeUsers)
	want := "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date," +
		"Has Exchange License,Has OneDrive License,Has SharePoint License,Has Skype For Business License,Has Yammer License,Has Teams License," +
		"Exchange Last Activity Date,OneDrive Last Activity Date,SharePoint Last Activity Date,Skype For Business Last Activity Date,Yammer Last Activity Date,Teams Last Activity Date," +
		"Exchange License Assign Date,OneDrive License Assign Date,SharePoint License Assign Date,Skype For Business License Assign Date,Yammer License Assign Date,Teams License Assign Date," +
		"Assigned Products"
	if got := strings.Join(header, ","); got != want {
		t.Errorf("header\n%s, want\n%s", got, want)
	}
	var got []connector.Usage
	deleted, quoted, plus, idle := 0, 0, 0, 0
	for _, row := range rows {
		u := connector.Usage{UserPrincipalName: row["User Principal Name"], ReportDate: date(t, row["Report Refresh Date"])}
		for app := connector.Exchange; app <= connector.Teams; app++ {
			u.In[app] = date(t, row[app.String()+" Last Activity Date"])
			u.LastActivity = max(u.LastActivity, u.In[app])
		}
		got = append(got, u)
		if row["Is Deleted"] == "True" {
			deleted++
			if row["Deleted Date"] == "" {
				t.Errorf("deleted without a date: %v", row)
			}
		}
		if strings.Contains(row["Display Name"], ",") {
			quoted++
		}
		if strings.Contains(row["Assigned Products"], "ENTERPRISE MOBILITY + SECURITY E3+") {
			plus++
		}
		if u.LastActivity != 0 && u.LastActivity < u.ReportDate-180 {
			idle++
		}
	}
	if want := slices.Collect(s.Usage()); !reflect.DeepEqual(got, want) {
		t.Errorf("%d rows are not the truth (%d)", len(got), len(want))
	}
	if got[0].ReportDate.String() != "2026-09-29" {
		t.Errorf("the report is of %s, want two days before", got[0].ReportDate)
	}
	if deleted == 0 || quoted == 0 || plus == 0 || idle == 0 {
		t.Errorf("deleted %d, quoted %d, names with + %d, active before the period %d", deleted, quoted, plus, idle)
	}
}

func TestActivationReport(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 900})
	header, rows := table(t, s, tokens(t, s).AccessToken, activations)
	want := "Report Refresh Date,User Principal Name,Display Name,Product Type,Last Activated Date,Windows,Mac,Windows 10 Mobile,iOS,Android,Activated On Shared Computer"
	if got := strings.Join(header, ","); got != want {
		t.Errorf("header %s", got)
	}
	number := func(text string) int {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	var got []connector.Activation
	for _, row := range rows {
		got = append(got, connector.Activation{
			UserPrincipalName: row["User Principal Name"], Product: row["Product Type"], ReportDate: date(t, row["Report Refresh Date"]),
			LastActivated: date(t, row["Last Activated Date"]), Windows: number(row["Windows"]), Mac: number(row["Mac"]),
			WindowsMobile: number(row["Windows 10 Mobile"]), IOS: number(row["iOS"]), Android: number(row["Android"]),
			SharedComputer: row["Activated On Shared Computer"] == "True",
		})
	}
	if want := slices.Collect(s.Activations()); !reflect.DeepEqual(got, want) {
		t.Errorf("%d rows are not the truth (%d)", len(got), len(want))
	}
}

func TestAppReport(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 900})
	header, rows := table(t, s, tokens(t, s).AccessToken, appUsers)
	if len(header) != 39 || header[9] != "Outlook" || header[20] != "Teams (Windows)" || header[38] != "Teams (Web)" {
		t.Errorf("header %q", header)
	}
	var got []connector.Usage
	used := 0
	for _, row := range rows {
		u := connector.Usage{
			UserPrincipalName: row["User Principal Name"], ReportDate: date(t, row["Report Refresh Date"]),
			LastActivity: date(t, row["Last Activity Date"]),
		}
		for _, app := range []connector.UsedApplication{
			connector.Outlook, connector.Word, connector.Excel, connector.PowerPoint,
			connector.OneNote, connector.Teams,
		} {
			anywhere := false
			for platform := range connector.Platform(connector.Platforms) {
				if row[app.String()+" ("+platform.String()+")"] == "Yes" {
					anywhere = true
					u.Platforms.Add(app, platform)
				}
			}
			if anywhere != (row[app.String()] == "Yes") {
				t.Fatalf("%s does not fit its platforms: %v", app, row)
			}
			if anywhere {
				u.In[app] = u.LastActivity
				used++
			}
		}
		if row["Report Period"] != "30" {
			t.Fatalf("period %q", row["Report Period"])
		}
		got = append(got, u)
	}
	if want := slices.Collect(s.AppUsage(30)); !reflect.DeepEqual(got, want) || used == 0 {
		t.Errorf("%d rows are not the truth (%d); %d uses", len(got), len(want), used)
	}
}

func TestReportHost(t *testing.T) {
	c := &clock{}
	s := demotenanttest.Start(t, demotenant.Options{Users: 20, Now: c.now})
	token := tokens(t, s).AccessToken
	at := location(t, s, token, activations)
	if !strings.HasPrefix(at, s.ReportURL()+"/") || s.ReportURL() == s.URL() {
		t.Errorf("the report is at %s", at)
	}
	if response, _ := get(t, at, token); response.StatusCode != http.StatusUnauthorized {
		t.Errorf("with a token: %s", response.Status)
	}
	if n := s.Stats().ReportTokens; n != 1 {
		t.Errorf("%d tokens counted", n)
	}
	if response, _ := get(t, at, ""); response.StatusCode != http.StatusOK {
		t.Errorf("without a token: %s", response.Status)
	}
	if response, _ := get(t, at+"x", ""); response.StatusCode != http.StatusNotFound {
		t.Errorf("a wrong address: %s", response.Status)
	}
	c.advance(6 * time.Minute)
	if response, _ := get(t, at, ""); response.StatusCode != http.StatusForbidden {
		t.Errorf("an old address: %s", response.Status)
	}
}

func TestConcealedNames(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 300, ConcealNames: true})
	token := tokens(t, s).AccessToken
	pseudonym := regexp.MustCompile(`^[0-9A-F]{32}$`)
	_, rows := table(t, s, token, activeUsers)
	seen := map[string]bool{}
	for _, row := range rows {
		if !pseudonym.MatchString(row["User Principal Name"]) || !pseudonym.MatchString(row["Display Name"]) {
			t.Fatalf("row %v", row)
		}
		seen[row["User Principal Name"]] = true
	}
	if len(seen) != len(rows) {
		t.Errorf("%d pseudonyms for %d rows", len(seen), len(rows))
	}
	_, apps := table(t, s, token, appUsers)
	for _, row := range apps {
		if !seen[row["User Principal Name"]] {
			t.Fatal("the reports do not agree on the pseudonym")
		}
	}
}

func TestRoleMissing(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{ReportsForbidden: true})
	response, body := get(t, s.GraphEndpoint()+"/v1.0/reports/"+activeUsers, tokens(t, s).AccessToken)
	if response.StatusCode != http.StatusForbidden || !strings.Contains(body, "Authentication_RequestFromUnsupportedUserRole") {
		t.Errorf("%s %s", response.Status, body)
	}
}
