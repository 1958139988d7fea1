package demotenant_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// clock is a clock that tests move.
type clock struct{ offset atomic.Int64 }

func (c *clock) now() time.Time           { return day.Add(time.Duration(c.offset.Load())) }
func (c *clock) advance(by time.Duration) { c.offset.Add(int64(by)) }

func TestCodeExchange(t *testing.T) {
	tests := []struct {
		name    string
		changes url.Values
		wait    time.Duration
		tenant  bool // redeem at the tenant's own endpoint
		want    int
		word    string
	}{
		{name: "good"},
		{name: "a subset of the scopes", changes: url.Values{"scope": {"openid Directory.Read.All"}}},
		{name: "wrong verifier", changes: url.Values{"code_verifier": {strings.Repeat("x", 43)}}, want: 501481, word: "invalid_grant"},
		{name: "no verifier", changes: url.Values{"code_verifier": {""}}, want: 900144, word: "invalid_request"},
		{name: "other redirect URI", changes: url.Values{"redirect_uri": {"http://localhost"}}, want: 500112, word: "invalid_grant"},
		{name: "public client with a secret", changes: url.Values{"client_secret": {"x"}}, want: 700025, word: "invalid_client"},
		{
			name:    "another client",
			changes: url.Values{"client_id": {demotenant.ConfidentialClientID}, "client_secret": {demotenant.ConfidentialClientSecret}},
			want:    700007, word: "invalid_grant",
		},
		{name: "unknown client", changes: url.Values{"client_id": {"x"}}, want: 700016, word: "unauthorized_client"},
		{name: "damaged code", changes: url.Values{"code": {"1.abc"}}, want: 9002313, word: "invalid_grant"},
		{name: "no code", changes: url.Values{"code": {""}}, want: 900144, word: "invalid_request"},
		{name: "too late", wait: 11 * time.Minute, want: 70008, word: "invalid_grant"},
		{name: "another tenant's path", tenant: true, want: 700005, word: "invalid_grant"},
		{name: "more than was granted", changes: url.Values{"scope": {"AuditLog.Read.All"}}, want: 65001, word: "invalid_grant"},
		{name: "unknown grant", changes: url.Values{"grant_type": {"password"}}, want: 70003, word: "unsupported_grant_type"},
		{name: "no grant", changes: url.Values{"grant_type": {""}}, want: 900144, word: "invalid_request"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := &clock{}
			s := demotenanttest.Start(t, demotenant.Options{Now: c.now})
			values := signIn(t, s, demotenant.NewVisitor(), nil)
			c.advance(test.wait)
			endpoint := s.TokenEndpoint()
			if test.tenant {
				endpoint = s.TenantTokenEndpoint()
			}
			a := postToken(t, endpoint, codeForm(s, values.Get("code"), test.changes))
			if a.code() != test.want || a.Error != test.word {
				t.Fatalf("got %d %q %q, want %d %q", a.code(), a.Error, a.Description, test.want, test.word)
			}
			if test.want != 0 && (a.TraceID == "" || a.Correlation == "" || a.Timestamp == "" || a.Status < 400) {
				t.Errorf("incomplete error: %+v", a)
			}
			if test.want == 0 && (a.AccessToken == "" || a.ExpiresIn < 3600 || a.ExpiresIn > 5400) {
				t.Errorf("answer: %+v", a)
			}
		})
	}
}

func TestAnswerOfTheCodeExchange(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Now: func() time.Time { return day }})
	scopes := "openid profile offline_access " + s.GraphEndpoint() + "/Directory.Read.All " + s.GraphEndpoint() + "/Reports.Read.All"
	values := signIn(t, s, demotenant.NewVisitor(), url.Values{"scope": {scopes}})
	a := postToken(t, s.TokenEndpoint(), codeForm(s, values.Get("code"), nil))
	if want := strings.Replace(scopes, "offline_access ", "", 1); a.Scope != want {
		t.Errorf("scope %q, want %q", a.Scope, want)
	}
	if n := len(a.RefreshToken); n < 1000 || n > 2048 {
		t.Errorf("the refresh token has %d characters", n)
	}
	parts := strings.Split(a.IDToken, ".")
	if len(parts) != 3 {
		t.Fatalf("id_token %q", a.IDToken)
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(text, &claims); err != nil {
		t.Fatal(err)
	}
	tenant := s.Organization()
	for name, want := range map[string]any{
		"tid": tenant.ID, "aud": demotenant.ClientID, "nonce": "nonce-1", "preferred_username": "admin@contoso.example",
		"name": "Alex Administrator", "iss": s.URL() + "/" + tenant.ID + "/v2.0", "iat": float64(day.Unix()),
	} {
		if claims[name] != want {
			t.Errorf("%s is %v, want %v", name, claims[name], want)
		}
	}
	for u := range s.Users() {
		if claims["oid"] != u.ID {
			t.Errorf("oid is %v, want %v", claims["oid"], u.ID)
		}
		break
	}
}

