package entra

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
)

const nativeClient = "https://login.microsoftonline.com/common/oauth2/nativeclient"

// testAttempt is an attempt with known values.
func testAttempt(t testing.TB, redirect string) *attempt {
	t.Helper()
	c := connectionTo("https://login.microsoftonline.com", "https://graph.microsoft.com")
	c.RedirectURI = redirect
	a, err := newAttempt(c, redirect)
	if err != nil {
		t.Fatal(err)
	}
	a.state, a.nonce = "the-state", "the-nonce"
	return a
}

func TestAuthorizeAddress(t *testing.T) {
	first, second := testAttempt(t, nativeClient), testAttempt(t, nativeClient)
	u, err := url.Parse(first.address())
	if err != nil {
		t.Fatal(err)
	}
	got := u.Query()
	challenge := got.Get("code_challenge")
	got.Del("code_challenge")
	want := url.Values{
		"client_id": {clientID}, "response_type": {"code"}, "redirect_uri": {nativeClient}, "response_mode": {"query"},
		"scope": {"openid profile offline_access https://graph.microsoft.com/Directory.Read.All https://graph.microsoft.com/Reports.Read.All"},
		"state": {"the-state"}, "nonce": {"the-nonce"}, "prompt": {"select_account"}, "code_challenge_method": {"S256"},
	}
	if got.Encode() != want.Encode() {
		t.Errorf("asks %v\nwant %v", got, want)
	}
	if len(challenge) != 43 || len(first.verifier) != 43 || first.verifier == second.verifier {
		t.Errorf("challenge %q of verifier %q", challenge, first.verifier)
	}
	if a, b := randomText(), randomText(); len(a) != 43 || a == b {
		t.Errorf("random texts %q and %q", a, b)
	}
}

func TestParseAnswer(t *testing.T) {
	const good = "?code=the-authorization-code&state=the-state"
	for name, test := range map[string]struct {
		redirect, address string
		message           string // its ID; empty when it is accepted
	}{
		"as Microsoft writes it":       {nativeClient, nativeClient + good + "&session_state=x", ""},
		"as a fragment":                {nativeClient, nativeClient + "#code=the-authorization-code&state=the-state", ""},
		"host in capitals":             {nativeClient, strings.Replace(nativeClient, "login", "LOGIN", 1) + good, ""},
		"the scheme's own port":        {nativeClient, strings.Replace(nativeClient, ".com/", ".com:443/", 1) + good, ""},
		"a slash for no path":          {"http://localhost:8400", "http://localhost:8400/" + good, ""},
		"quoted and broken over lines": {nativeClient, " \"" + nativeClient[:30] + "\r\n  " + nativeClient[30:] + good + "\"\n", ""},
		"with what nobody sees": {nativeClient, "\u2068\ufeff" + nativeClient[:9] + "\u200b\u2060" + nativeClient[9:] + good +
			"\u2069\u200e", ""},
		"in angle brackets": {nativeClient, "<" + nativeClient + good + ">", ""},
		"another host": {
			nativeClient, strings.Replace(nativeClient, ".com", ".com.evil.example", 1) + good,
			"entra.pasted.other-address",
		},
		"plain http": {
			nativeClient, strings.Replace(nativeClient, "https", "http", 1) + good,
			"entra.pasted.other-address",
		},
		"another port": {
			nativeClient, strings.Replace(nativeClient, ".com/", ".com:8443/", 1) + good,
			"entra.pasted.other-address",
		},
		"user info in front": {
			nativeClient, strings.Replace(nativeClient, "https://", "https://a@", 1) + good,
			"entra.pasted.other-address",
		},
		"a path that only begins alike": {nativeClient, nativeClient + "2" + good, "entra.pasted.other-address"},
		"a path that goes on":           {nativeClient, nativeClient + "/x" + good, "entra.pasted.other-address"},
		"another case of the path": {
			nativeClient, strings.Replace(nativeClient, "nativeclient", "nativeClient", 1) + good,
			"entra.pasted.other-address",
		},
		"the sign-in page itself": {
			nativeClient,
			"https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=x&state=the-state", "entra.pasted.sign-in-address",
		},
		"the sign-in page of a tenant": {
			nativeClient, "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize?x=1",
			"entra.pasted.sign-in-address",
		},
		"nothing":                           {nativeClient, "", "entra.pasted.no-address"},
		"a code alone":                      {nativeClient, "the-authorization-code", "entra.pasted.no-address"},
		"without its query":                 {nativeClient, nativeClient, "entra.pasted.empty"},
		"without a state":                   {nativeClient, nativeClient + "?code=the-authorization-code", "entra.pasted.empty"},
		"two codes":                         {nativeClient, nativeClient + good + "&code=x", "entra.pasted.twice"},
		"two states":                        {nativeClient, nativeClient + good + "&state=the-state", "entra.pasted.twice"},
		"damaged escapes":                   {nativeClient, nativeClient + good + "&x=%zz", "entra.pasted.damaged"},
		"longer than any address":           {nativeClient, nativeClient + good + strings.Repeat("x", 70000), "entra.pasted.long"},
		"a code whose value is very strong": {nativeClient, nativeClient + "?state=the-state&code=" + strings.Repeat("Aq-_.", 200), ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := testAttempt(t, test.redirect)
			got, err := a.parseAnswer(cleanPasted(test.address))
			if test.message == "" {
				if err != nil {
					t.Fatal(err)
				}
				if err := a.accept(got); err != nil || got.code == "" {
					t.Errorf("not accepted: %v", err)
				}
				return
			}
			var wrong *SignInError
			if !errors.As(err, &wrong) || wrong.Fault != SignInWrongAnswer {
				t.Fatalf("got %+v, %v", got, err)
			}
			connectortest.Told(t, err)
			if wrong.detail.ID != test.message {
				t.Errorf("%s, want %s", wrong.detail, test.message)
			}
		})
	}
}

