package demotenant

import (
	"cmp"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options say what kind of tenant to serve. The zero value is a small company
// without faults.
type Options struct {
	// Users is the number of accounts; 250 when it is zero.
	Users int
	// Seed decides about everything that is random in the data.
	Seed uint64
	// TenantName is the company's name; "Contoso" when it is empty.
	TenantName string
	// MaxPage caps the users on a page below Microsoft's 999; 0 leaves it there.
	MaxPage int
	// Latency is waited before each answer of Graph, the token endpoint and the
	// reports.
	Latency time.Duration
	// Faults is the share (0 to 1) of those answers that are throttled,
	// unavailable, cut short or a proxy's page. No request fails more than three
	// times in a row.
	Faults float64
	// Throttle is N when every Nth page of users is answered 429 with a Retry-After
	// of a second, and served when it is asked for again; 0 refuses none.
	Throttle int
	// Heavy gives every user some 40 assignedPlans, whatever $select says, so that
	// it takes about 7 KB. Tenants with many licenses are as heavy as that.
	Heavy bool
	// Undated says how filters treat the accounts without a createdDateTime.
	Undated Undated
	// ConcealNames hides names in the reports, as tenants do by default.
	ConcealNames bool
	// ReportsForbidden means that the administrator lacks the roles that the
	// usage reports ask for.
	ReportsForbidden bool
	// Withhold lists delegated permissions that are asked for but never granted.
	Withhold []string
	// Apps are registered in addition to the ones named by ClientID and
	// ConfidentialClientID.
	Apps []App
	// TokenLifetime is how long an access token is valid; 60 to 90 minutes, as
	// Microsoft's, when it is zero.
	TokenLifetime time.Duration
	// NeverCompress answers without gzip even when the client asks for it.
	NeverCompress bool
	// Logger receives a line for each request; nothing is logged without it.
	Logger *slog.Logger
	// Day is the day of its life on which the tenant is. Each brings changes to a few
	// employees; without it nothing ever changes. It stays the same while an import runs.
	Day func() int
	// Now is the clock; time.Now when it is nil.
	Now func() time.Time
}

// The sizes that Options and a request can ask for.
const (
	defaultUsers = 250
	maxUsers     = 50_000_000
)

// Tenant is an [http.Handler] that serves the tenant's sign-in pages, token
// endpoint, Graph and, when it was not started with [Start], the report host.
type Tenant struct {
	options       Options
	id            string
	domain        string // default domain
	initialDomain string
	companyJSON   []byte // the company's name as a JSON string
	skus          []sku
	groups        []group
	apps          map[string]App
	sealer        sealer

	// reportPort is the port of the second listener; empty without one.
	reportPort string

	login      *http.ServeMux
	consents   sync.Map     // by consent
	redeemed   sync.Map     // codes that were used, by their ID
	generation atomic.Int64 // of tokens
	pages      atomic.Int64 // generation of page tokens
	faults     faultPlan
	stats      counters
	consumed   func() []int // the users of each SKU
	times      func() userTimes
}

// New makes a tenant. The same options make the same tenant.
func New(o Options) *Tenant {
	if o.Users <= 0 {
		o.Users = defaultUsers
	}
	o.Users = min(max(o.Users, readerIndex+1), maxUsers)
	o.TenantName = cmp.Or(o.TenantName, "Contoso")
	o.Logger = cmp.Or(o.Logger, slog.New(slog.DiscardHandler))
	if o.Now == nil {
		o.Now = time.Now
	}
	t := &Tenant{
		options: o, faults: faultPlan{inRow: map[string]int{}, refused: map[string]bool{}},
		stats: counters{stats: Stats{Requests: map[string]int{}}, notYet: map[string]time.Time{}},
	}
	name := cmp.Or(lowerASCII(o.TenantName), "company")
	t.id = t.draws(streamTenant, 0).guid()
	t.domain, t.initialDomain = name+".example", name+".onmicrosoft.example"
	t.companyJSON = mustJSON(o.TenantName)
	t.skus = slices.Clone(skus)
	t.skus[skuPilot].ID = t.draws(streamSKU, skuPilot).guid()
	t.groups = t.makeGroups()
	t.apps = registrations(o.Apps)
	t.sealer = newSealer(o.Seed, o.TenantName)
	t.login = t.loginRoutes()
	t.consumed = eachDay(o.Day, t.countAssignments)
	t.times = sync.OnceValue(t.sortUsers)
	return t
}

func (t *Tenant) now() time.Time { return t.options.Now().UTC() }

// ServeHTTP implements [http.Handler].
func (t *Tenant) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	t.serve(w, r, t.route)
}

// route finds who answers a request to the login and Graph host.
func (t *Tenant) route(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	switch {
	case strings.HasPrefix(path, graphRoot), strings.HasPrefix(path, betaRoot+reportRoot), strings.HasPrefix(path, betaRoot+copilotRoot):
		t.serveGraph(w, r)
	case strings.HasPrefix(path, downloadRoot) && t.reportPort == "":
		t.serveDownload(w, r)
	default:
		t.login.ServeHTTP(w, r)
	}
}

// loginRoutes are the addresses of the login host, most of which name a tenant.
func (t *Tenant) loginRoutes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", t.serveStart)
	mux.HandleFunc("GET /{tenant}/oauth2/v2.0/authorize", t.serveAuthorize)
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/authorize", t.serveAuthorize)
	mux.HandleFunc("/{tenant}/oauth2/v2.0/token", t.serveToken)
	mux.HandleFunc("POST /{tenant}/login", t.serveStep)
	mux.HandleFunc("GET /{tenant}/v2.0/adminconsent", t.serveAdminConsent)
	mux.HandleFunc("GET /{tenant}/adminconsent", t.serveAdminConsentV1)
	mux.HandleFunc("GET /{tenant}/oauth2/nativeclient", t.serveNativeClient)
	return mux
}

// tenantOf is the tenant in the path of a request, in lower case.
func tenantOf(r *http.Request) string { return strings.ToLower(r.PathValue("tenant")) }

// origin is the scheme and host by which a client reached the tenant.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// knowsTenant reports whether a tenant in the path of an endpoint is this one, or
// stands for any.
func (t *Tenant) knowsTenant(name string) bool {
	switch strings.ToLower(name) {
	case "common", "organizations", "consumers", t.id, t.domain, t.initialDomain:
		return true
	default:
		return false
	}
}
