package entra

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// ofSomebody finds words about a person who signs in, which an application that
// signs in by itself has none of. The sign-in service and its log are Microsoft's.
var ofSomebody = regexp.MustCompile(`(?i)Generate\.\.\.|\baccounts?\b|\bsign(s|ed)? in\b|sign-ins? (of|has|on|was)|refresh token|authorization code|redirect URI|device code|password|multifactor|\bpasted?\b`)

// Nobody signs in for an application, so nobody can follow an advice to do so.
func TestTokenSourceOfAnApplicationSpeaksOfNoSignIn(t *testing.T) {
	var bodies []string
	for _, code := range codesThatAdministratorsMeet {
		for _, word := range []string{"invalid_grant", "invalid_request", "interaction_required"} {
			bodies = append(bodies, fmt.Sprintf(`{"error":%q,"error_codes":[%d]}`, word, code))
		}
	}
	for _, word := range []string{
		"invalid_grant", "interaction_required", "login_required", "consent_required", "access_denied", "invalid_client", "unauthorized_client",
		"invalid_resource", "invalid_scope", "temporarily_unavailable", "invalid_request", "something_new",
	} {
		bodies = append(bodies, fmt.Sprintf(`{"error":%q}`, word))
	}
	for _, body := range bodies {
		e := sourcetest.StartTokenEndpoint(t, func(_ int, _ url.Values, w http.ResponseWriter) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(body))
		})
		a := accessTo(e, keepNothing)
		a.Connection.Flow, a.Secrets = connector.ClientCredentials, connector.Secrets{ClientSecret: "the-client-secret"}
		session := hasty(t, a, nil)
		session.budget.Tries = 1
		_, err := session.Token(t.Context())
		advice, _ := connector.AdviceOf(err)
		if told := advice.Message + " " + advice.Action; advice.Action == "" || ofSomebody.MatchString(strings.ReplaceAll(told, "the flow Authorization Code", "")) {
			t.Errorf("%s: %s", body, told)
		}
		e.Close()
	}
}

// The same for what Microsoft Graph refuses.
func TestGraphSpeaksToAnApplicationOfNoSignIn(t *testing.T) {
	for _, path := range []string{"/v1.0/users", "/v1.0/reports/getOffice365ActiveUserDetail"} {
		for status := 300; status < 600; status++ {
			for _, code := range []string{"", "Authentication_RequestFromUnsupportedUserRole", "Authorization_RequestDenied", "UnknownTenantId", "Directory_ExpiredPageToken"} {
				for _, download := range []bool{false, true} {
					advice := (&graph.StatusError{Status: status, Code: code, Host: "graph.example", Path: path, Tries: 2, Download: download, Unattended: true}).Advice()
					if told := advice.Message + " " + advice.Action; advice.Action == "" || ofSomebody.MatchString(strings.ReplaceAll(told, "a sign-in of its own", "")) {
						t.Errorf("%s %d %s: %s", path, status, code, told)
					}
				}
			}
		}
	}
}

// What Microsoft calls malformed is what was sent: the code of a pasted address
// that was cut, or a refresh token.
func TestARefusalSaysWhatWasSent(t *testing.T) {
	malformed := demotenant.Fault{AADSTS: 9002313, Message: "Invalid request. Request is malformed or invalid."}
	expired := demotenant.Fault{AADSTS: 70008, Message: "Expired."}
	for name, given := range map[string]struct {
		fault           demotenant.Fault
		ofCode, ofToken string
	}{
		"a malformed request": {malformed, "the address that was pasted was cut", "refresh token is malformed"},
		"an expired one":      {expired, "authorization code of the sign-in has expired", "refresh token has expired"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			server, _, a := serveTenant(t, demotenant.Options{})
			a.Secrets.RefreshToken = "first-refresh-token"
			server.Inject("/oauth2/v2.0/token", given.fault)
			_, _, err := newClient(t).SignIn(t.Context(), a, connector.SignInNone, &sourcetest.Administrator{Paste: func(_ int, address string) (string, error) {
				return demotenant.NewVisitor().SignIn(t.Context(), address)
			}})
			if told := sourcetest.Told(t, err); !strings.Contains(told, given.ofCode) || strings.Contains(told, given.ofToken) {
				t.Errorf("of a code: %s", told)
			}
			server.Inject("/oauth2/v2.0/token", given.fault)
			_, err = hasty(t, a, nil).Token(t.Context())
			if told := sourcetest.Told(t, err); !strings.Contains(told, given.ofToken) || strings.Contains(told, given.ofCode) {
				t.Errorf("of a refresh token: %s", told)
			}
		})
	}
}

// Whatever is said of one flow only is said of codes that are known at all.
func TestAdviceOfOneFlowIsOfKnownCodes(t *testing.T) {
	for _, list := range [][]advised{aadstsOfSignIns(), aadstsOfApplications()} {
		for _, a := range list {
			for _, code := range a.codes {
				if !slices.ContainsFunc(aadsts(), func(b advised) bool { return slices.Contains(b.codes, code) }) {
					t.Errorf("AADSTS%d has no advice in general", code)
				}
			}
			if !strings.HasSuffix(a.message, ".") || !strings.HasSuffix(a.action, ".") {
				t.Errorf("%q %q are no sentences", a.message, a.action)
			}
		}
	}
}

// A refusal that says nothing known is told by what is known of it.
func TestAnUnknownRefusalSaysWhoRefused(t *testing.T) {
	for name, given := range map[string]struct {
		refused         TokenError
		message, action string
	}{
		"an outage":                {TokenError{Host: "login.example", Status: 502}, "could not give a token at the moment (status 502)", "Try again"},
		"too many requests":        {TokenError{Host: "login.example", Status: 429, Unattended: true}, "at the moment (status 429)", "Try again"},
		"a refusal by the page":    {TokenError{Host: "login.example", OAuth: "new", AtSignIn: true}, "sign-in page of login.example", "sign in again"},
		"an answer from elsewhere": {TokenError{Host: "login.example", Status: 404}, "refused to give a token (status 404)", "endpoints"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			advice := given.refused.Advice()
			if !strings.Contains(advice.Message, given.message) || !strings.Contains(advice.Action, given.action) {
				t.Errorf("%+v", advice)
			}
		})
	}
}