func TestCodeWorksOnce(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{})
	values := signIn(t, s, demotenant.NewVisitor(), nil)
	form := codeForm(s, values.Get("code"), nil)
	if a := postToken(t, s.TokenEndpoint(), form); a.code() != 0 {
		t.Fatalf("%+v", a)
	}
	if a := postToken(t, s.TokenEndpoint(), form); a.code() != 54005 || a.Error != "invalid_grant" {
		t.Errorf("the second time: %+v", a)
	}
}

func refreshForm(token string) url.Values {
	return url.Values{"client_id": {demotenant.ClientID}, "grant_type": {"refresh_token"}, "refresh_token": {token}}
}

func TestRefreshTokens(t *testing.T) {
	c := &clock{}
	s := demotenanttest.Start(t, demotenant.Options{Now: c.now})
	first := tokens(t, s)
	second := postToken(t, s.TokenEndpoint(), refreshForm(first.RefreshToken))
	if second.AccessToken == "" || second.RefreshToken == first.RefreshToken || second.Scope != first.Scope {
		t.Fatalf("the refresh token was not rotated: %+v", second)
	}
	if a := postToken(t, s.TokenEndpoint(), refreshForm(first.RefreshToken)); a.AccessToken == "" {
		t.Errorf("the old one must stay valid: %+v", a)
	}
	if a := postToken(t, s.TokenEndpoint(), refreshForm(first.RefreshToken[:500])); a.code() != 9002313 {
		t.Errorf("a damaged one: %+v", a)
	}
	other := refreshForm(first.RefreshToken)
	other.Set("client_id", demotenant.ConfidentialClientID)
	other.Set("client_secret", demotenant.ConfidentialClientSecret)
	if a := postToken(t, s.TokenEndpoint(), other); a.code() != 70000 {
		t.Errorf("another client: %+v", a)
	}
	c.advance(91 * 24 * time.Hour)
	if a := postToken(t, s.TokenEndpoint(), refreshForm(second.RefreshToken)); a.code() != 700082 {
		t.Errorf("after 91 days: %+v", a)
	}
	fresh := tokens(t, s)
	s.RevokeAll()
	if a := postToken(t, s.TokenEndpoint(), refreshForm(fresh.RefreshToken)); a.code() != 50173 {
		t.Errorf("revoked: %+v", a)
	}
}

// A stored connection must survive the end of the program that serves the tenant.
func TestRefreshTokenOutlivesTheServer(t *testing.T) {
	first := demotenanttest.Start(t, demotenant.Options{Seed: 3})
	token := tokens(t, first).RefreshToken
	if a := postToken(t, demotenanttest.Start(t, demotenant.Options{Seed: 3}).TokenEndpoint(), refreshForm(token)); a.AccessToken == "" {
		t.Errorf("the same tenant started anew: %+v", a)
	}
	if a := postToken(t, demotenanttest.Start(t, demotenant.Options{Seed: 4}).TokenEndpoint(), refreshForm(token)); a.code() != 9002313 {
		t.Errorf("another tenant: %+v", a)
	}
}

func TestWithheldPermission(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Withhold: []string{"Reports.Read.All"}})
	a := tokens(t, s)
	if strings.Contains(a.Scope, "Reports") {
		t.Errorf("scope %q", a.Scope)
	}
	response, body := get(t, s.GraphEndpoint()+"/v1.0/reports/getOffice365ActivationsUserDetail", a.AccessToken)
	if response.StatusCode != http.StatusForbidden || !strings.Contains(body, "S2SUnauthorized") {
		t.Errorf("%s %s", response.Status, body)
	}
}

