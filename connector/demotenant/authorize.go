package demotenant

import (
	"net/http"
	"net/url"
	"strings"
	"time"
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
func (t *Tenant) serveAuthorize(w http.ResponseWriter, r *http.Request, tenant string) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		w.Header().Set("Allow", "GET, POST")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	form, problem := readForm(w, r)
	if problem != nil {
		t.errorPage(w, r, problem)
		return
	}
	a, problem := t.checkClient(r, tenant, form)
	if problem == nil {
		if fault := faultOf(r); fault != nil && fault.AADSTS != 0 && staysOnPage(fault.AADSTS) {
			problem = fault.oauthError()
		}
	}
	if problem != nil {
		// Nobody is told at an address that is not the client's.
		t.errorPage(w, r, problem)
		return
	}
	problem = t.checkRequest(r, &a, form)
	if fault := faultOf(r); problem == nil && fault != nil && fault.AADSTS != 0 {
		problem = fault.oauthError()
	}
	if problem != nil {
		t.refuse(w, r, a, problem)
		return
	}
	t.begin(w, r, a)
}

// readForm reads the parameters of a query or form, each of which may occur once.
func readForm(w http.ResponseWriter, r *http.Request) (url.Values, *oauthError) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		return nil, errorf(9000411, "The request is not properly formatted.")
	}
	for name, values := range r.Form {
		if len(values) > 1 {
			return nil, errorf(9000411, "The request is not properly formatted. The parameter '%s' is duplicated.", name)
		}
	}
	return r.Form, nil
}

// missing is the error for a parameter that must be there.
func missing(name string) *oauthError {
	return errorf(900144, "The request body must contain the following parameter: '%s'.", name)
}

// checkTenant refuses tenants in the path that are not this one.
func (t *Tenant) checkTenant(tenant, client string) *oauthError {
	switch {
	case !t.knowsTenant(tenant):
		return errorf(90002, "Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.", tenant)
	case strings.EqualFold(tenant, "consumers"):
		return errorf(9002346, "Application '%s' is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request.", client)
	default:
		return nil
	}
}

// checkClient checks what decides where an answer may go.
func (t *Tenant) checkClient(r *http.Request, tenant string, form url.Values) (authorization, *oauthError) {
	a := authorization{Tenant: strings.ToLower(tenant), Client: form.Get("client_id"), Redirect: form.Get("redirect_uri"), State: form.Get("state")}
	if a.Client == "" {
		return a, missing("client_id")
	}
	if problem := t.checkTenant(tenant, a.Client); problem != nil {
		return a, problem
	}
	app, found := t.app(a.Client)
	switch {
	case !found:
		return a, unknownApp(a.Client, t.options.TenantName)
	case app.Disabled:
		return a, errorf(7000112, "Application '%s'(%s) is disabled.", a.Client, app.Name)
	case a.Redirect == "":
		return a, missing("redirect_uri")
	}
	if at, err := url.Parse(a.Redirect); err != nil || !at.IsAbs() || at.Host == "" {
		return a, errorf(90102, "'redirect_uri' value must be a valid absolute URI.")
	}
	if !app.allowsRedirect(a.Redirect, origin(r)) {
		return a, errorf(50011, "The redirect URI '%s' specified in the request does not match the redirect URIs configured for the application '%s'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.", a.Redirect, a.Client)
	}
	return a, nil
}

func unknownApp(client, tenant string) *oauthError {
	return errorf(700016, "Application with identifier '%s' was not found in the directory '%s'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.", client, tenant)
}

// checkRequest checks what the client is told about at its redirect URI.
func (t *Tenant) checkRequest(r *http.Request, a *authorization, form url.Values) *oauthError {
	a.Mode = "query"
	switch mode := form.Get("response_mode"); mode {
	case "":
	case "query", "fragment", "form_post":
		a.Mode = mode
	default:
		return errorf(900144, "The value of the parameter 'response_mode' is not valid: '%s'.", mode)
	}
	if len(a.State) > maxStateLength {
		return errorf(9000411, "The request is not properly formatted. The parameter 'state' is too long.")
	}
	switch kind := form.Get("response_type"); kind {
	case "code":
	case "":
		return missing("response_type")
	default:
		return errorf(700054, "response_type '%s' is not enabled for the application.", kind)
	}
	a.Prompt, a.Hint, a.Nonce = form.Get("prompt"), form.Get("login_hint"), form.Get("nonce")
	switch a.Prompt {
	case "", "login", "none", "consent", "select_account":
	default:
		return errorf(90023, "Unsupported 'prompt' value.")
	}
	if problem := checkChallenge(a, form); problem != nil {
		return problem
	}
	if form.Get("scope") == "" {
		return missing("scope")
	}
	scopes, problem := parseScopes(form.Get("scope"), origin(r))
	a.Scopes = t.expand(scopes)
	return problem
}

// checkChallenge asks for PKCE (RFC 7636) with S256 from every client.
func checkChallenge(a *authorization, form url.Values) *oauthError {
	a.Challenge = form.Get("code_challenge")
	method := form.Get("code_challenge_method")
	switch {
	case a.Challenge == "" || method != "S256":
		return errorf(9002325, "Proof Key for Code Exchange is required for authorization code redemption: code_challenge with code_challenge_method S256.")
	case !isBase64URL(a.Challenge) || len(a.Challenge) != 43:
		return errorf(501491, "Invalid size of Code_Challenge parameter.")
	default:
		return nil
	}
}

func isBase64URL(s string) bool {
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '_':
		default:
			return false
		}
	}
	return true
}

// refuse sends the client an error at its redirect URI.
func (t *Tenant) refuse(w http.ResponseWriter, r *http.Request, a authorization, problem *oauthError) {
	values := url.Values{}
	t.report(r, problem).answer(values)
	switch {
	case a.AdminConsent:
		values.Set("admin_consent", "True")
		if problem.code == 65004 {
			values.Set("error", "consent_required")
		}
	case problem.code == 65004:
		values.Set("error_subcode", "cancel")
	}
	t.redirect(w, r, a, values)
}

// redirect takes an answer to the client in the way it asked for.
func (t *Tenant) redirect(w http.ResponseWriter, r *http.Request, a authorization, values url.Values) {
	if a.State != "" {
		values.Set("state", a.State)
	}
	if a.Mode == "form_post" {
		t.page(w, http.StatusOK, "post", postPage{Address: a.Redirect, Values: values})
		return
	}
	at, err := url.Parse(a.Redirect)
	if err != nil { // checkClient has parsed it before
		t.errorPage(w, r, errorf(90102, "'redirect_uri' value must be a valid absolute URI."))
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
