package signin

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"inventorybeacon/connector/demotenant/internal/seal"
	"inventorybeacon/connector/demotenant/internal/web"
)

// tokenRequest is a request to the token endpoint, its form read.
type tokenRequest struct {
	*http.Request
	tenant string // of the path, in lower case
	form   url.Values
	app    App
}

// tokenResponse is a successful answer of the token endpoint.
type tokenResponse struct {
	TokenType    string `json:"token_type"`
	Scope        string `json:"scope,omitempty"`
	ExpiresIn    int    `json:"expires_in"`
	ExtExpiresIn int    `json:"ext_expires_in"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitempty"`
	IDToken      string `json:"id_token,omitempty"`
}

// serveToken is the token endpoint
// (learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow).
func (p *Provider) serveToken(w http.ResponseWriter, r *http.Request) {
	answer, problem := p.token(w, r)
	if problem != nil {
		p.report(r, problem).write(w)
		return
	}
	writeOAuthJSON(w, http.StatusOK, answer)
}

func (p *Provider) token(w http.ResponseWriter, r *http.Request) (*tokenResponse, *oauthError) {
	request := tokenRequest{Request: r, tenant: tenantOf(r)}
	if problem := request.readBody(w); problem != nil {
		return nil, problem
	}
	if problem := faultError(r); problem != nil {
		return nil, problem
	}
	if problem := p.authenticate(&request); problem != nil {
		return nil, problem
	}
	switch grantType := request.form.Get("grant_type"); grantType {
	case "authorization_code":
		return p.redeemCode(request)
	case "refresh_token":
		return p.refresh(request)
	case "client_credentials":
		return p.clientCredentials(request)
	default:
		return nil, refusal(70003, grantType)
	}
}

// readBody reads the form. Unlike ParseForm it takes nothing from the query,
// where a secret would stand in logs.
func (r *tokenRequest) readBody(w http.ResponseWriter) *oauthError {
	if r.Method != http.MethodPost {
		return refusal(900561, r.Method)
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return missing("grant_type")
	}
	if _, problem := readForm(w, r.Request); problem != nil {
		return problem
	}
	r.form = r.PostForm
	// Unlike the rest of OAuth's parameters, a client may also stand in a header
	// (RFC 6749 section 2.3.1), its parts form-encoded.
	if id, secret, found := r.BasicAuth(); found && secret != "" && r.form.Get("client_secret") == "" {
		for name, value := range map[string]string{"client_id": id, "client_secret": secret} {
			if decoded, err := url.QueryUnescape(value); err == nil {
				r.form.Set(name, decoded)
			}
		}
	}
	for _, name := range [...]string{"grant_type", "client_id"} {
		if r.form.Get(name) == "" {
			return missing(name)
		}
	}
	return nil
}

// authenticate finds the client and checks its secret or certificate.
func (p *Provider) authenticate(r *tokenRequest) *oauthError {
	client := r.form.Get("client_id")
	if problem := p.checkTenant(r.tenant, client); problem != nil && (!isCredentials(r) || problem.code == 90002) {
		return problem
	}
	app, found := p.app(client)
	if !found {
		return unknownApp(client, p.company.Options.Name)
	}
	r.app = app
	secret, assertion := r.form.Get("client_secret"), r.form.Get("client_assertion")
	switch {
	case app.Disabled:
		return refusal(7000112, app.ID, app.Name)
	case app.Public && (secret != "" || assertion != ""):
		return refusal(700025)
	case app.Public && !isCredentials(r):
		return nil
	case secret == "" && assertion == "":
		return refusal(7000218)
	case secret != "":
		return p.checkSecret(app, secret)
	default:
		return p.checkAssertion(r, assertion)
	}
}

func isCredentials(r *tokenRequest) bool { return r.form.Get("grant_type") == "client_credentials" }

func (p *Provider) checkSecret(app App, secret string) *oauthError {
	switch {
	case app.Secret == "" || subtle.ConstantTimeCompare([]byte(secret), []byte(app.Secret)) != 1:
		return refusal(7000215, app.ID)
	case !app.SecretExpires.IsZero() && !p.company.Now().Before(app.SecretExpires):
		return refusal(7000222, app.ID)
	default:
		return nil
	}
}

// redeemCode is the grant authorization_code.
func (p *Provider) redeemCode(r tokenRequest) (*tokenResponse, *oauthError) {
	for _, name := range [...]string{"code", "redirect_uri"} {
		if r.form.Get(name) == "" {
			return nil, missing(name)
		}
	}
	code, ok := p.OpenGrant(seal.Code, r.form.Get("code"))
	if !ok {
		return nil, refusal(9002313)
	}
	now := p.company.Now().Unix()
	switch {
	case !strings.EqualFold(code.Client, r.app.ID):
		return nil, refusal(700007, code.Client)
	case now >= code.Expires:
		return nil, refusal(70008)
	case code.Tenant != r.tenant:
		return nil, refusal(700005)
	case code.Redirect != r.form.Get("redirect_uri"):
		return nil, refusal(500112, r.form.Get("redirect_uri"), code.Redirect)
	}
	if problem := checkVerifier(code.Challenge, r.form.Get("code_verifier")); problem != nil {
		return nil, problem
	}
	granted, problem := p.narrow(r, code.Scopes)
	if problem != nil {
		return nil, problem
	}
	if _, used := p.redeemed.LoadOrStore(code.ID, true); used {
		return nil, refusal(54005)
	}
	code.Scopes = granted
	return p.delegated(r, code), nil
}

