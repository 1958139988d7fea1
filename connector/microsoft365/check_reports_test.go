package microsoft365

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graphtest"
)

// headerOfActiveUsers is the first line of the report on active users.
const headerOfActiveUsers = "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,New Column,Exchange Last Activity Date,OneDrive Last Activity Date," +
	"SharePoint Last Activity Date,Skype For Business Last Activity Date,Yammer Last Activity Date,Teams Last Activity Date,Assigned Products\r\n"

func TestTestLooksWhomTheReportsName(t *testing.T) {
	for _, tt := range []struct {
		name    string
		rows    []string // names
		users   map[string]bool
		status  int // with which the filter is answered; 200 with a web page
		meaning string
		result  connector.CheckResult
	}{
		{
			"names that look like names and are none",
			[]string{"<PII:H105(0d6b=)>@contoso.com", "o'neill&co+1#x@contoso.com"},
			nil, 0,
			"report.names-concealed", connector.CheckWarning,
		},
		{
			"names of users",
			[]string{"a@contoso.com", "o'neill&co+1#x@contoso.com"},
			map[string]bool{"a@contoso.com": true, "o'neill&co+1#x@contoso.com": true},
			0, "check.passed.names", connector.CheckPassed,
		},
		{
			"one of many who has left",
			[]string{"a@contoso.com", "b@contoso.com", "gone@contoso.com"},
			map[string]bool{"a@contoso.com": true, "b@contoso.com": true},
			0, "check.passed.names", connector.CheckPassed,
		},
		{
			"names of which few are users",
			[]string{"(Unknown)", "a@contoso.com", "(Unknown)"},
			map[string]bool{"a@contoso.com": true},
			0,
			"check.names.few Known=1 Names=3", connector.CheckWarning,
		},
		{
			"a tenant that refuses the filter and names with an @",
			[]string{"a@contoso.com"},
			nil, http.StatusBadRequest, "check.passed.names",
			connector.CheckPassed,
		},
		{
			"a tenant that refuses the filter and names without",
			[]string{"FE7CC8C1", "0F83A2D3"},
			nil, http.StatusBadRequest,
			"report.names-concealed", connector.CheckWarning,
		},
		{
			"a proxy's page in place of users",
			[]string{"a@contoso.com"},
			nil, http.StatusOK,
			"network.web-page Host=127.0.0.1 Status=200 Title=Blocked", connector.CheckWarning,
		},
		{"no names", []string{"", ""}, nil, 0, "report.names-concealed", connector.CheckWarning},
		{"no rows", nil, nil, 0, "check.passed.names.none", connector.CheckPassed},
		{"nobody but deleted users", []string{"-gone@contoso.com"}, nil, 0, "check.passed.names.none", connector.CheckPassed},
	} {
		t.Run("given "+tt.name, func(t *testing.T) {
			g, _ := graphtest.At(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/v1.0/users" {
					if tt.status != 0 {
						w.WriteHeader(tt.status)
						if tt.status == http.StatusOK {
							_, _ = io.WriteString(w, "<title>Blocked</title>")
						}
						return
					}
					var found []string
					list := strings.TrimSuffix(strings.TrimPrefix(r.URL.Query().Get("$filter"), "userPrincipalName in ("), ")")
					for name := range strings.SplitSeq(list, ",") {
						if tt.users[strings.ReplaceAll(strings.Trim(name, "'"), "''", "'")] {
							found = append(found, fmt.Sprintf(`{"id":"%d"}`, len(found)))
						}
					}
					fmt.Fprintf(w, `{"value":[%s]}`, strings.Join(found, ","))
					return
				}
				_, _ = io.WriteString(w, headerOfActiveUsers)
				for _, name := range tt.rows {
					name, deleted := strings.CutPrefix(name, "-")
					fmt.Fprintf(w, "2026-01-30,%s,A,%v,,,,,,,,,\r\n", name, deleted)
				}
			})
			test := &tester{graph: g}
			if _, err := test.reports(t.Context()); err != nil {
				t.Fatal(err)
			}
			meaning, err := test.names(t.Context())
			c := checkOf(connector.Message{ID: "check.names"}, false, meaning, err)
			if c.Result != tt.result || said(c) != tt.meaning {
				t.Errorf("%+v", c)
			}
		})
	}
}