func TestClientCredentials(t *testing.T) {
	c := &clock{}
	s := demotenanttest.Start(t, demotenant.Options{Now: c.now, Apps: []demotenant.App{
		{ID: "aaaaaaaa-0000-4000-8000-000000000001", Secret: "short-lived", SecretExpires: day.Add(-time.Hour)},
		{ID: "aaaaaaaa-0000-4000-8000-000000000002", Secret: "off", Disabled: true},
	}})
	good := func(changes url.Values) url.Values {
		return change(url.Values{
			"client_id": {demotenant.ConfidentialClientID}, "client_secret": {demotenant.ConfidentialClientSecret},
			"grant_type": {"client_credentials"}, "scope": {s.GraphEndpoint() + "/.default"},
		}, changes)
	}
	tests := []struct {
		name     string
		endpoint string
		changes  url.Values
		want     int
		status   int
	}{
		{"good", s.TenantTokenEndpoint(), nil, 0, http.StatusOK},
		{"by domain", s.URL() + "/contoso.example/oauth2/v2.0/token", nil, 0, http.StatusOK},
		{"common", s.TokenEndpoint(), nil, 9001023, http.StatusBadRequest},
		{"consumers", s.URL() + "/consumers/oauth2/v2.0/token", nil, 9001023, http.StatusBadRequest},
		{"organizations", s.URL() + "/organizations/oauth2/v2.0/token", nil, 50059, http.StatusBadRequest},
		{"unknown tenant", s.URL() + "/nowhere.example/oauth2/v2.0/token", nil, 90002, http.StatusBadRequest},
		{
			"named scope", s.TenantTokenEndpoint(),
			url.Values{"scope": {s.GraphEndpoint() + "/Directory.Read.All"}},
			1002012,
			http.StatusBadRequest,
		},
		{
			"another cloud's scope", s.TenantTokenEndpoint(),
			url.Values{"scope": {"https://graph.microsoft.com/.default"}},
			500011,
			http.StatusBadRequest,
		},
		{"no scope", s.TenantTokenEndpoint(), url.Values{"scope": {""}}, 900144, http.StatusBadRequest},
		{"wrong secret", s.TenantTokenEndpoint(), url.Values{"client_secret": {"x"}}, 7000215, http.StatusUnauthorized},
		{
			"secret's ID", s.TenantTokenEndpoint(),
			url.Values{"client_secret": {demotenant.ConfidentialSecretID}},
			7000215,
			http.StatusUnauthorized,
		},
		{"no secret", s.TenantTokenEndpoint(), url.Values{"client_secret": {""}}, 7000218, http.StatusUnauthorized},
		{
			"public client", s.TenantTokenEndpoint(),
			url.Values{"client_id": {demotenant.ClientID}, "client_secret": {""}},
			7000218,
			http.StatusUnauthorized,
		},
		{"public client with a secret", s.TenantTokenEndpoint(), url.Values{"client_id": {demotenant.ClientID}}, 700025, http.StatusUnauthorized},
		{
			"expired secret", s.TenantTokenEndpoint(),
			url.Values{"client_id": {"aaaaaaaa-0000-4000-8000-000000000001"}, "client_secret": {"short-lived"}},
			7000222, http.StatusUnauthorized,
		},
		{
			"disabled", s.TenantTokenEndpoint(),
			url.Values{"client_id": {"aaaaaaaa-0000-4000-8000-000000000002"}, "client_secret": {"off"}},
			7000112, http.StatusBadRequest,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := postToken(t, test.endpoint, good(test.changes))
			if a.code() != test.want || a.Status != test.status {
				t.Fatalf("got %d %+v, want %d", a.code(), a, test.want)
			}
			if test.want != 0 {
				return
			}
			if a.RefreshToken != "" || a.IDToken != "" {
				t.Error("a refresh token or id_token for an application")
			}
			// The application needs no role of a user for the reports.
			response, _ := get(t, s.GraphEndpoint()+"/v1.0/reports/getOffice365ActivationsUserDetail", a.AccessToken)
			if response.StatusCode != http.StatusFound {
				t.Errorf("report: %s", response.Status)
			}
		})
	}
}