func TestAcceptRefusesForeignAndReplayedAnswers(t *testing.T) {
	parse := func(a *attempt, query string) answer {
		t.Helper()
		got, err := a.parseAnswer(nativeClient + "?" + query)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for name, test := range map[string]struct {
		queries []string
		fault   SignInFault
	}{
		"another state":          {[]string{"code=x&state=another"}, SignInForeignAnswer},
		"a state that begins so": {[]string{"code=x&state=the-stat"}, SignInForeignAnswer},
		"another issuer":         {[]string{"code=x&state=the-state&iss=https%3A%2F%2Fevil.example%2F"}, SignInForeignAnswer},
		"the same twice":         {[]string{"code=x&state=the-state", "code=x&state=the-state"}, SignInReplayed},
		"an error, no state":     {[]string{"error=access_denied"}, SignInForeignAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			a := testAttempt(t, nativeClient)
			var err error
			for _, query := range test.queries {
				err = a.accept(parse(a, query))
			}
			var failed *SignInError
			if !errors.As(err, &failed) || failed.Fault != test.fault {
				t.Fatalf("got %v", err)
			}
			connectortest.Told(t, err)
		})
	}
}

func TestRefusalIsExplained(t *testing.T) {
	a := testAttempt(t, nativeClient)
	got, err := a.parseAnswer(nativeClient +
		"?error=access_denied&state=the-state&error_description=AADSTS65004%3a+User+declined.%0d%0aTrace+ID%3a+11-22%0d%0aCorrelation+ID%3a+33-44")
	if err != nil {
		t.Fatal(err)
	}
	err = a.accept(got)
	var refused *TokenError
	if !errors.As(err, &refused) || refused.Code != 65004 || refused.OAuth != "access_denied" {
		t.Fatalf("got %v", err)
	}
	told := connectortest.Told(t, err)
	for _, part := range []string{"entra.aadsts.declined", "11-22", "33-44", "error?code=65004"} {
		if !strings.Contains(told, part) {
			t.Errorf("does not tell %q:\n%s", part, told)
		}
	}
}

func idToken(claims map[string]any) string {
	payload, _ := json.Marshal(claims)
	return "eyJhbGciOiJub25lIn0." + base64.RawURLEncoding.EncodeToString(payload) + ".x"
}

