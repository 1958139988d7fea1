package entra

import (
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/browser"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network/networktest"
)

// startTenant serves an offline tenant and returns a connection to it.
func startTenant(t *testing.T, o demotenant.Options) (*httptest.Server, connector.Access) {
	t.Helper()
	_, server, a := serveTenant(t, o)
	return server, a
}

// serveTenant is startTenant with the tenant, to which faults can be given.
func serveTenant(t *testing.T, o demotenant.Options) (*demotenant.Tenant, *httptest.Server, connector.Access) {
	t.Helper()
	tenant := demotenant.New(o)
	server := httptest.NewServer(tenant)
	t.Cleanup(server.Close)
	c := connectionTo(server.URL, server.URL)
	c.Cloud = connector.CloudDemonstration
	return tenant, server, connector.Access{Connection: c, Keep: func(connector.Secret) error { return errors.New("Keep was called") }}
}

var (
	formFlow   = regexp.MustCompile(`name="flow" value="([^"]*)"`)
	formAction = regexp.MustCompile(`action="([^"]*)"`)
	adminTile  = regexp.MustCompile(`id="account-admin" name="account" value="([^"]*)"`)
)

// signInByHand goes through the tenant's pages as a browser does, up to the
// redirect URI, whose address it returns without going there.
func signInByHand(ctx context.Context, address string, accept bool) (string, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return "", err
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	do := func(r *http.Request) (page, location string, err error) {
		answer, err := client.Do(r)
		if err != nil {
			return "", "", err
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		return string(body), answer.Header.Get("Location"), err
	}
	first, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	page, location, err := do(first)
	answers := []url.Values{
		{"step": {"account"}, "account": {"admin"}},
		{"step": {"password"}, "password": {demotenant.Password}},
		{"step": {"consent"}, "answer": {"accept"}},
	}
	if !accept {
		answers[2].Set("answer", "cancel")
	}
	for step := 0; err == nil && location == ""; step++ {
		flow, action := formFlow.FindStringSubmatch(page), formAction.FindStringSubmatch(page)
		if step >= len(answers) || flow == nil || action == nil {
			return "", fmt.Errorf("lost on the page at step %d:\n%s", step, page)
		}
		form := answers[step]
		if tile := adminTile.FindStringSubmatch(page); tile != nil {
			form.Set("account", html.UnescapeString(tile[1]))
		}
		form.Set("flow", html.UnescapeString(flow[1]))
		var r *http.Request
		r, err = http.NewRequestWithContext(ctx, http.MethodPost, first.URL.Scheme+"://"+first.URL.Host+action[1],
			strings.NewReader(form.Encode()))
		if err != nil {
			return "", err
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		page, location, err = do(r)
	}
	return location, err
}

func wantSignedIn(t *testing.T, got connector.SignIn, refresh connector.Secret, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("sign-in: %v", err)
	}
	if refresh == "" || !strings.Contains(got.Account, "@") || got.AccountName == "" || got.TenantID == "" || got.TenantName != "Contoso" ||
		got.At.IsZero() {
		t.Errorf("signed in as %+v, refresh token %d bytes", got, len(refresh))
	}
	for _, permission := range Permissions() {
		if !slices.Contains(got.Granted, permission) {
			t.Errorf("granted %v without %s", got.Granted, permission)
		}
	}
	if len(got.Missing) != 0 {
		t.Errorf("missing %v", got.Missing)
	}
}

func TestSignInByPasting(t *testing.T) {
	server, a := startTenant(t, demotenant.Options{})
	s := newClient(t)
	admin := &sourcetest.Administrator{}
	admin.Paste = func(n int, address string) (string, error) {
		switch n {
		case 0:
			return address, nil // of the sign-in page: the usual mistake
		case 1:
			return "hello", nil
		case 2:
			return server.URL + "/common/oauth2/nativeclient?code=x&state=of-an-attempt-before", nil
		case 3:
			return server.URL + "/common/oauth2/nativeclient?error=access_denied&error_description=AADSTS65004", nil
		default:
			location, err := signInByHand(t.Context(), address, true)
			return "\n\"" + location[:40] + "\r\n" + location[40:] + "\" ", err
		}
	}
	got, refresh, err := s.SignIn(t.Context(), a, connector.SignInNone, admin)
	wantSignedIn(t, got, refresh, err)
	for i, id := range []string{
		"", "entra.pasted.sign-in-address", "entra.pasted.no-address", "entra.sign-in.foreign-pasted",
		"entra.aadsts.declined",
	} {
		if i >= len(admin.Problems) || admin.Problems[i].ID != id {
			t.Errorf("problem %d of %v is not %q", i, admin.Problems, id)
		}
	}

	a.Secrets.RefreshToken = refresh
	a.Keep = func(connector.Secret) error { return nil }
	if err := s.RefreshToken(t.Context(), a); err != nil {
		t.Errorf("the refresh token cannot be redeemed: %v", err)
	}
}

func TestSignInTellsWhatWasNotGranted(t *testing.T) {
	_, a := startTenant(t, demotenant.Options{Withhold: []string{"Reports.Read.All"}})
	admin := &sourcetest.Administrator{Paste: func(_ int, address string) (string, error) { return signInByHand(t.Context(), address, true) }}
	got, _, err := newClient(t).SignIn(t.Context(), a, connector.SignInNone, admin)
	if err != nil || !slices.Equal(got.Missing, []string{"Reports.Read.All"}) {
		t.Errorf("missing %v, %v", got.Missing, err)
	}
}

func TestDeclinedSignInIsExplained(t *testing.T) {
	_, a := startTenant(t, demotenant.Options{})
	admin := &sourcetest.Administrator{Paste: func(_ int, address string) (string, error) { return signInByHand(t.Context(), address, false) }}
	_, _, err := newClient(t).SignIn(t.Context(), a, connector.SignInNone, admin)
	var failed *SignInError
	if !errors.As(err, &failed) || failed.Fault != SignInRefused {
		t.Fatalf("got %v", err)
	}
	if told := connectortest.Told(t, err); !strings.Contains(told, "AADSTS65004") || !strings.Contains(told, "entra.aadsts.declined") {
		t.Error(told)
	}
}

func TestCodeOfAnotherVerifierIsRefused(t *testing.T) {
	_, a := startTenant(t, demotenant.Options{})
	s := newClient(t)
	attempt, err := newAttempt(a.Connection, a.Connection.RedirectURI)
	if err != nil {
		t.Fatal(err)
	}
	location, err := signInByHand(t.Context(), attempt.address(), true)
	if err != nil {
		t.Fatal(err)
	}
	got, err := attempt.parseAnswer(location)
	if err != nil {
		t.Fatal(err)
	}
	attempt.verifier = "another-verifier-of-at-least-forty-three-characters"
	_, _, err = s.redeem(t.Context(), a, attempt, got, &sourcetest.Administrator{})
	told := connectortest.Told(t, err)
	if !strings.Contains(told, "AADSTS501481") {
		t.Error(told)
	}
	for _, secret := range []string{got.code, attempt.verifier} {
		if strings.Contains(told, secret) {
			t.Errorf("the error shows a secret: %s", told)
		}
	}
}

func TestSignInIsCancelled(t *testing.T) {
	_, a := startTenant(t, demotenant.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	admin := &sourcetest.Administrator{Paste: func(int, string) (string, error) {
		cancel()
		return "", ctx.Err()
	}}
	_, _, err := newClient(t).SignIn(ctx, a, connector.SignInNone, admin)
	var failed *SignInError
	if !errors.As(err, &failed) || failed.Fault != SignInCancelled || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestSignInHasATimeLimit(t *testing.T) {
	_, a := startTenant(t, demotenant.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, _, err := newClient(t).SignIn(ctx, a, connector.SignInNone, &sourcetest.Administrator{})
	var failed *SignInError
	if !errors.As(err, &failed) || failed.Fault != SignInTimedOut {
		t.Errorf("got %v", err)
	}
}

func TestOneSignInAtATimeForAConnection(t *testing.T) {
	_, a := startTenant(t, demotenant.Options{})
	s := newClient(t)
	another := a
	another.Connection.ID = "2"
	admin := &sourcetest.Administrator{}
	admin.Paste = func(int, string) (string, error) {
		_, _, err := s.SignIn(t.Context(), a, connector.SignInNone, &sourcetest.Administrator{})
		var failed *SignInError
		if !errors.As(err, &failed) || failed.Fault != SignInRunning {
			t.Errorf("a second one for the same connection: %v", err)
		}
		_, _, err = s.SignIn(t.Context(), another, connector.SignInNone, &sourcetest.Administrator{
			Paste: func(_ int, address string) (string, error) { return signInByHand(t.Context(), address, true) },
		})
		if err != nil {
			t.Errorf("one for another connection: %v", err)
		}
		return "", errors.New("enough")
	}
	_, _, _ = s.SignIn(t.Context(), a, connector.SignInNone, admin)
	if err := s.beginSignIn("1"); err != nil {
		t.Errorf("after the end: %v", err)
	}
}

func TestClientCredentialsDoNotSignIn(t *testing.T) {
	_, a := startTenant(t, demotenant.Options{})
	a.Connection.Flow = connector.ClientCredentials
	_, _, err := newClient(t).SignIn(t.Context(), a, connector.SignInAuto, &sourcetest.Administrator{})
	if told := connectortest.Told(t, err); !strings.Contains(told, "entra.sign-in.not-needed") {
		t.Error(told)
	}
}

func TestSignInOverLoopback(t *testing.T) {
	for name, redirect := range map[string]string{"a port of its own": "http://localhost", "a fixed port": "http://localhost:" + freePort(t)} {
		t.Run(name, func(t *testing.T) {
			_, a := startTenant(t, demotenant.Options{})
			a.Connection.RedirectURI = redirect
			delivered := make(chan string, 1) // the browser may outlive the sign-in
			s := newClient(t)
			s.OpenURL = func(address string) error {
				location, err := signInByHand(t.Context(), address, true)
				if err != nil {
					return err
				}
				base := location[:strings.Index(location, "?")]
				for stray, want := range map[string]struct {
					status int
					page   string
				}{
					base + "favicon.ico":                                {http.StatusNotFound, "404"},
					base + "?code=x&state=another-attempt":              {http.StatusBadRequest, "entra.page.not-ours"},
					base + "?error=access_denied&state=another-attempt": {http.StatusBadRequest, "entra.page.not-ours"},
					base + "?error=access_denied":                       {http.StatusBadRequest, "entra.page.refused-nameless"},
					base:                                                {http.StatusBadRequest, "entra.page.not-ours"},
				} {
					if status, page := statusOf(t, stray); status != want.status || !strings.Contains(page, want.page) {
						t.Errorf("%s answered %d %s, want %v", stray, status, page, want)
					}
				}
				status, page := statusOf(t, location)
				if status != http.StatusOK || strings.Contains(page, "code=") {
					t.Errorf("the answer got %d", status)
				}
				delivered <- page
				return nil
			}
			admin := &sourcetest.Administrator{}
			got, refresh, err := s.SignIn(t.Context(), a, connector.SignInAuto, admin)
			wantSignedIn(t, got, refresh, err)
			inBrowser := func(m connector.Message) bool { return m.ID == "entra.status.browser" }
			if !slices.ContainsFunc(admin.Statuses, inBrowser) {
				t.Errorf("while it lasts, %v is told", admin.Statuses)
			}
			if page := <-delivered; !strings.Contains(page, `<html lang="fr">`) ||
				!strings.Contains(page, "<h1>entra.page.signed-in</h1><p>&lt;entra.page.signed-in.action&gt;</p>") {
				t.Errorf("the browser shows %q", page)
			}
		})
	}
}

func statusOf(t *testing.T, address string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Errorf("%v", err)
		return 0, ""
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body)
}

func freePort(t *testing.T) string {
	t.Helper()
	_, port, err := net.SplitHostPort(networktest.ClosedPort(t))
	if err != nil {
		t.Fatal(err)
	}
	return port
}

func TestLoopbackPortInUse(t *testing.T) {
	_, a := startTenant(t, demotenant.Options{})
	other, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	_, port, _ := net.SplitHostPort(other.Addr().String())
	a.Connection.RedirectURI = "http://localhost:" + port
	_, _, err = newClient(t).SignIn(t.Context(), a, connector.SignInAuto, &sourcetest.Administrator{})
	var failed *SignInError
	if !errors.As(err, &failed) || failed.Fault != SignInPortBusy {
		t.Fatalf("got %v", err)
	}
	if told := connectortest.Told(t, err); !strings.Contains(told, "entra.sign-in.port Port="+port) {
		t.Error(told)
	}
}

func TestWithoutADefaultBrowserTheAddressIsShown(t *testing.T) {
	_, a := startTenant(t, demotenant.Options{})
	admin := &sourcetest.Administrator{Paste: func(_ int, address string) (string, error) { return signInByHand(t.Context(), address, true) }}
	s := newClient(t)
	s.OpenURL = func(address string) error { return errors.New("cannot open " + address) }
	got, refresh, err := s.SignIn(t.Context(), a, connector.SignInSystem, admin)
	wantSignedIn(t, got, refresh, err)
	if !slices.ContainsFunc(admin.Statuses, func(m connector.Message) bool { return m.ID == "entra.status.no-browser" }) {
		t.Errorf("statuses %v", admin.Statuses)
	}
}

func TestWithoutABrowserThereIsNoWindow(t *testing.T) {
	t.Setenv("DISPLAY", ":1")
	t.Setenv(sourcetest.BrowserVariable, "/nowhere/chromium")
	_, a := startTenant(t, demotenant.Options{})
	s := newClient(t)
	s.OpenURL = func(string) error { return nil }
	_, _, err := s.SignIn(t.Context(), a, connector.SignInPopup, &sourcetest.Administrator{})
	var failed *browser.WindowError
	if !errors.As(err, &failed) || failed.Fault != browser.Missing || failed.Message().ID != "browser.variable" {
		t.Errorf("chosen: %v", err)
	}
	admin := &sourcetest.Administrator{Paste: func(_ int, address string) (string, error) { return signInByHand(t.Context(), address, true) }}
	got, refresh, err := s.SignIn(t.Context(), a, connector.SignInAuto, admin)
	wantSignedIn(t, got, refresh, err)
}
