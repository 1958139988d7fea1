package graph

import (
	"net/http"
	"testing"
	"time"

	"inventorybeacon/connector/demotenant/internal/company"
	"inventorybeacon/connector/demotenant/internal/seal"
)

// BenchmarkFilter measures the pass over all users behind a filter of createdDateTime.
func BenchmarkFilter(b *testing.B) {
	s := serviceOf(1_000_000, UndatedInNegations)
	for b.Loop() {
		s.sortUsers()
	}
}

// serviceOf is the Graph of a company, without its sign-in and its reports.
func serviceOf(users int, undated Undated) *Service {
	of := company.New(company.Options{Users: users, Seed: 1, Now: time.Now})
	return New(of, nil, nil, seal.New(1, ""), Options{Undated: undated})
}

func FuzzFilter(f *testing.F) {
	for _, seed := range []string{
		"not(createdDateTime ge 2020-01-01T00:00:00.5Z)",
		"createdDateTime ge 2020-01-01T00:00:00Z and not(createdDateTime ge 2019-01-01T00:00:00Z)",
		"userPrincipalName in ('a','b''c')", "userPrincipalName in (", "createdDateTime eq null", "not(not(", "'", "", " and ",
		"createdDateTime ge ",
	} {
		f.Add(seed)
	}
	var services []*Service
	for _, undated := range []Undated{UndatedInNegations, UndatedNowhere, UndatedApart} {
		services = append(services, serviceOf(20, undated))
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, service := range services {
			numbers, _, problem := service.filtered(text)
			if problem != nil && (problem.Status != http.StatusBadRequest || problem.Message == "") {
				t.Errorf("%q: %+v", text, problem)
			}
			if len(numbers) > 20 {
				t.Errorf("%q: %d users", text, len(numbers))
			}
		}
	})
}