// checkVerifier compares a PKCE verifier with its challenge (RFC 7636 section 4.6).
func checkVerifier(challenge, verifier string) *oauthError {
	if verifier == "" {
		return missing("code_verifier")
	}
	sum := sha256.Sum256([]byte(verifier))
	want := base64.RawURLEncoding.EncodeToString(sum[:])
	if len(verifier) < 43 || len(verifier) > 128 || subtle.ConstantTimeCompare([]byte(want), []byte(challenge)) != 1 {
		return refusal(501481)
	}
	return nil
}

// narrow returns the scopes that a request asks for among the granted ones; a
// request without scope gets all of them.
func (p *Provider) narrow(r tokenRequest, granted []scope) ([]scope, *oauthError) {
	text := r.form.Get("scope")
	if text == "" {
		return granted, nil
	}
	asked, problem := parseScopes(text, web.Origin(r.Request))
	if problem != nil {
		return nil, problem
	}
	asked = p.expand(asked)
	for _, s := range asked {
		if !isOpenID(s.Name) && !Holds(granted, s.Name) {
			return nil, refusal(65001, r.app.ID, r.app.Name)
		}
	}
	// What keeps the connection alive is not given up by asking for less.
	if Holds(granted, "offline_access") && !Holds(asked, "offline_access") {
		asked = append(asked, scope{"offline_access", "offline_access"})
	}
	return asked, nil
}

// refresh is the grant refresh_token. It answers with a new refresh token, and
// the old one stays valid (learn.microsoft.com/entra/identity-platform/refresh-tokens).
func (p *Provider) refresh(r tokenRequest) (*tokenResponse, *oauthError) {
	text := r.form.Get("refresh_token")
	if text == "" {
		return nil, missing("refresh_token")
	}
	g, ok := p.OpenGrant(seal.Refresh, text)
	switch {
	case !ok:
		return nil, refusal(9002313)
	case !strings.EqualFold(g.Client, r.app.ID):
		return nil, refusal(70000)
	case p.company.Now().Unix() >= g.Expires:
		return nil, refusal(700082, time.Unix(g.Expires, 0).UTC().Add(-refreshTokenLifetime).Format(time.RFC3339))
	case g.Generation != p.generation.Load():
		return nil, refusal(50173)
	}
	granted, problem := p.narrow(r, g.Scopes)
	if problem != nil {
		return nil, problem
	}
	answer := p.delegated(r, Grant{Client: g.Client, User: g.User, Scopes: granted})
	answer.RefreshToken = p.newRefreshToken(g)
	return answer, nil
}

// delegated answers with the tokens of a user.
func (p *Provider) delegated(r tokenRequest, g Grant) *tokenResponse {
	answer := p.accessAnswer(g)
	var granted []string
	for _, s := range g.Scopes {
		if s.Name != "offline_access" { // never listed in the answer
			granted = append(granted, s.Asked)
		}
	}
	answer.Scope = strings.Join(granted, " ")
	if Holds(g.Scopes, "offline_access") {
		answer.RefreshToken = p.newRefreshToken(g)
	}
	if Holds(g.Scopes, "openid") {
		answer.IDToken = p.newIDToken(g, web.Origin(r.Request)+"/"+p.company.ID+"/v2.0")
	}
	return answer
}

// clientCredentials is the grant client_credentials.
func (p *Provider) clientCredentials(r tokenRequest) (*tokenResponse, *oauthError) {
	switch r.tenant {
	case "common", "consumers":
		return nil, refusal(9001023)
	case "organizations":
		return nil, refusal(50059)
	}
	text := r.form.Get("scope")
	if text == "" {
		return nil, missing("scope")
	}
	scopes, problem := parseScopes(text, web.Origin(r.Request))
	if problem != nil && problem.code == 500011 {
		return nil, problem
	}
	if problem != nil || len(scopes) != 1 || scopes[0].Name != defaultScope || scopes[0].Asked == defaultScope {
		return nil, refusal(1002012, text)
	}
	g := Grant{Client: r.app.ID, User: Application}
	for _, role := range r.app.Roles {
		g.Scopes = append(g.Scopes, scope{role, role})
	}
	return p.accessAnswer(g), nil
}

// accessAnswer answers with an access token only.
func (p *Provider) accessAnswer(g Grant) *tokenResponse {
	access, life := p.newAccessToken(g)
	seconds := int(life / time.Second)
	return &tokenResponse{TokenType: "Bearer", AccessToken: access, ExpiresIn: seconds, ExtExpiresIn: seconds}
}
