package productnames

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network/networktest"
)

const (
	header = "Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names\r\n"
	e3     = "05e9a617-0261-4cee-bb44-138d3ef5d965"
	aad    = "41781fb2-bc02-4b7c-bd55-b576c07bb09d"
)

var contoso = connector.ProductNames{
	Products: []connector.ProductName{{SKUID: e3, PartNumber: "SPE_E3", Name: "Microsoft 365 E3"}},
	Plans:    []connector.PlanName{{ID: aad, Plan: "AAD_PREMIUM", Name: "Microsoft Entra ID P1"}},
}

func TestRead(t *testing.T) {
	row := "Microsoft 365 E3,SPE_E3," + e3 + ",AAD_PREMIUM," + aad + ",Microsoft Entra ID P1\r\n"
	for _, c := range []struct {
		name, table, reason string
		want                connector.ProductNames
	}{
		{name: "given Microsoft's table, then its names", table: "\ufeff" + header + row, want: contoso},
		{
			name: "given blanks around cells, then names without them", want: contoso,
			table: header + "Microsoft 365\u00a0E3 , SPE_E3 ," + strings.ToUpper(e3) + "\u00a0,AAD_PREMIUM ," + aad +
				" , Microsoft  Entra ID P1\r\n",
		},
		{
			name: "given columns in another order and others, then by their names", want: contoso,
			table: "GUID,More,String_Id,Service_Plans_Included_Friendly_Names,Product_Display_Name,Service_Plan_Id,service_plan_name\n" +
				e3 + ",x,SPE_E3,Microsoft Entra ID P1,Microsoft 365 E3," + aad + ",AAD_PREMIUM\n",
		},
		{
			name:  "given a former edition in Windows' code page, then it is read too",
			table: strings.ReplaceAll(header, ",", ";") + "Microsoft 365 E3\x99;SPE_E3;" + e3 + ";;;\r\n",
			want:  connector.ProductNames{Products: []connector.ProductName{{SKUID: e3, PartNumber: "SPE_E3", Name: "Microsoft 365 E3™"}}},
		},
		{
			name: "given names in capitals beside others, then the others", want: contoso,
			table: header + strings.ToUpper(row) + strings.ToUpper(row) + row,
		},
		{name: "given nothing, then it is empty", table: " \r\n", reason: "names.reason.empty"},
		{name: "given only a heading, then it is empty", table: header, reason: "names.reason.empty"},
		{name: "given a web page, then it is one", table: "\ufeff <html>", reason: "names.reason.web-page"},
		{name: "given another text, then a column is missing", table: `{value:[]}`, reason: "names.reason.column"},
		{name: "given JSON, then its line", table: `{"value":[]}`, reason: "names.reason.line"},
		{name: "given an end in the middle of a row, then its line", table: header + row + row[:40], reason: "names.reason.line"},
		{name: "given a quote without an end, then its line", table: header + `"Microsoft`, reason: "names.reason.line"},
		{name: "given ids that are none, then how many", table: header + strings.ReplaceAll(row, e3, "E3"), reason: "names.reason.ids"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Read(strings.NewReader(c.table), "table.csv")
			if c.reason == "" {
				if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
					t.Errorf("%v, (-want +got):\n%s", err, diff)
				}
				return
			}
			m, _ := connector.MessageOf(err)
			if reason, _ := m.Data["Reason"].(connector.Message); m.ID != "names.no-table" || reason.ID != c.reason ||
				m.Data["From"] != "table.csv" {
				t.Errorf("%v, want %s", err, c.reason)
			}
		})
	}
}

func TestATableOfAnySizeIsNotHeld(t *testing.T) {
	endless := io.MultiReader(strings.NewReader(header), io.LimitReader(zeros{}, 1<<40))
	if _, err := Read(endless, "table.csv"); messageID(err) != "names.large" {
		t.Error(err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func messageID(err error) string {
	m, _ := connector.MessageOf(err)
	return m.ID
}

func TestDownload(t *testing.T) {
	table := header + "Microsoft 365 E3,SPE_E3," + e3 + ",AAD_PREMIUM," + aad + ",Microsoft Entra ID P1\r\n"
	for _, c := range []struct {
		name, want string
		answer     http.HandlerFunc
	}{
		{"given the table, then its names", "", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, table) }},
		{"given a redirection to it, then its names", "", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/" {
				http.Redirect(w, r, "/table.csv", http.StatusFound)
				return
			}
			_, _ = io.WriteString(w, table)
		}},
		{"given a sign-in page, then it is one", "network.web-page.untitled", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "<html>")
		}},
		{"given a refusal, then its status", "names.status", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) }},
		{"given nothing, then it is no table", "names.no-table", func(http.ResponseWriter, *http.Request) {}},
		{"given an end before the end, then it broke", "network.connection-broken", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100000")
			_, _ = io.WriteString(w, table)
		}},
		{
			"given an end before the end far behind the beginning, then it broke", "network.connection-broken",
			func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Length", "100000")
				_, _ = io.WriteString(w, table+strings.Repeat(table[len(header):], 200))
			},
		},
		{"given redirections without an end, then no more", "names.redirects", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/more"+r.URL.Path, http.StatusFound)
		}},
		{"given a redirection to an unencrypted address, then it is not followed", "names.address", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://192.0.2.1/table.csv", http.StatusFound)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(c.answer)
			t.Cleanup(server.Close)
			got, err := Download(t.Context(), connector.Access{}, nil, server.URL+"/?secret=1")
			if messageID(err) != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
			if diff := cmp.Diff(contoso, got); c.want == "" && diff != "" {
				t.Error("(-want +got):\n" + diff)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the error holds the address: %v", err)
			}
		})
	}
}

func TestCheckAddress(t *testing.T) {
	for address, good := range map[string]bool{
		Address: true, "https://example.com/names.csv?a=b": true, "http://127.0.0.1:8080/names.csv": true, "https://localhost/": true,
		"http://example.com/names.csv": false, "ftp://example.com/": false, "file:///names.csv": false, "https://": false,
		"https://user@example.com/": false, "https://example.com:port/": false,
	} {
		if err := CheckAddress(address); (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// What answers in place of an address elsewhere must not make the program ask what
// listens here.
func TestAnAddressElsewhereDoesNotLeadHere(t *testing.T) {
	for address, good := range map[string]bool{"https://example.com/": true, "https://127.0.0.1/": false, "http://localhost/": false} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if err := check(u, false); (err == nil) != good {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestDownloadGoesThroughTheProxy(t *testing.T) {
	proxy := &networktest.Proxy{Username: "u", Password: "p", Offer: []string{"Basic"}}
	proxy.Server = httptest.NewServer(proxy)
	t.Cleanup(proxy.Close)
	a := connector.Access{Connection: connector.Connection{Proxy: connector.Proxy{Use: true, Server: proxy.URL, Username: "u"}}}
	a.Secrets.ProxyPassword = "wrong"
	if _, err := Download(t.Context(), a, nil, Address); messageID(err) != "network.proxy.wrong-password" {
		t.Error(err)
	}
}
