package demotenant

import (
	"cmp"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"inventorybeacon/connector/demotenant/internal/company"
	"inventorybeacon/connector/demotenant/internal/graph"
	"inventorybeacon/connector/demotenant/internal/report"
	"inventorybeacon/connector/demotenant/internal/seal"
	"inventorybeacon/connector/demotenant/internal/signin"
)

// Tenant is an [http.Handler] that serves the tenant's sign-in pages, token
// endpoint, Graph and, when it was not started with [Start], the report host.
type Tenant struct {
	*company.Company
	options Options
	signIn  *signin.Provider
	graph   *graph.Service
	reports *report.Host
	faults  faultPlan
	stats   counters
}

// New makes a tenant. The same options make the same tenant.
func New(o Options) *Tenant {
	o.TenantName = cmp.Or(o.TenantName, "Contoso")
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
	t := &Tenant{
		Company: company.New(company.Options{
			Users: o.Users, Seed: o.Seed, Name: o.TenantName, ConcealNames: o.ConcealNames, Day: o.Day, Now: o.Now,
		}),
		options: o, faults: faultPlan{inRow: map[string]int{}, refused: map[string]bool{}},
		stats: counters{stats: Stats{Requests: map[string]int{}}, notYet: map[string]time.Time{}},
	}
	sealer := seal.New(o.Seed, o.TenantName)
	t.signIn = signin.New(t.Company, sealer, signin.Options{
		Apps: o.Apps, Withhold: o.Withhold, TokenLifetime: o.TokenLifetime, Logger: o.Logger,
	})
	t.reports = report.New(t.Company, sealer, o.Logger)
	t.graph = graph.New(t.Company, t.signIn, t.reports, sealer, graph.Options{
		MaxPage: o.MaxPage, Heavy: o.Heavy, Undated: o.Undated, ReportsForbidden: o.ReportsForbidden,
	})
	return t
}

// ServeHTTP implements [http.Handler].
func (t *Tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t.serve(w, r, t.route)
}

// route finds who answers a request to the login and Graph host.
func (t *Tenant) route(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case graph.Serves(path):
		t.graph.ServeHTTP(w, r)
	case strings.HasPrefix(path, report.DownloadRoot) && t.reports.Port == "":
		t.reports.ServeHTTP(w, r)
	default:
		t.signIn.ServeHTTP(w, r)
	}
}

// RevokeAll ends every refresh token, as resetting the account's password does.
func (t *Tenant) RevokeAll() { t.signIn.RevokeAll() }

// ExpirePages ends every page token that is out, as time does.
func (t *Tenant) ExpirePages() { t.graph.ExpirePages() }
