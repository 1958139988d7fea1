package entra

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/demotenant"
)

// codesThatAdministratorsMeet are those of Microsoft's reference that somebody
// who signs in, or an import, can run into
// (learn.microsoft.com/entra/identity-platform/reference-error-codes).
var codesThatAdministratorsMeet = []int{
	50002, 50011, 50013, 50020, 50034, 50053, 50055, 50057, 50058, 50059, 50072, 50074, 50076, 50078, 50079, 50089, 50097, 50105, 50126,
	50131, 50132, 50133, 50135, 50144, 50158, 50173, 50194, 50196, 53000, 53001, 53003, 53004, 53011, 54005, 65001, 65004, 65005,
	70000, 70001, 70002, 70008, 70011, 70016, 70018, 70019, 70043, 90002, 90006, 90024, 90033, 90055, 90072, 90090, 90094, 90095, 90130,
	500011, 500021, 500022, 500133, 500212, 500213, 501481, 530032, 530035, 650052, 650056, 650057, 700005, 700016, 700021, 700022,
	700023, 700024, 700025, 700027, 700030, 700082, 700084, 900144, 1002012, 7000112, 7000215, 7000218, 7000222, 7000229, 9001023,
	9002313, 9002326, 9002327,
}

func TestEveryCodeHasAMessageOfItsOwn(t *testing.T) {
	server, _, a := serveTenant(t, demotenant.Options{})
	a.Secrets.RefreshToken = "first-refresh-token"
	general := map[string]bool{}
	for _, word := range []string{
		"invalid_grant", "interaction_required", "consent_required", "access_denied", "invalid_client",
		"unauthorized_client", "invalid_scope", "invalid_request",
	} {
		general[ofOAuth(word)] = true
	}
	ids := regexp.MustCompile(`Trace ID: ([0-9a-f-]{36}) Correlation ID: ([0-9a-f-]{36}) Timestamp: \S+`)
	for _, code := range codesThatAdministratorsMeet {
		t.Run(strconv.Itoa(code), func(t *testing.T) {
			const original = "Microsoft's own words about it."
			session := hasty(t, a, nil)
			session.budget.Tries = 1
			server.Inject("/oauth2/v2.0/token", demotenant.Fault{AADSTS: code, Message: original})
			_, err := session.Token(t.Context())
			var refused *TokenError
			if !errors.As(err, &refused) || refused.Code != code {
				t.Fatalf("got %v", err)
			}
			m := refused.Message()
			if connectortest.CheckWords(t, m, true); general[m.ID] {
				t.Errorf("no message of its own: %s", m)
			}
			for _, part := range []string{fmt.Sprintf("AADSTS%d: %s", code, original), refused.TraceID, refused.CorrelationID, "error?code=" +
				strconv.Itoa(code)} {
				if part == "" || !strings.Contains(m.Reference, part) {
					t.Errorf("the reference lacks %q: %s", part, m.Reference)
				}
			}
			if found := ids.FindStringSubmatch(m.Reference); found == nil || found[1] != refused.TraceID || found[2] != refused.CorrelationID {
				t.Errorf("the ids are not those of the answer: %s", m.Reference)
			}
		})
	}
}

// The same codes at the sign-in page come back by redirect.
func TestSignInKeepsTheReferenceOfARefusal(t *testing.T) {
	server, _, access := serveTenant(t, demotenant.Options{})
	c := access.Connection
	server.Inject("/oauth2/v2.0/authorize", demotenant.Fault{AADSTS: 50105, Message: "x"},
		demotenant.Fault{AADSTS: 65004, Message: "User declined to consent."})
	for _, wantAnswer := range []bool{false, true} {
		a, err := newAttempt(c, c.RedirectURI)
		if err != nil {
			t.Fatal(err)
		}
		address, err := demotenant.NewVisitor().SignIn(t.Context(), a.address())
		if !wantAnswer {
			var page *demotenant.PageError
			if !errors.As(err, &page) { // shown on Microsoft's page only
				t.Errorf("got %q, %v", address, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := a.parseAnswer(address)
		if err != nil || got.refused == nil {
			t.Fatalf("got %+v, %v", got, err)
		}
		m := got.refused.Message()
		for _, part := range []string{"AADSTS65004: User declined to consent.", "Trace ID: ", "Correlation ID: ", "Timestamp: "} {
			if !strings.Contains(m.Reference, part) {
				t.Errorf("the reference lacks %q: %s", part, m.Reference)
			}
		}
	}
}