func TestClientAssertion(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: day, NotAfter: day.Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	const id = "aaaaaaaa-0000-4000-8000-000000000003"
	s := demotenanttest.Start(t,
		demotenant.Options{
			Now:  func() time.Time { return day },
			Apps: []demotenant.App{{ID: id, Certificate: certificate, Roles: []string{"Directory.Read.All"}}},
		})
	thumbprint := sha256.Sum256(der)
	sign := func(changes map[string]any) string {
		header := map[string]any{"alg": "PS256", "typ": "JWT", "x5t#S256": base64.RawURLEncoding.EncodeToString(thumbprint[:])}
		claims := map[string]any{
			"aud": s.TenantTokenEndpoint(), "iss": id, "sub": id, "jti": "1",
			"nbf": day.Add(-time.Minute).Unix(), "exp": day.Add(5 * time.Minute).Unix(),
		}
		for name, value := range changes {
			claims[name] = value
		}
		part := func(v any) string {
			text, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			return base64.RawURLEncoding.EncodeToString(text)
		}
		text := part(header) + "." + part(claims)
		sum := sha256.Sum256([]byte(text))
		signature, err := rsa.SignPSS(rand.Reader, key, crypto.SHA256, sum[:], nil)
		if err != nil {
			t.Fatal(err)
		}
		return text + "." + base64.RawURLEncoding.EncodeToString(signature)
	}
	for _, test := range []struct {
		name      string
		assertion string
		want      int
	}{
		{"good", sign(nil), 0},
		{"too old", sign(map[string]any{"exp": day.Add(-time.Second).Unix()}), 700024},
		{"for another endpoint", sign(map[string]any{"aud": s.TokenEndpoint()}), 700023},
		{"of another client", sign(map[string]any{"iss": demotenant.ClientID}), 700021},
		{"changed", strings.Replace(sign(nil), ".", "x.", 1), 700027},
		{"not a token", "x", 700027},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := postToken(t, s.TenantTokenEndpoint(), url.Values{
				"client_id": {id}, "grant_type": {"client_credentials"}, "scope": {s.GraphEndpoint() + "/.default"},
				"client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}, "client_assertion": {test.assertion},
			})
			if a.code() != test.want {
				t.Errorf("got %+v, want %d", a, test.want)
			}
		})
	}
}

func TestTokenEndpointTakesFormsOnly(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{})
	send := func(method, contentType, query, body string) answer {
		r, err := http.NewRequestWithContext(t.Context(), method, s.TokenEndpoint()+query, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", contentType)
		return sendToken(t, r)
	}
	const form = "application/x-www-form-urlencoded"
	for name, test := range map[string]struct {
		got  answer
		want int
	}{
		"GET":                {send(http.MethodGet, form, "", ""), 900561},
		"JSON":               {send(http.MethodPost, "application/json", "", `{"grant_type":"refresh_token"}`), 900144},
		"query":              {send(http.MethodPost, form, "?grant_type=refresh_token&client_id=x", ""), 900144},
		"a parameter twice":  {send(http.MethodPost, form, "", "grant_type=a&grant_type=b"), 9000411},
		"malformed encoding": {send(http.MethodPost, form, "", "grant_type=%zz"), 9000411},
	} {
		if test.got.code() != test.want {
			t.Errorf("%s: %+v, want %d", name, test.got, test.want)
		}
	}
}

// x/oauth2 sends the client in a header when it is left to find out the style.
func TestBasicAuthentication(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{})
	send := func(id, secret string, form url.Values) answer {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.TenantTokenEndpoint(), strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(url.QueryEscape(id), url.QueryEscape(secret))
		return sendToken(t, r)
	}
	credentials := url.Values{"grant_type": {"client_credentials"}, "scope": {s.GraphEndpoint() + "/.default"}}
	if a := send(demotenant.ConfidentialClientID, demotenant.ConfidentialClientSecret, credentials); a.AccessToken == "" {
		t.Errorf("a confidential client: %+v", a)
	}
	if a := send(demotenant.ClientID, "", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"x"}}); a.code() != 900144 {
		t.Errorf("a public client without client_id in the body: %+v", a)
	}
}
