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
	form, problem := readForm(w, r)
	if problem != nil {
		t.errorPage(w, r, problem)
		return
	}
	if name := tenantOf(r); name == "common" || name == "consumers" {
		t.errorPage(w, r, refusal(90130, form.Get("client_id")))
		return
	}
	a, problem := t.checkClient(r, form)
	if problem != nil {
		t.errorPage(w, r, problem)
		return
	}
	a.Mode, a.AdminConsent = "query", true
	if problem := t.checkConsent(r, &a, form); problem != nil {
		t.refuse(w, r, a, problem)
		return
	}
	t.begin(w, r, a)
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
	if len(a.State) > maxStateLength {
		return refusal(9000411).because("The parameter 'state' is too long.")
	}
	if form.Get("scope") == "" {
		return missing("scope")
	}
	scopes, problem := parseScopes(form.Get("scope"), origin(r))
	a.Scopes = t.expand(scopes)
	return problem
}

// finishConsent records a consent for everybody and says so.
func (t *Tenant) finishConsent(w http.ResponseWriter, r *http.Request, a authorization) {
	t.giveConsent(a.Client, everybody, append(slices.Clone(a.Scopes), openIDScopes()...))
	var asked []string
	for _, s := range a.Scopes {
		asked = append(asked, s.Asked)
	}
	t.redirect(w, r, a, url.Values{"admin_consent": {"True"}, "tenant": {t.id}, "scope": {strings.Join(asked, " ")}})
}

// openIDScopes are consented to with any other.
func openIDScopes() []scope {
	var scopes []scope
	for _, name := range [...]string{"openid", "profile", "email", "offline_access"} {
		scopes = append(scopes, scope{name, name})
	}
	return scopes
}
