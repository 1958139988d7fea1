package entra

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
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
		advice := message.Explain(err)
		if told := advice.Message + " " + advice.Action; advice.Action == "" ||
			ofSomebody.MatchString(strings.ReplaceAll(told, "the flow Authorization Code", "")) {
			t.Errorf("%s: %s", body, told)
		}
		e.Close()
	}
}

// The same for what Microsoft Graph refuses.
func TestGraphSpeaksToAnApplicationOfNoSignIn(t *testing.T) {
	for _, path := range []string{"/v1.0/users", "/v1.0/reports/getOffice365ActiveUserDetail"} {
		for status := 300; status < 600; status++ {
			for _, code := range []string{
				"", "Authentication_RequestFromUnsupportedUserRole", "Authorization_RequestDenied", "UnknownTenantId",
				"Directory_ExpiredPageToken",
			} {
				for _, download := range []bool{false, true} {
					advice := message.Explain(&graph.StatusError{
						Status: status, Code: code, Host: "graph.example", Path: path, Tries: 2,
						Download: download, Unattended: true,
					})
					if told := advice.Message + " " + advice.Action; advice.Action == "" ||
						ofSomebody.MatchString(strings.ReplaceAll(told, "a sign-in of its own", "")) {
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
		"a malformed request": {malformed, "entra.aadsts.sign-in.malformed", "entra.aadsts.refresh-token-malformed"},
		"an expired one":      {expired, "entra.aadsts.sign-in.code-expired", "entra.aadsts.refresh-token-expired"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			server, _, a := serveTenant(t, demotenant.Options{})
			a.Secrets.RefreshToken = "first-refresh-token"
			server.Inject("/oauth2/v2.0/token", given.fault)
			_, _, err := newClient(t).SignIn(t.Context(), a, connector.SignInNone,
				&sourcetest.Administrator{Paste: func(_ int, address string) (string, error) {
					return demotenant.NewVisitor().SignIn(t.Context(), address)
				}})
			if told := connectortest.Told(t, err); !strings.Contains(told, given.ofCode) || strings.Contains(told, given.ofToken) {
				t.Errorf("of a code: %s", told)
			}
			server.Inject("/oauth2/v2.0/token", given.fault)
			_, err = hasty(t, a, nil).Token(t.Context())
			if told := connectortest.Told(t, err); !strings.Contains(told, given.ofToken) || strings.Contains(told, given.ofCode) {
				t.Errorf("of a refresh token: %s", told)
			}
		})
	}
}

// Whatever is said of one flow only is said of codes that are known at all.
func TestMessagesOfOneFlowAreOfKnownCodes(t *testing.T) {
	for _, code := range codesThatAdministratorsMeet {
		if (aadstsOfSignIns[code] != "" || aadstsOfApplications[code] != "") && ofRefreshToken(code, "") == "" {
			t.Errorf("AADSTS%d has no message in general", code)
		}
	}
}

// A refusal that says nothing known is told by what is known of it.
func TestAnUnknownRefusalSaysWhoRefused(t *testing.T) {
	for name, given := range map[string]struct {
		refused TokenError
		id      string
	}{
		"an outage":                {TokenError{Host: "login.example", Status: 502}, "entra.token-unavailable"},
		"too many requests":        {TokenError{Host: "login.example", Status: 429, Unattended: true}, "entra.token-unavailable"},
		"a refusal by the page":    {TokenError{Host: "login.example", OAuth: "new", AtSignIn: true}, "entra.page-refused"},
		"an unknown number":        {TokenError{Host: "login.example", Status: 400, OAuth: "new", Code: 999999}, "entra.token-refused-otherwise"},
		"an answer from elsewhere": {TokenError{Host: "login.example", Status: 404}, "entra.token-refused"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			connectortest.Told(t, &given.refused)
			if m := given.refused.Message(); m.ID != given.id {
				t.Errorf("%s, want %s", m, given.id)
			}
		})
	}
}

// A sign-in, and an application that signs in by itself, are told otherwise of some codes.
func TestCodesOfOneFlowAreToldByIt(t *testing.T) {
	for id, codes := range map[string][]int{
		"entra.aadsts.sign-in.code-invalid": {70000},
		"entra.aadsts.sign-in.code-expired": {70008, 700082},
		"entra.aadsts.sign-in.malformed":    {9002313},
	} {
		for _, code := range codes {
			if got := ofSignIn(code, "invalid_grant"); got != id {
				t.Errorf("of AADSTS%d at a sign-in is said %s, want %s", code, got, id)
			}
		}
	}
	for id, codes := range map[string][]int{
		"entra.aadsts.application.policy":         {50131, 53003, 530032, 530035},
		"entra.aadsts.application.no-consent":     {65001},
		"entra.aadsts.application.no-credential":  {7000218},
		"entra.aadsts.application.not-added":      {7000229},
		"entra.aadsts.application.loop":           {50196},
		"entra.aadsts.application.not-understood": {900144, 90102, 9002313},
	} {
		for _, code := range codes {
			if got := ofApplication(code, "invalid_client"); got != id {
				t.Errorf("of AADSTS%d to an application is said %s, want %s", code, got, id)
			}
		}
	}
	for word, want := range map[string][3]string{ // to a refresh token, a sign-in and an application
		"":                        {"", "", ""},
		"something new":           {"", "", "entra.application-refused"},
		"invalid_grant":           {"entra.oauth.grant", "entra.code-refused", "entra.application-refused"},
		"login_required":          {"entra.oauth.interaction", "entra.oauth.interaction", "entra.application-refused"},
		"consent_required":        {"entra.oauth.consent", "entra.oauth.consent", "entra.aadsts.application.no-consent"},
		"invalid_resource":        {"entra.oauth.scope", "entra.oauth.scope", "entra.oauth.scope"},
		"server_error":            {"entra.oauth.unavailable", "entra.oauth.unavailable", "entra.oauth.unavailable"},
		"unsupported_grant_type":  {"entra.oauth.request", "entra.oauth.request", "entra.application-refused"},
		"unauthorized_client":     {"entra.oauth.unauthorized", "entra.oauth.unauthorized", "entra.oauth.unauthorized"},
		"temporarily_unavailable": {"entra.oauth.unavailable", "entra.oauth.unavailable", "entra.oauth.unavailable"},
	} {
		if got := [3]string{ofRefreshToken(0, word), ofSignIn(0, word), ofApplication(0, word)}; got != want {
			t.Errorf("of %q is said %q, want %q", word, got, want)
		}
	}
}
