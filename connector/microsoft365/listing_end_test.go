package microsoft365

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/graphtest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/microsoft365/internal/users"
)

// Pages with ever new links that bring nothing new are given up, unless something
// comes in time.
func TestListingsGivenPagesThatBringNothingNew(t *testing.T) {
	const most = 100
	row := func(name string) string {
		return `{"userPrincipalName":"` + name + `","productType":"x","reportRefreshDate":"2026-01-30","windows":0,"mac":0}`
	}
	user := func(id string) string { return sourcetest.Selected(`{"id":"` + id + `"}`) }
	for what, element := range map[string]func(string) string{
		"users": user, "groups": user, "getOffice365ActivationsUserDetail": row,
	} {
		a, b, c := element("a"), element("b"), element("c")
		for _, tt := range []struct {
			name    string
			again   []string // what the pages hold in turn
			pages   int      // so many of them come before the last page, which holds a; 0 for no end
			endless bool
		}{
			{"no element", []string{""}, 0, true},
			{"the same element", []string{a}, 0, true},
			{"two pages in turn", []string{a, b}, 0, true},
			{"three pages in turn", []string{a, b, a + "," + c}, 0, true},
			{"no element for a while", []string{""}, most - 1, false},
			{"no element for too long", []string{""}, most, true},
		} {
			t.Run(what+" with "+tt.name, func(t *testing.T) {
				requests := 0
				g, _ := graphtest.At(t, func(w http.ResponseWriter, r *http.Request) {
					if strings.HasSuffix(r.URL.Path, "$count") {
						w.WriteHeader(http.StatusBadRequest) // as in tenants in which Graph does not count
						return
					}
					if requests++; requests > 3*most || tt.pages > 0 && requests > tt.pages {
						_, _ = io.WriteString(w, `{"value":[`+a+`]}`)
						return
					}
					fmt.Fprintf(w, `{"@odata.nextLink":"http://%s%s?$skiptoken=%d","value":[%s]}`, r.Host, r.URL.Path, requests,
						tt.again[requests%len(tt.again)])
				})
				err := answerReaders[what](t.Context(), g)
				if !tt.endless {
					if err != nil || requests != tt.pages+1 {
						t.Errorf("%v after %d pages", err, requests)
					}
					return
				}
				if !strings.HasPrefix(connectortest.Said(err), "graph.answer.endless Pages=100 ") || requests > most+len(tt.again) {
					t.Errorf("%v after %d pages", err, requests)
				}
				connectortest.CheckMessage(t, what, err)
			})
		}
	}
}

// Users of whom more and more come are given up when they are many more than Graph counts.
// The next import begins anew.
func TestUsersGivenMoreThanAreCounted(t *testing.T) {
	requests := 0
	g, _ := graphtest.At(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "$count") {
			_, _ = io.WriteString(w, "900")
			return
		}
		requests++
		var users []string
		for i := range 999 {
			users = append(users, sourcetest.Selected(fmt.Sprintf(`{"id":"%d of page %d"}`, i, requests)))
		}
		next := ""
		if requests < 10 {
			next = fmt.Sprintf(`"@odata.nextLink":"http://%s%s?$skiptoken=%d",`, r.Host, r.URL.Path, requests)
		}
		fmt.Fprintf(w, `{%s"value":[%s]}`, next, strings.Join(users, ","))
	})
	got := sourcetest.NewSink()
	err := users.New(g, got, "", func(int64, int64) {}).Read(t.Context(), 900)
	if connectortest.Said(err) != "graph.answer.more Counted=900 Received=2997 What=/v1.0/users" || requests > 3 {
		t.Errorf("%v after %d pages", err, requests)
	}
	connectortest.CheckMessage(t, "users", err)
	if got.Restarts[connector.StreamUsers] != 1 {
		t.Errorf("restarts %v", got.Restarts)
	}
}
