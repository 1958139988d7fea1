package demotenant_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

func TestSignInPages(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{})
	const pick, password, consent = "Pick an account", "Enter password", "Permissions requested"
	steps := []struct {
		name    string
		visitor *demotenant.Visitor
		changes url.Values
		want    []string
	}{
		{"the first sign-in asks for consent", demotenant.NewVisitor(), nil, []string{pick, password, consent}},
		{"consent is remembered", demotenant.NewVisitor(), nil, []string{pick, password}},
		{
			"a login_hint skips the picker", demotenant.NewVisitor(),
			url.Values{"prompt": {""}, "login_hint": {"admin@contoso.example"}},
			[]string{password},
		},
		{
			"select_account shows the picker all the same", demotenant.NewVisitor(),
			url.Values{"login_hint": {"admin@contoso.example"}},
			[]string{pick, password},
		},
		{"prompt=consent asks again", demotenant.NewVisitor(), url.Values{"prompt": {"consent"}}, []string{pick, password, consent}},
	}
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			values := signIn(t, s, step.visitor, step.changes)
			if !slices.Equal(step.visitor.Visited, step.want) {
				t.Errorf("pages %q, want %q", step.visitor.Visited, step.want)
			}
			if values.Get("code") == "" || values.Get("state") != "state-1" {
				t.Errorf("answer %v", values)
			}
		})
	}
}

func TestSessionSignsInSilently(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{})
	v := demotenant.NewVisitor()
	signIn(t, s, v, nil)
	for _, prompt := range []string{"", "none"} {
		v.Visited = nil
		values := signIn(t, s, v, url.Values{"prompt": {prompt}})
		if len(v.Visited) != 0 || values.Get("code") == "" {
			t.Errorf("prompt %q: pages %q, answer %v", prompt, v.Visited, values)
		}
	}
}

func TestOrganizationConsentLetsOthersIn(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{})
	reader := func() *demotenant.Visitor {
		v := demotenant.NewVisitor()
		v.Account = "robin.reader@contoso.example"
		return v
	}
	_, err := reader().SignIn(t.Context(), s.AuthorizationEndpoint()+"?"+authorization(s, nil).Encode())
	var page *demotenant.PageError
	if !errors.As(err, &page) || page.Heading != "Need admin approval" || !strings.HasPrefix(page.Problem, "AADSTS90094:") {
		t.Fatalf("a user without a role: %v", err)
	}
	admin := demotenant.NewVisitor()
	admin.Organization = true
	signIn(t, s, admin, nil)

	values := signIn(t, s, reader(), nil)
	a := postToken(t, s.TokenEndpoint(), codeForm(s, values.Get("code"), nil))
	if response, body := get(t, s.GraphEndpoint()+"/v1.0/users?$top=1", a.AccessToken); response.StatusCode != http.StatusOK {
		t.Errorf("users: %s %s", response.Status, body)
	}
	response, body := get(t, s.GraphEndpoint()+"/v1.0/reports/getOffice365ActivationsUserDetail", a.AccessToken)
	if response.StatusCode != http.StatusForbidden || !strings.Contains(body, "Authentication_RequestFromUnsupportedUserRole") {
		t.Errorf("reports without a role: %s %s", response.Status, body)
	}
}

func TestErrorsThatStayOnThePage(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{})
	tests := []struct {
		name     string
		endpoint string
		changes  url.Values
		want     string
	}{
		{"unknown client", "", url.Values{"client_id": {"11111111-2222-4333-8444-555555555555"}}, "AADSTS700016"},
		{"no client", "", url.Values{"client_id": {""}}, "AADSTS900144"},
		{"no redirect URI", "", url.Values{"redirect_uri": {""}}, "AADSTS900144"},
		{"relative redirect URI", "", url.Values{"redirect_uri": {"/common"}}, "AADSTS90102"},
		{"foreign redirect URI", "", url.Values{"redirect_uri": {"https://example.com/"}}, "AADSTS50011"},
		{"redirect URI that only starts right", "", url.Values{"redirect_uri": {s.RedirectURI() + "x"}}, "AADSTS50011"},
		{"redirect URI in another case", "", url.Values{"redirect_uri": {s.URL() + "/common/oauth2/NativeClient"}}, "AADSTS50011"},
		{"localhost with a path", "", url.Values{"redirect_uri": {"http://localhost:8080/answer"}}, "AADSTS50011"},
		{"loopback address instead of localhost", "", url.Values{"redirect_uri": {"http://127.0.0.1:8080"}}, "AADSTS50011"},
		{"unknown tenant", s.URL() + "/fabrikam.example/oauth2/v2.0/authorize", nil, "AADSTS90002"},
		{"consumers", s.URL() + "/consumers/oauth2/v2.0/authorize", nil, "AADSTS9002346"},
		{"a parameter twice", s.AuthorizationEndpoint() + "?state=2", nil, "AADSTS9000411"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			endpoint := test.endpoint
			if endpoint == "" {
				endpoint = s.AuthorizationEndpoint()
			}
			separator := "?"
			if strings.Contains(endpoint, "?") {
				separator = "&"
			}
			at, err := demotenant.NewVisitor().SignIn(t.Context(), endpoint+separator+authorization(s, test.changes).Encode())
			var page *demotenant.PageError
			if !errors.As(err, &page) || !strings.HasPrefix(page.Problem, test.want+":") {
				t.Errorf("got %q, %v; want %s on the page", at, err, test.want)
			}
		})
	}
}

