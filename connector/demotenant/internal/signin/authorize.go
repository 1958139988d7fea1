package signin

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"inventorybeacon/connector/demotenant/internal/web"
)

// authorization is a checked request to the authorization endpoint. It travels
// sealed through the pages until it ends in a code.
type authorization struct {
	Tenant    string  `json:"t"`
	Client    string  `json:"c"`
	Redirect  string  `json:"r"`
	Mode      string  `json:"m"`
	State     string  `json:"s"`
	Nonce     string  `json:"n"`
	Challenge string  `json:"k"`
	Prompt    string  `json:"p"`
	Hint      string  `json:"h"`
	Scopes    []scope `json:"o"`
	// AdminConsent says that nobody wants a code: an administrator consents for
	// the whole organization.
	AdminConsent bool `json:"a,omitempty"`
}

// The limits of the sign-in.
const (
	codeLifetime    = 10 * time.Minute
	flowLifetime    = 15 * time.Minute
	sessionLifetime = 24 * time.Hour
	maxStateLength  = 2048
	sessionCookie   = "DEMOAUTH"
)

// serveAuthorize is the authorization endpoint
// (learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow).
func (p *Provider) serveAuthorize(w http.ResponseWriter, r *http.Request) {
	p.authorize(w, r, (*Provider).checkRequest)
}

// authorize begins a sign-in. Check checks what the client is told about at its redirect URI.
func (p *Provider) authorize(
	w http.ResponseWriter, r *http.Request, check func(p *Provider, r *http.Request, a *authorization, form url.Values) *oauthError,
) {
	form, problem := readForm(w, r)
	if problem != nil {
		p.errorPage(w, r, problem)
		return
	}
	a, problem := p.checkClient(r, form)
	injected := faultError(r)
	if problem == nil && injected != nil && injected.staysOnPage {
		problem = injected
	}
	if problem != nil {
		// Nobody is told at an address that is not the client's.
		p.errorPage(w, r, problem)
		return
	}
	if problem = cmp.Or(check(p, r, &a, form), injected); problem != nil {
		p.refuse(w, r, a, problem)
		return
	}
	p.begin(w, r, a)
}

// readForm reads the parameters of a query or form, each of which may occur once.
func readForm(w http.ResponseWriter, r *http.Request) (url.Values, *oauthError) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		return nil, refusal(9000411)
	}
	for name, values := range r.Form {
		if len(values) > 1 {
			return nil, refusal(9000411).because("The parameter '" + name + "' is duplicated.")
		}
	}
	return r.Form, nil
}

// missing is the error for a parameter that must be there.
func missing(name string) *oauthError {
	return refusal(900144, name)
}

// checkTenant refuses tenants in the path that are not this one.
func (p *Provider) checkTenant(tenant, client string) *oauthError {
	switch {
	case !p.knowsTenant(tenant):
		return refusal(90002, tenant)
	case strings.EqualFold(tenant, "consumers"):
		return refusal(9002346, client)
	default:
		return nil
	}
}

// checkClient checks what decides where an answer may go.
func (p *Provider) checkClient(r *http.Request, form url.Values) (authorization, *oauthError) {
	a := authorization{
		Tenant: tenantOf(r), Client: form.Get("client_id"), Redirect: form.Get("redirect_uri"), State: form.Get("state"),
	}
	if a.Client == "" {
		return a, missing("client_id")
	}
	if problem := p.checkTenant(r.PathValue("tenant"), a.Client); problem != nil {
		return a, problem
	}
	app, found := p.app(a.Client)
	switch {
	case !found:
		return a, unknownApp(a.Client, p.company.Options.Name)
	case app.Disabled:
		return a, refusal(7000112, a.Client, app.Name)
	case a.Redirect == "":
		return a, missing("redirect_uri")
	}
	if at, err := url.Parse(a.Redirect); err != nil || !at.IsAbs() || at.Host == "" {
		return a, refusal(90102)
	}
	if !app.allowsRedirect(a.Redirect, web.Origin(r)) {
		return a, refusal(50011, a.Redirect, a.Client)
	}
	return a, nil
}

func unknownApp(client, tenant string) *oauthError {
	return refusal(700016, client, tenant)
}

// checkRequest checks what the client is told about at its redirect URI.
func (p *Provider) checkRequest(r *http.Request, a *authorization, form url.Values) *oauthError {
	a.Mode = "query"
	switch mode := form.Get("response_mode"); mode {
	case "":
	case "query", "fragment", "form_post":
		a.Mode = mode
	default:
		problem := missing("response_mode")
		problem.text = "The value of the parameter 'response_mode' is not valid: '" + mode + "'."
		return problem
	}
	switch kind := form.Get("response_type"); kind {
	case "code":
	case "":
		return missing("response_type")
	default:
		return refusal(700054, kind)
	}
	a.Prompt, a.Hint, a.Nonce = form.Get("prompt"), form.Get("login_hint"), form.Get("nonce")
	switch a.Prompt {
	case "", "login", "none", "consent", "select_account":
	default:
		return refusal(90023)
	}
	if problem := checkChallenge(a, form); problem != nil {
		return problem
	}
	return p.checkScopes(r, a, form)
}

// checkScopes checks what every request for a consent has.
func (p *Provider) checkScopes(r *http.Request, a *authorization, form url.Values) *oauthError {
	if len(a.State) > maxStateLength {
		return refusal(9000411).because("The parameter 'state' is too long.")
	}
	if form.Get("scope") == "" {
		return missing("scope")
	}
	scopes, problem := parseScopes(form.Get("scope"), web.Origin(r))
	a.Scopes = p.expand(scopes)
	return problem
}

// checkChallenge asks for PKCE (RFC 7636) with S256 from every client.
func checkChallenge(a *authorization, form url.Values) *oauthError {
	a.Challenge = form.Get("code_challenge")
	if a.Challenge == "" || form.Get("code_challenge_method") != "S256" {
		return refusal(9002325)
	}
	if sum, err := base64.RawURLEncoding.DecodeString(a.Challenge); err != nil || len(sum) != sha256.Size {
		return refusal(501491)
	}
	return nil
}

// refuse sends the client an error at its redirect URI.
func (p *Provider) refuse(w http.ResponseWriter, r *http.Request, a authorization, problem *oauthError) {
	values := url.Values{}
	p.report(r, problem).answer(values)
	switch {
	case a.AdminConsent:
		values.Set("admin_consent", "True")
		if problem.code == 65004 {
			values.Set("error", "consent_required")
		}
	case problem.code == 65004:
		values.Set("error_subcode", "cancel")
	}
	p.redirect(w, r, a, values)
}

// redirect takes an answer to the client in the way it asked for.
func (p *Provider) redirect(w http.ResponseWriter, r *http.Request, a authorization, values url.Values) {
	if a.State != "" {
		values.Set("state", a.State)
	}
	if a.Mode == "form_post" {
		p.page(w, http.StatusOK, "post", postPage{Address: a.Redirect, Values: values})
		return
	}
	at, err := url.Parse(a.Redirect)
	if err != nil { // checkClient has parsed it before
		p.errorPage(w, r, refusal(90102))
		return
	}
	if at.Path == "" {
		at.Path = "/"
	}
	if a.Mode == "fragment" {
		at.Fragment, at.RawFragment = "", ""
		w.Header().Set("Location", at.String()+"#"+values.Encode())
	} else {
		query := at.Query()
		for name := range values {
			query.Set(name, values.Get(name))
		}
		at.RawQuery = query.Encode()
		w.Header().Set("Location", at.String())
	}
	secure(w.Header())
	w.WriteHeader(http.StatusFound)
}
