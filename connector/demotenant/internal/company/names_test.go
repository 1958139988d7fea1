package company

import (
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
		company := New(Options{Users: 12_000, Now: time.Now})
		upns, ids := map[string]bool{}, map[string]bool{}
		for i := range company.Options.Users + company.FormerUsers() {
			u := company.Reported(i)
			upn := strings.ToLower(u.UserPrincipalName())
			if upns[upn] || ids[u.Draws.GUID()] {
				t.Fatalf("user %d is there twice: %s", i, upn)
			}
			upns[upn], ids[u.Draws.GUID()] = true, true
		}
	})
}

func TestEveryPersonOfTheCompanyCanHaveLicenses(t *testing.T) {
	noon := time.Date(2026, 11, 15, 12, 0, 0, 0, time.UTC)
	company := New(Options{Users: 10_000, Now: func() time.Time { return noon }})
	counts := company.consumed()
	licenses := 0
	for i, n := range counts {
		licenses += n
		if n == 0 && !slices.Contains([]string{"MCOEV", "WINDOWS_STORE"}, company.SKUs[i].PartNumber) {
			t.Errorf("nobody has %s", company.SKUs[i].PartNumber)
		}
	}
	if mean := float64(licenses) / 10_000; mean < 1 || mean > 3 {
		t.Errorf("%.2f licenses a user", mean)
	}
	var none, licensed, young int
	refused := map[AssignmentState]int{}
	newest := company.ReportDate() - 90
	for i := range company.Options.Users {
		u := company.User(i)
		a := u.assignments()
		if len(a.List) > 8 {
			t.Fatalf("user %d has %d licenses", i, len(a.List))
		}
		if a.Refused != nil {
			refused[a.Refused.State]++
		}
		for _, one := range a.List {
			licensed++
			if since := u.firstSince(&one); since > newest {
				young++
			}
		}
		if len(a.List) == 0 {
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
