package demotenant

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestNamesAreUnique(t *testing.T) {
	t.Run("surnames belong to one locale, given names occur once in theirs", func(t *testing.T) {
		surnames := map[string]bool{}
		for _, l := range locales {
			givens := map[string]bool{}
			for _, g := range l.givens {
				if givens[g.ascii] {
					t.Errorf("given name %s occurs twice", g.ascii)
				}
				givens[g.ascii] = true
			}
			for _, s := range l.surnames {
				if surnames[s.ascii] {
					t.Errorf("surname %s occurs twice", s.ascii)
				}
				surnames[s.ascii] = true
			}
			if len(l.offices) == 0 {
				t.Error("a locale without an office")
			}
		}
	})
	t.Run("nobody shares a user principal name or an id", func(t *testing.T) {
		tenant := New(Options{Users: 12_000})
		upns, ids := map[string]bool{}, map[string]bool{}
		for i := range tenant.options.Users + tenant.formerUsers() {
			u := tenant.reported(i)
			upn := strings.ToLower(u.userPrincipalName().String())
			if upns[upn] || ids[u.draws.guid()] {
				t.Fatalf("user %d is there twice: %s", i, upn)
			}
			upns[upn], ids[u.draws.guid()] = true, true
		}
	})
}

// The users are written without escaping, so no text may need it, whatever the
// company is called.
func TestPagesAreJSON(t *testing.T) {
	tenant := New(Options{Users: 6000, TenantName: "A \"quoted\" \\ company\n"})
	s, problem := tenant.selection(importSelect + ",assignedPlans,proxyAddresses,mailNickname,lastPasswordChangeDateTime")
	if problem != nil {
		t.Fatal(problem.message)
	}
	l := listing{query: query{top: tenant.options.Users}, selection: s, size: tenant.options.Users}
	body := tenant.appendPage(nil, httptest.NewRequest(http.MethodGet, "/v1.0/users", nil), &l)
	if !json.Valid(body) {
		t.Fatal("not JSON")
	}
	for _, every := range [][]string{{"partners", partners[0].name}, {"departments", departments[5]}} {
		if !strings.Contains(string(body), every[1]) {
			t.Errorf("%s: %s does not occur", every[0], every[1])
		}
	}
}

func TestEveryPersonOfTheCompanyCanHaveLicenses(t *testing.T) {
	noon := time.Date(2026, 11, 15, 12, 0, 0, 0, time.UTC)
	tenant := New(Options{Users: 10_000, Now: func() time.Time { return noon }})
	counts := tenant.consumed()
	licenses := 0
	for i, n := range counts {
		licenses += n
		if n == 0 && i != skuPhone && i != skuStore {
			t.Errorf("nobody has %s", tenant.skus[i].part)
		}
	}
	if mean := float64(licenses) / 10_000; mean < 1 || mean > 3 {
		t.Errorf("%.2f licenses a user", mean)
	}
	var none, licensed, young int
	refused := map[assignmentState]int{}
	newest := tenant.reportDate() - 90
	for i := range tenant.options.Users {
		u := tenant.user(i)
		a := u.assignments()
		if a.count > maxAssignments-1 {
			t.Fatalf("user %d has %d licenses", i, a.count)
		}
		if a.hasRefused {
			refused[a.refused.state]++
		}
		for _, one := range a.all() {
			licensed++
			if since := u.firstSince(&one); since > newest {
				young++
			}
		}
		if a.count == 0 {
			none++
		}
	}
	if len(refused) != 3 || refused[stateNoneLeft] < refused[stateExcluded] || none == 0 {
		t.Errorf("refused %v, without any %d", refused, none)
	}
	if young < licensed/500 || young > licensed/20 {
		t.Errorf("%d of %d licenses were assigned in the last 90 days", young, licensed)
	}
}
