package demotenant

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// serveAdminConsent is the address at which an administrator consents for the
// whole organization (learn.microsoft.com/entra/identity-platform/v2-admin-consent).
func (t *Tenant) serveAdminConsent(w http.ResponseWriter, r *http.Request) {
	if name := tenantOf(r); name == "common" || name == "consumers" {
		t.errorPage(w, r, refusal(90130, r.FormValue("client_id")))
		return
	}
	t.authorize(w, r, (*Tenant).checkConsent)
}

// serveAdminConsentV1 is the address of version 1.0. It asks for everything that
// is registered and ends at a registered redirect URI when none is named
// (learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent).
func (t *Tenant) serveAdminConsentV1(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	query.Set("scope", origin(r)+"/"+defaultScope)
	if app, found := t.app(query.Get("client_id")); found && query.Get("redirect_uri") == "" && len(app.RedirectURIs) > 0 {
		redirect := app.RedirectURIs[0]
		if strings.HasPrefix(redirect, "/") {
			redirect = origin(r) + redirect
		}
		query.Set("redirect_uri", redirect)
	}
	r = r.Clone(r.Context())
	r.URL.RawQuery = query.Encode()
	t.serveAdminConsent(w, r)
}

// checkConsent checks what the client is told about at its redirect URI.
func (t *Tenant) checkConsent(r *http.Request, a *authorization, form url.Values) *oauthError {
	a.Mode, a.AdminConsent = "query", true
	return t.checkScopes(r, a, form)
}

// finishConsent records a consent for everybody and says so.
func (t *Tenant) finishConsent(w http.ResponseWriter, r *http.Request, a authorization) {
	var asked []string
	for _, s := range a.Scopes {
		asked = append(asked, s.Asked)
	}
	given := slices.Clone(a.Scopes)
	for _, name := range openIDScopes { // are consented to with any other
		given = append(given, scope{name, name})
	}
	t.giveConsent(a.Client, everybody, given)
	t.redirect(w, r, a, url.Values{"admin_consent": {"True"}, "tenant": {t.id}, "scope": {strings.Join(asked, " ")}})
}
