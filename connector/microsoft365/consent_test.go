package microsoft365

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

func TestConsentLinkGivenTheFlowAndTheTenant(t *testing.T) {
	s := New(Options{})
	const tenant = "0a1b2c3d-0000-4000-8000-000000000001"
	unattended := func(c *connector.Connection) {
		c.Flow, c.AuthorizationEndpoint = connector.ClientCredentials, "https://old.example/x/oauth2/v2.0/authorize"
		c.TokenEndpoint = "https://login.microsoftonline.us/" + tenant + "/oauth2/v2.0/token"
	}
	for name, test := range map[string]struct {
		cloud    connector.CloudID
		change   func(*connector.Connection)
		endpoint string
		scope    string
		redirect string
	}{
		"a new connection": {
			connector.CloudGlobal, func(*connector.Connection) {}, "https://login.microsoftonline.com/organizations/v2.0/adminconsent",
			"https://graph.microsoft.com/Directory.Read.All https://graph.microsoft.com/Reports.Read.All",
			"https://login.microsoftonline.com/common/oauth2/nativeclient",
		},
		"a tenant of China": {
			connector.CloudChina, func(c *connector.Connection) {
				c.AuthorizationEndpoint = strings.Replace(c.AuthorizationEndpoint, "common", "contoso.cn", 1)
			}, "https://login.partner.microsoftonline.cn/contoso.cn/v2.0/adminconsent",
			"https://microsoftgraph.chinacloudapi.cn/Directory.Read.All https://microsoftgraph.chinacloudapi.cn/Reports.Read.All",
			"https://login.partner.microsoftonline.cn/common/oauth2/nativeclient",
		},
		"client credentials": {
			connector.CloudGCCHigh, func(c *connector.Connection) {
				unattended(c)
				c.RedirectURI = "http://localhost"
			}, "https://login.microsoftonline.us/" + tenant + "/v2.0/adminconsent", "https://graph.microsoft.us/.default", "http://localhost",
		},
		"client credentials with the redirect URI that a new connection has": {
			connector.CloudChina, func(c *connector.Connection) {
				unattended(c)
			}, "https://login.microsoftonline.us/" + tenant + "/adminconsent", "", "",
		},
		"client credentials without a redirect URI": {
			connector.CloudGCCHigh, func(c *connector.Connection) {
				unattended(c)
				c.RedirectURI = ""
			}, "https://login.microsoftonline.us/" + tenant + "/adminconsent", "", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := s.Defaults(test.cloud)
			c.ClientID = applicationID
			test.change(&c)
			text, err := s.ConsentLink(c)
			if err != nil {
				t.Fatal(err)
			}
			link, err := url.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			query := link.Query()
			if got := link.Scheme + "://" + link.Host + link.Path; got != test.endpoint {
				t.Errorf("endpoint %s, want %s", got, test.endpoint)
			}
			if query.Get("client_id") != applicationID || query.Get("scope") != test.scope || query.Get("redirect_uri") != test.redirect ||
				len(query.Get("state")) != 43 {
				t.Errorf("query %v", query)
			}
		})
	}
}

func TestConsentLinkSaysWhatItLacks(t *testing.T) {
	s := New(Options{})
	for name, change := range map[string]func(*connector.Connection){
		"no endpoints":   func(c *connector.Connection) { c.AuthorizationEndpoint, c.TokenEndpoint = "", "" },
		"no address":     func(c *connector.Connection) { c.AuthorizationEndpoint = "login\n" },
		"another path":   func(c *connector.Connection) { c.AuthorizationEndpoint = "https://login.example/authorize" },
		"no application": func(c *connector.Connection) { c.ClientID = "" },
	} {
		t.Run(name, func(t *testing.T) {
			c := s.Defaults(connector.CloudGlobal)
			change(&c)
			link, err := s.ConsentLink(c)
			if connectortest.Told(t, err); link != "" {
				t.Errorf("got %q, %v", link, err)
			}
		})
	}
}

func TestConsentLinkLetsEverybodySignIn(t *testing.T) {
	server, source := demo(t, demotenant.Options{})
	c := source.Defaults(connector.CloudDemonstration)
	signIn := func() error {
		reader := demotenant.NewVisitor()
		reader.Account = "robin.reader@contoso.example"
		admin := &sourcetest.Administrator{Paste: func(_ int, address string) (string, error) { return reader.SignIn(t.Context(), address) }}
		_, _, err := source.SignIn(t.Context(), connector.Access{Connection: c}, connector.SignInNone, admin)
		return err
	}
	var stopped *demotenant.PageError
	if err := signIn(); !errors.As(err, &stopped) || stopped.Heading != "Need admin approval" {
		t.Fatalf("before the consent: %v", err)
	}
	link, err := source.ConsentLink(c)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := demotenant.NewVisitor().SignIn(t.Context(), link)
	if err != nil || !strings.HasPrefix(answer, server.RedirectURI()+"?") || !strings.Contains(answer, "admin_consent=True") {
		t.Fatalf("got %q, %v", answer, err)
	}
	if err := signIn(); err != nil {
		t.Errorf("after the consent: %v", err)
	}
}
