package demotenant_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// day is when the tenants of the tests live.
var day = time.Date(2026, 10, 1, 9, 30, 0, 0, time.UTC)

const (
	verifier   = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG-._~"
	fullScopes = "openid profile offline_access Directory.Read.All Reports.Read.All"
)

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// authorization returns the parameters of a good request; changes are applied
// to it, an empty value removes a parameter.
func authorization(s *demotenant.Server, changes url.Values) url.Values {
	values := url.Values{
		"client_id": {demotenant.ClientID}, "response_type": {"code"}, "redirect_uri": {s.RedirectURI()},
		"scope": {fullScopes}, "state": {"state-1"}, "prompt": {"select_account"},
		"code_challenge": {challengeOf(verifier)}, "code_challenge_method": {"S256"}, "nonce": {"nonce-1"},
	}
	return change(values, changes)
}

func change(values, changes url.Values) url.Values {
	for name, value := range changes {
		if len(value) == 1 && value[0] == "" {
			values.Del(name)
		} else {
			values[name] = value
		}
	}
	return values
}

// signIn goes through the pages and returns the parameters of the answer.
func signIn(t *testing.T, s *demotenant.Server, v *demotenant.Visitor, changes url.Values) url.Values {
	t.Helper()
	at, err := v.SignIn(t.Context(), s.AuthorizationEndpoint()+"?"+authorization(s, changes).Encode())
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	if u.Fragment != "" {
		u.RawQuery = u.Fragment
	}
	return u.Query()
}

// answer is a success or an error of the token endpoint.
type answer struct {
	Status       int    `json:"-"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	IDToken      string `json:"id_token"`
	Scope        string `json:"scope"`
	ExpiresIn    int    `json:"expires_in"`
	Error        string `json:"error"`
	Description  string `json:"error_description"`
	Codes        []int  `json:"error_codes"`
	TraceID      string `json:"trace_id"`
	Correlation  string `json:"correlation_id"`
	Timestamp    string `json:"timestamp"`
}

func (a answer) code() int {
	if len(a.Codes) != 1 {
		return 0
	}
	return a.Codes[0]
}

func postToken(t testing.TB, endpoint string, form url.Values) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return sendToken(t, r)
}

func sendToken(t testing.TB, r *http.Request) answer {
	t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var a answer
	if err := json.NewDecoder(response.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	a.Status = response.StatusCode
	return a
}

func codeForm(s *demotenant.Server, code string, changes url.Values) url.Values {
	return change(url.Values{
		"client_id": {demotenant.ClientID}, "grant_type": {"authorization_code"}, "code": {code},
		"redirect_uri": {s.RedirectURI()}, "code_verifier": {verifier},
	}, changes)
}

// applicationToken is the access token of the application with a secret.
func applicationToken(t testing.TB, s *demotenant.Server) string {
	t.Helper()
	a := postToken(t, s.TenantTokenEndpoint(), url.Values{
		"client_id": {demotenant.ConfidentialClientID}, "client_secret": {demotenant.ConfidentialClientSecret},
		"grant_type": {"client_credentials"}, "scope": {s.GraphEndpoint() + "/.default"},
	})
	if a.AccessToken == "" {
		t.Fatalf("no access token: %+v", a)
	}
	return a.AccessToken
}

// tokens signs the administrator in.
func tokens(t *testing.T, s *demotenant.Server) answer {
	t.Helper()
	values := signIn(t, s, demotenant.NewVisitor(), nil)
	a := postToken(t, s.TokenEndpoint(), codeForm(s, values.Get("code"), nil))
	if a.AccessToken == "" {
		t.Fatalf("no access token: %+v", a)
	}
	return a
}

// get asks Graph, or any address, and returns the answer with its body.
func get(t testing.TB, address, token string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

func TestJourney(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{Users: 1200, Seed: 7})
	a := tokens(t, s)
	response, body := get(t, s.GraphEndpoint()+"/v1.0/users?$top=999&$select=id,displayName,assignedLicenses", a.AccessToken)
	if response.StatusCode != http.StatusOK || !json.Valid([]byte(body)) {
		t.Fatalf("users: %s %.300s", response.Status, body)
	}
	response, _ = get(t, s.GraphEndpoint()+"/v1.0/reports/getOffice365ActiveUserDetail(period='D180')", a.AccessToken)
	if response.StatusCode != http.StatusFound {
		t.Fatalf("report: %s", response.Status)
	}
	_, body = get(t, response.Header.Get("Location"), "")
	if !strings.HasPrefix(body, "\ufeffReport Refresh Date,User Principal Name,") {
		t.Errorf("report: %.100q", body)
	}
}