func TestParseIDToken(t *testing.T) {
	good := func(change func(map[string]any)) string {
		claims := map[string]any{
			"aud": clientID, "tid": "AAAAAAAA-1111-2222-3333-444444444444", "oid": "o", "nonce": "the-nonce",
			"preferred_username": "admin@contoso.example", "name": "Ada Admin", "iss": "https://login.example/v2.0", "exp": 1,
		}
		change(claims)
		return idToken(claims)
	}
	id, err := parseIDToken(good(func(map[string]any) {}), strings.ToUpper(clientID), "the-nonce")
	if err != nil || id.Account != "admin@contoso.example" || id.Name != "Ada Admin" || id.Tenant != "aaaaaaaa-1111-2222-3333-444444444444" {
		t.Fatalf("got %+v, %v", id, err)
	}
	for name, test := range map[string]struct {
		token string
		fault SignInFault
		tells string
	}{
		"none":                {"", SignInBadIdentity, "entra.sign-in.no-id-token"},
		"two parts":           {"a.b", SignInBadIdentity, "entra.sign-in.no-id-token"},
		"not Base64":          {"a.!.c", SignInBadIdentity, "entra.sign-in.no-base64"},
		"not JSON":            {"a.e30x.c", SignInBadIdentity, "entra.sign-in.no-json"},
		"another application": {good(func(c map[string]any) { c["aud"] = "x" }), SignInBadIdentity, "entra.sign-in.other-application"},
		"another nonce":       {good(func(c map[string]any) { c["nonce"] = "x" }), SignInBadIdentity, "entra.sign-in.other-sign-in"},
		"no nonce":            {good(func(c map[string]any) { delete(c, "nonce") }), SignInBadIdentity, "entra.sign-in.other-sign-in"},
		"a personal account": {
			good(func(c map[string]any) { c["tid"] = personalTenant }), SignInPersonalAccount,
			"entra.sign-in.personal-account",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parseIDToken(test.token, clientID, "the-nonce")
			var failed *SignInError
			if !errors.As(err, &failed) || failed.Fault != test.fault {
				t.Fatalf("got %v", err)
			}
			connectortest.Told(t, err)
			if m := failed.Message(); m.ID != test.tells {
				t.Errorf("%s, want %s", m, test.tells)
			}
		})
	}
}

func TestParseIDTokenOfAnotherIssuer(t *testing.T) {
	claims := map[string]any{"aud": []string{"other", clientID}, "nonce": "the-nonce", "sub": "s-1"}
	for _, test := range []struct{ claim, value, want string }{
		{"iss", "https://issuer.example", "s-1"},
		{"email", "ada@contoso.example", "ada@contoso.example"},
		{"preferred_username", "ada", "ada"},
	} {
		claims[test.claim] = test.value
		id, err := parseIDToken(idToken(claims), clientID, "the-nonce")
		if err != nil || id.Account != test.want || id.Tenant != "" {
			t.Errorf("given %s: got %+v, %v", test.claim, id, err)
		}
	}
}

func TestEveryFaultOfASignInHasAMessage(t *testing.T) {
	for _, fault := range []SignInFault{
		SignInCancelled, SignInTimedOut, SignInRunning, SignInForeignAnswer,
		SignInReplayed, SignInPersonalAccount, SignInNoRefreshToken,
	} {
		if told := connectortest.Told(t, &SignInError{Fault: fault}); strings.Contains(told, "entra.sign-in.failed") {
			t.Errorf("%s has no message of its own", fault)
		}
	}
}

func FuzzParseAnswer(f *testing.F) {
	for _, seed := range []string{
		nativeClient + "?code=x&state=the-state", nativeClient + "#error=access_denied&state=the-state&error_description=AADSTS65004",
		"https://login.microsoftonline.com/common/oauth2/v2.0/authorize?x", "\"" + nativeClient + "?code=%00&state=\n\"", "http://[::1", "",
	} {
		f.Add(seed)
	}
	a := testAttempt(f, nativeClient)
	f.Fuzz(func(t *testing.T, pasted string) {
		got, err := a.parseAnswer(cleanPasted(pasted))
		if err != nil {
			if _, ok := connector.MessageOf(err); !ok {
				t.Fatalf("%q: %v has no message", pasted, err)
			}
			return
		}
		if got.refused == nil && (got.code == "" || got.state == "") {
			t.Fatalf("%q: accepted as %+v", pasted, got)
		}
		u, err := url.Parse(cleanPasted(pasted))
		if err != nil || !strings.EqualFold(u.Host, "login.microsoftonline.com") && !strings.EqualFold(u.Host, "login.microsoftonline.com:443") {
			t.Fatalf("%q: accepted from another host", pasted)
		}
	})
}

func FuzzParseIDToken(f *testing.F) {
	f.Add(idToken(map[string]any{"aud": clientID, "nonce": "the-nonce", "tid": "t"}))
	f.Add("a.e30.c")
	f.Add("..")
	f.Fuzz(func(t *testing.T, token string) {
		id, err := parseIDToken(token, clientID, "the-nonce")
		if err == nil && (id.Nonce != "the-nonce" || !id.Audience.has(clientID)) {
			t.Fatalf("%q: accepted as %+v", token, id)
		}
	})
}
