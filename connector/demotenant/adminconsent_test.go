package demotenant_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
)

// consentAddress is the address of the consent with changed parameters; an
// empty value removes one.
func consentAddress(s *demotenant.Server, path string, changes url.Values) string {
	query := url.Values{
		"client_id": {demotenant.ClientID}, "redirect_uri": {s.RedirectURI()}, "state": {"state-1"},
		"scope": {s.GraphEndpoint() + "/Directory.Read.All " + s.GraphEndpoint() + "/Reports.Read.All"},
	}
	for name, values := range changes {
		query.Del(name)
		if values[0] != "" {
			query[name] = values
		}
	}
	return s.URL() + path + "?" + query.Encode()
}

func TestAdminConsentGivenTheAnswer(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{})
	const path = "/organizations/v2.0/adminconsent"
	for _, test := range []struct {
		name    string
		path    string
		changes url.Values
		decline bool
		want    url.Values
	}{
		{"declined", path, nil, true, url.Values{"admin_consent": {"True"}, "error": {"consent_required"}, "state": {"state-1"}}},
		{
			"without a scope", path,
			url.Values{"scope": {""}},
			false,
			url.Values{"admin_consent": {"True"}, "error": {"invalid_request"}, "state": {"state-1"}},
		},
		{"accepted", path, nil, false, url.Values{"admin_consent": {"True"}, "tenant": {s.Organization().ID}, "state": {"state-1"}}},
		{
			"accepted again, at the tenant's address", "/" + s.Organization().ID + "/v2.0/adminconsent", nil, false,
			url.Values{"admin_consent": {"True"}, "tenant": {s.Organization().ID}},
		},
		{
			"version 1.0 without a redirect URI", "/organizations/adminconsent",
			url.Values{"scope": {""}, "redirect_uri": {""}},
			false,
			url.Values{"admin_consent": {"True"}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := demotenant.NewVisitor()
			v.Decline = test.decline
			answer, err := v.SignIn(t.Context(), consentAddress(s, test.path, test.changes))
			if err != nil || !strings.HasPrefix(answer, s.RedirectURI()+"?") {
				t.Fatalf("got %q, %v", answer, err)
			}
			at, err := url.Parse(answer)
			if err != nil {
				t.Fatal(err)
			}
			got := at.Query()
			for name := range test.want {
				if got.Get(name) != test.want.Get(name) {
					t.Errorf("%s: %q, want %q", name, got.Get(name), test.want.Get(name))
				}
			}
			if got.Has("code") {
				t.Error("a code was given out")
			}
			if test.decline && !strings.Contains(got.Get("error_description"), "AADSTS65004") {
				t.Errorf("description %q", got.Get("error_description"))
			}
		})
	}
}

func TestAdminConsentIsRefusedOnThePage(t *testing.T) {
	s := demotenanttest.Start(t, demotenant.Options{})
	for name, test := range map[string]struct {
		path    string
		changes url.Values
		account string
		problem string
	}{
		"common":         {"/common/v2.0/adminconsent", nil, "", "/common"},
		"another tenant": {"/fabrikam.example/v2.0/adminconsent", nil, "", "not found"},
		"another application": {
			"/organizations/v2.0/adminconsent",
			url.Values{"client_id": {"00000000-0000-0000-0000-000000000001"}},
			"",
			"was not found in the directory",
		},
		"a wrong redirect": {"/organizations/v2.0/adminconsent", url.Values{"redirect_uri": {s.RedirectURI() + "x"}}, "", "does not match"},
		"no administrator": {"/organizations/v2.0/adminconsent", nil, "robin.reader@contoso.example", "Admin consent is required"},
	} {
		t.Run(name, func(t *testing.T) {
			v := demotenant.NewVisitor()
			v.Account = test.account
			_, err := v.SignIn(t.Context(), consentAddress(s, test.path, test.changes))
			var stopped *demotenant.PageError
			if !errors.As(err, &stopped) || !strings.Contains(stopped.Problem, test.problem) {
				t.Errorf("got %v", err)
			}
		})
	}
}
