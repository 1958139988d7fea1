package demotenant

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestNamesAreUnique(t *testing.T) {
	t.Run("surnames belong to one locale, given names occur once in theirs", func(t *testing.T) {
		surnames := map[string]bool{}
		for _, l := range locales {
			givens := map[string]bool{}
			for _, g := range l.Givens {
				if givens[g.ascii] {
					t.Errorf("given name %s occurs twice", g.ascii)
				}
				givens[g.ascii] = true
			}
			for _, s := range l.Surnames {
				if surnames[s.ascii] {
					t.Errorf("surname %s occurs twice", s.ascii)
				}
				surnames[s.ascii] = true
			}
			if len(l.Offices) == 0 {
				t.Error("a locale without an office")
			}
		}
	})
	t.Run("nobody shares a user principal name or an id", func(t *testing.T) {
		tenant := New(Options{Users: 12_000})
		upns, ids := map[string]bool{}, map[string]bool{}
		for i := range tenant.options.Users + tenant.formerUsers() {
			u := tenant.reported(i)
			upn := strings.ToLower(u.userPrincipalName())
			if upns[upn] || ids[u.draws.guid()] {
				t.Fatalf("user %d is there twice: %s", i, upn)
			}
			upns[upn], ids[u.draws.guid()] = true, true
		}
	})
}

// Every page is JSON, whatever the company is called.
func TestPagesAreJSON(t *testing.T) {
	tenant := New(Options{Users: 6000, TenantName: "A \"quoted\" \\ company\n"})
	token, _ := tenant.newAccessToken(grant{User: adminIndex, Scopes: []scope{{"Directory.Read.All", "Directory.Read.All"}}})
	var body strings.Builder
	next := "/v1.0/users?$top=999&$select=" + importSelect + ",assignedPlans,proxyAddresses,mailNickname,lastPasswordChangeDateTime"
	for next != "" {
		r := httptest.NewRequest(http.MethodGet, next, nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		tenant.ServeHTTP(w, r)
		var page struct {
			Next string `json:"@odata.nextLink"`
		}
		if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%d, not JSON: %v", w.Code, err)
		}
		body.Write(w.Body.Bytes())
		next = page.Next
	}
	for _, every := range [][]string{{"partners", partners[0].Name}, {"departments", departments[5]}} {
		if !strings.Contains(body.String(), every[1]) {
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
		if n == 0 && !slices.Contains([]string{"MCOEV", "WINDOWS_STORE"}, tenant.skus[i].PartNumber) {
			t.Errorf("nobody has %s", tenant.skus[i].PartNumber)
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
		if len(a.list) > 8 {
			t.Fatalf("user %d has %d licenses", i, len(a.list))
		}
		if a.refused != nil {
			refused[a.refused.state]++
		}
		for _, one := range a.list {
			licensed++
			if since := u.firstSince(&one); since > newest {
				young++
			}
		}
		if len(a.list) == 0 {
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
