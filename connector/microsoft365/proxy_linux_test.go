package microsoft365

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network/networktest"
)

// startTinyproxy starts a tinyproxy whose upstream proxy leads all hosts to this computer.
func startTinyproxy(t *testing.T, _ []string) *networktest.Program {
	t.Helper()
	return networktest.StartTinyproxy(t, startRelay(t))
}

// Everything that a connection does, through the proxies that organizations
// have: the sign-in window, the token, Graph and the download of reports.
func TestEverythingGoesThroughTheProxyOfADistribution(t *testing.T) {
	for name, test := range map[string]struct {
		start              func(*testing.T, []string) *networktest.Program
		username, password string
	}{
		"Squid":               {networktest.StartSquid, networktest.SquidUsername, networktest.SquidPassword},
		"Squid with Digest":   {networktest.StartSquidWithDigest, networktest.DigestUsername, networktest.DigestPassword},
		"Squid with Kerberos": {startSquidWithKerberos, "", ""},
		"tinyproxy":           {startTinyproxy, networktest.TinyproxyUsername, networktest.TinyproxyPassword},
	} {
		t.Run(name, func(t *testing.T) {
			proxy := test.start(t, proxiedHosts)
			tenant := startProxiedTenant(t)
			a := tenant.access(proxy.URL(), test.username, test.password)
			sourcetest.PrepareWindow(t)
			trustingBrowser(t)
			tenant.source.entra.Drive = sourcetest.SignInAsAdmin()

			signedIn, refresh, err := tenant.source.SignIn(sourcetest.Soon(t), a, connector.SignInPopup, &sourcetest.Administrator{})
			if err != nil || refresh == "" || signedIn.TenantName != "Contoso" || len(signedIn.Missing) != 0 {
				t.Fatalf("signed in as %+v, %v", signedIn, err)
			}
			a.Secrets.RefreshToken, a.Connection.SignIn = refresh, signedIn

			got := sourcetest.NewSink()
			if _, err := importInto(sourcetest.Soon(t), tenant.source, a, got); err != nil {
				t.Fatal(err)
			}
			compareWithTruth(t, tenant.Tenant, got)

			names, checks := testedAt(t, sourcetest.Soon(t), tenant.source, a)
			if !slices.Equal(names, allChecks) {
				t.Errorf("checks %q", names)
			}
			for _, c := range checks {
				if c.Result != connector.CheckPassed {
					t.Errorf("%+v", c)
				}
			}
			want := "check.passed.network.proxied Direct=[] Proxied=[" + proxiedToken + " " + proxiedGraph + "] Proxy=" + proxy.URL()
			if got := said(checks["check.network"]); got != want {
				t.Errorf("network: %q, want %q", got, want)
			}

			// The browser's own updates take the same way.
			asked := proxy.Asked(t)
			for _, host := range []string{proxiedGraph, proxiedReports, proxiedSignIn, proxiedToken} {
				if asked[host] == 0 {
					t.Errorf("the proxy was not asked for %s: %v", host, asked)
				}
			}
		})
	}
}

func TestThisComputerIsNotReachedThroughSquid(t *testing.T) {
	proxy := networktest.StartSquid(t, proxiedHosts)
	a, source := asCertified(t, nil, nil, "")
	a.Connection.Proxy = connector.Proxy{Use: true, Server: proxy.URL(), Username: networktest.SquidUsername}
	a.Secrets = connector.Secrets{ClientSecret: "wrong", ProxyPassword: networktest.SquidPassword}
	_, checks := testedAt(t, t.Context(), source, a)
	if c := checks["check.network"]; c.Result != connector.CheckPassed || c.Meaning.ID != "check.passed.network.direct" {
		t.Errorf("%+v", c)
	}
	if asked := proxy.Asked(t); len(asked) != 0 {
		t.Errorf("the proxy was asked for %v", asked)
	}
}

// What Test Connection says of each fault of a proxy, before a night's import
// meets it.
func TestTestNamesTheFaultOfTheProxy(t *testing.T) {
	squid, tinyproxy := networktest.StartSquid(t, proxiedHosts), startTinyproxy(t, nil)
	other := networktest.StartProxy(t, &networktest.Proxy{Offer: []string{"Bearer"}})
	tenant := startProxiedTenant(t)
	for name, test := range map[string]struct {
		server, username, password string
		meaning                    string // its ID
	}{
		"Squid without credentials":   {squid.URL(), "", "", "network.proxy.no-password"},
		"Squid with a wrong password": {squid.URL(), networktest.SquidUsername, "wrong", "network.proxy.wrong-password"},
		"Squid as https://": {
			"https://" + squid.Address, networktest.SquidUsername, networktest.SquidPassword,
			"network.proxy.no-tls",
		},
		"tinyproxy without credentials":   {tinyproxy.URL(), "", "", "network.proxy.no-password"},
		"tinyproxy with a wrong password": {tinyproxy.URL(), networktest.TinyproxyUsername, "wrong", "network.proxy.wrong-password"},
		"tinyproxy as https://": {
			"https://" + tinyproxy.Address, networktest.TinyproxyUsername, networktest.TinyproxyPassword,
			"network.proxy.no-tls",
		},
		"a proxy for other programs only": {other.URL, "u", "p", "network.proxy.other-authentication"},
		"nobody there":                    {"http://" + networktest.ClosedPort(t), "u", "p", "network.proxy.unreachable"},
		"a name that does not exist":      {"http://proxy.invalid:8080", "u", "p", "network.proxy.unreachable"},
	} {
		t.Run(name, func(t *testing.T) {
			names, checks := testedAt(t, sourcetest.Soon(t), tenant.source, tenant.access(test.server, test.username, test.password))
			c := checks["check.network"]
			if len(names) != 1 || c.Result != connector.CheckFailed || c.Optional || c.Meaning.ID != test.meaning {
				t.Errorf("%q: %+v", names, c)
			}
			connectortest.NoSecretIn(t, "the check", c.Meaning.String())
		})
	}
}

func TestSignInWindowNamesTheFaultOfTheProxy(t *testing.T) {
	squid := networktest.StartSquid(t, proxiedHosts)
	for name, test := range map[string]struct {
		server, password string
		message          string // a part of it
	}{
		"a wrong password": {squid.URL(), "wrong", "network.proxy.wrong-password"},
		"as https://":      {"https://" + squid.Address, networktest.SquidPassword, "browser.page Error=net::ERR_PROXY_"},
		"nobody there": {
			"http://" + networktest.ClosedPort(t), networktest.SquidPassword,
			"browser.page Error=net::ERR_PROXY_CONNECTION_FAILED",
		},
	} {
		t.Run(name, func(t *testing.T) {
			tenant := startProxiedTenant(t)
			sourcetest.PrepareWindow(t)
			trustingBrowser(t)
			_, _, err := tenant.source.SignIn(sourcetest.Soon(t), tenant.access(test.server, networktest.SquidUsername, test.password),
				connector.SignInPopup, &sourcetest.Administrator{})
			if errors.Is(err, context.DeadlineExceeded) {
				t.Fatal("the window waits for ever")
			}
			if told := connectortest.Told(t, err); !strings.Contains(told, test.message) {
				t.Errorf("does not tell %q:\n%s", test.message, told)
			}
		})
	}
}
