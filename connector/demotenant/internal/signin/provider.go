package signin

import (
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"inventorybeacon/connector/demotenant/internal/company"
	"inventorybeacon/connector/demotenant/internal/seal"
)

// Provider signs people and applications in, as Microsoft Entra does.
type Provider struct {
	company    *company.Company
	options    Options
	apps       map[string]App
	sealer     seal.Sealer
	mux        *http.ServeMux
	consents   sync.Map     // by consent
	redeemed   sync.Map     // codes that were used, by their ID
	generation atomic.Int64 // of tokens
}

// Options say what is registered and how long tokens are valid.
type Options struct {
	// Apps are registered in addition to those of every tenant.
	Apps []App
	// Withhold lists delegated permissions that are asked for but never granted.
	Withhold []string
	// TokenLifetime is how long an access token is valid; 60 to 90 minutes, as
	// Microsoft's, when it is zero.
	TokenLifetime time.Duration
	Logger        *slog.Logger
}

// New makes the sign-in of a company.
func New(of *company.Company, sealer seal.Sealer, o Options) *Provider {
	p := &Provider{company: of, options: o, apps: registrations(o.Apps), sealer: sealer}
	p.mux = p.routes()
	return p
}

// ServeHTTP implements [http.Handler].
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) { p.mux.ServeHTTP(w, r) }

// routes are the addresses of the login host, most of which name a tenant.
func (p *Provider) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.serveStart)
	mux.HandleFunc("GET /{tenant}/oauth2/v2.0/authorize", p.serveAuthorize)
	mux.HandleFunc("POST /{tenant}/oauth2/v2.0/authorize", p.serveAuthorize)
	mux.HandleFunc("/{tenant}/oauth2/v2.0/token", p.serveToken)
	mux.HandleFunc("POST /{tenant}/login", p.serveStep)
	mux.HandleFunc("GET /{tenant}/v2.0/adminconsent", p.serveAdminConsent)
	mux.HandleFunc("GET /{tenant}/adminconsent", p.serveAdminConsentV1)
	mux.HandleFunc("GET /{tenant}/oauth2/nativeclient", p.serveNativeClient)
	return mux
}

// tenantOf is the tenant in the path of a request, in lower case.
func tenantOf(r *http.Request) string { return strings.ToLower(r.PathValue("tenant")) }

// knowsTenant reports whether a tenant in the path of an endpoint is this one, or
// stands for any.
func (p *Provider) knowsTenant(name string) bool {
	switch strings.ToLower(name) {
	case "common", "organizations", "consumers", p.company.ID, p.company.Domain, p.company.InitialDomain:
		return true
	default:
		return false
	}
}
