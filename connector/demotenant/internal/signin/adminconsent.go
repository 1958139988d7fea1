package signin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"inventorybeacon/connector/demotenant/internal/web"
)

// serveAdminConsent is the address at which an administrator consents for the
// whole organization (learn.microsoft.com/entra/identity-platform/v2-admin-consent).
func (p *Provider) serveAdminConsent(w http.ResponseWriter, r *http.Request) {
	if name := tenantOf(r); name == "common" || name == "consumers" {
		p.errorPage(w, r, refusal(90130, r.FormValue("client_id")))
		return
	}
	p.authorize(w, r, (*Provider).checkConsent)
}

// serveAdminConsentV1 is the address of version 1.0. It asks for everything that
// is registered and ends at a registered redirect URI when none is named
// (learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent).
func (p *Provider) serveAdminConsentV1(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	query.Set("scope", web.Origin(r)+"/"+defaultScope)
	if app, found := p.app(query.Get("client_id")); found && query.Get("redirect_uri") == "" && len(app.RedirectURIs) > 0 {
		redirect := app.RedirectURIs[0]
		if strings.HasPrefix(redirect, "/") {
			redirect = web.Origin(r) + redirect
		}
		query.Set("redirect_uri", redirect)
	}
	r = r.Clone(r.Context())
	r.URL.RawQuery = query.Encode()
	p.serveAdminConsent(w, r)
}

// checkConsent checks what the client is told about at its redirect URI.
func (p *Provider) checkConsent(r *http.Request, a *authorization, form url.Values) *oauthError {
	a.Mode, a.AdminConsent = "query", true
	return p.checkScopes(r, a, form)
}

// finishConsent records a consent for everybody and says so.
func (p *Provider) finishConsent(w http.ResponseWriter, r *http.Request, a authorization) {
	var asked []string
	for _, s := range a.Scopes {
		asked = append(asked, s.Asked)
	}
	given := slices.Clone(a.Scopes)
	for _, name := range openIDScopes { // are consented to with any other
		given = append(given, scope{name, name})
	}
	p.giveConsent(a.Client, everybody, given)
	p.redirect(w, r, a, url.Values{"admin_consent": {"True"}, "tenant": {p.company.ID}, "scope": {strings.Join(asked, " ")}})
}