func TestErrorsThatComeBack(t *testing.T) {
	tests := []struct {
		name    string
		changes url.Values
		decline bool
		word    string
		code    string
	}{
		{"other response type", url.Values{"response_type": {"token"}}, false, "unsupported_response_type", "AADSTS700054"},
		{"no scope", url.Values{"scope": {""}}, false, "invalid_request", "AADSTS900144"},
		{"unknown scope", url.Values{"scope": {"Directory.Read.Everything"}}, false, "invalid_scope", "AADSTS70011"},
		{
			"scope of another cloud",
			url.Values{"scope": {"https://graph.microsoft.us/Directory.Read.All"}},
			false, "invalid_resource",
			"AADSTS500011",
		},
		{".default with others", url.Values{"scope": {".default User.Read"}}, false, "invalid_scope", "AADSTS70011"},
		{"no PKCE", url.Values{"code_challenge": {""}}, false, "invalid_request", "AADSTS9002325"},
		{"plain PKCE", url.Values{"code_challenge_method": {"plain"}}, false, "invalid_request", "AADSTS9002325"},
		{"short challenge", url.Values{"code_challenge": {"abc"}}, false, "invalid_request", "AADSTS501491"},
		{"silent without a session", url.Values{"prompt": {"none"}}, false, "login_required", "AADSTS50058"},
		{"declined", nil, true, "access_denied", "AADSTS65004"},
	}
	s := demotenanttest.Start(t, demotenant.Options{})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := demotenant.NewVisitor()
			v.Decline = test.decline
			values := signIn(t, s, v, test.changes)
			description := values.Get("error_description")
			if values.Get("error") != test.word || !strings.HasPrefix(description, test.code+":") {
				t.Errorf("got %v, want %s and %s", values, test.word, test.code)
			}
			for _, part := range []string{"\r\nTrace ID: ", "\r\nCorrelation ID: ", "\r\nTimestamp: "} {
				if !strings.Contains(description, part) {
					t.Errorf("%q is missing in %q", part, description)
				}
			}
			if values.Get("state") != "state-1" || values.Get("code") != "" {
				t.Errorf("answer %v", values)
			}
		})
	}
}

func TestWrongPassword(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{})
	v := demotenant.NewVisitor()
	v.Password = "guess"
	_, err := v.SignIn(t.Context(), s.AuthorizationEndpoint()+"?"+authorization(s, nil).Encode())
	var page *demotenant.PageError
	if !errors.As(err, &page) || !strings.HasPrefix(page.Problem, "Your account or password is incorrect.") {
		t.Errorf("got %v", err)
	}
}

func TestResponseModes(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{})
	const state = `a b&c=<d>"ü%20`
	for _, test := range []struct{ mode, redirect, want string }{
		{"query", "", s.RedirectURI() + "?"},
		{"fragment", "", s.RedirectURI() + "#"},
		{"query", "http://localhost:51234", "http://localhost:51234/?"},
		{"query", "http://localhost", "http://localhost/?"},
	} {
		changes := url.Values{"response_mode": {test.mode}, "state": {state}}
		if test.redirect != "" {
			changes.Set("redirect_uri", test.redirect)
		}
		at, err := demotenant.NewVisitor().SignIn(t.Context(), s.AuthorizationEndpoint()+"?"+authorization(s, changes).Encode())
		if err != nil || !strings.HasPrefix(at, test.want) {
			t.Fatalf("%+v: %q, %v", test, at, err)
		}
		values, err := url.ParseQuery(at[len(test.want):])
		if err != nil || values.Get("state") != state {
			t.Errorf("%+v: state %q, %v", test, values.Get("state"), err)
		}
	}
	_, err := demotenant.NewVisitor().SignIn(t.Context(), s.AuthorizationEndpoint()+"?"+
		authorization(s, url.Values{"response_mode": {"form_post"}}).Encode())
	var page *demotenant.PageError
	if !errors.As(err, &page) || page.Heading != "Continue to the application" {
		t.Errorf("form_post: %v", err)
	}
}

// What a browser test clicks must stay where it is.
func TestPagesHoldWhatABrowserLooksFor(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{TenantName: `A "quoted" & <named> company`})
	response, err := http.Get(s.AuthorizationEndpoint() + "?" + authorization(s, nil).Encode())
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`id="title">Pick an account<`, `id="account-admin"`, `id="account-user"`, `id="account-other"`, `id="username"`, `id="next"`,
		`id="cancel">Sign out and cancel<`, "Demonstration tenant - no real Microsoft account is used",
		"A &#34;quoted&#34; &amp; &lt;named&gt; company",
	} {
		if !strings.Contains(string(body), part) {
			t.Errorf("%q is missing", part)
		}
	}
	for header, want := range map[string]string{"Cache-Control": "no-store", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"} {
		if !strings.Contains(response.Header.Get(header), want) {
			t.Errorf("%s: %q", header, response.Header.Get(header))
		}
	}
}
