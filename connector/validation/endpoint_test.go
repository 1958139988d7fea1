package validation

import (
	"strings"
	"testing"

	"inventorybeacon/connector"
)

func TestEndpoints(t *testing.T) {
	const login = "https://login.microsoftonline.com"
	token := func(c *connector.Connection, text string) {
		c.TokenEndpoint, c.AuthorizationEndpoint = text, strings.TrimSuffix(text, "token")+"authorize"
	}
	authorize := func(c *connector.Connection, text string) { c.AuthorizationEndpoint = text }
	graph := func(c *connector.Connection, text string) { c.GraphEndpoint = text }
	redirect := func(c *connector.Connection, text string) { c.RedirectURI = text }

	for _, test := range []struct {
		set     func(*connector.Connection, string)
		text    string
		field   connector.Field // none: accepted
		message string
	}{
		{token, login + "/common/oauth2/v2.0/token", "", ""},
		{token, login + "/organizations/oauth2/v2.0/token", "", ""},
		{token, "https://login.contoso.com:8443/x/token", "", ""},
		{token, "http://localhost:1/x/token", "", ""},
		{token, "HTTPS://LOGIN.MICROSOFTONLINE.COM/common/oauth2/v2.0/token", "", ""},
		{token, login + "/consumers/oauth2/v2.0/token", connector.FieldTokenEndpoint, "connection.tenant.consumers"},
		{
			token, login + "/common/oauth2/token", connector.FieldTokenEndpoint,
			"connection.address.version Last=token What=connection.token-endpoint",
		},
		{
			token, "http://login.microsoftonline.com/common/oauth2/v2.0/token", connector.FieldTokenEndpoint,
			"connection.address.not-encrypted What=connection.token-endpoint",
		},
		{
			token, "http://localhost.evil.com/token", connector.FieldTokenEndpoint,
			"connection.address.not-encrypted What=connection.token-endpoint",
		},
		{
			token, "http://127.0.0.1.evil.com/token", connector.FieldTokenEndpoint,
			"connection.address.not-encrypted What=connection.token-endpoint",
		},
		{token, "ftp://host/token", connector.FieldTokenEndpoint, "connection.address.scheme What=connection.token-endpoint"},
		{
			token, "login.microsoftonline.com/common/oauth2/v2.0/token", connector.FieldTokenEndpoint,
			"connection.address.scheme What=connection.token-endpoint",
		},
		{token, "javascript:token", connector.FieldTokenEndpoint, "connection.address.scheme What=connection.token-endpoint"},
		{token, "https:///token", connector.FieldTokenEndpoint, "connection.address.no-host What=connection.token-endpoint"},
		{token, "https://user@host/token", connector.FieldTokenEndpoint, "connection.address.password What=connection.token-endpoint"},
		{token, "https://host:99999/token", connector.FieldTokenEndpoint, "connection.address.port Port=99999 What=connection.token-endpoint"},
		{token, "https://host:/token", connector.FieldTokenEndpoint, "connection.address.no-port What=connection.token-endpoint"},
		{token, "https://host/to ken", connector.FieldTokenEndpoint, "connection.address.blank What=connection.token-endpoint"},
		{token, "https://host/token\n", connector.FieldTokenEndpoint, "connection.address.blank What=connection.token-endpoint"},
		{token, "https://host/#token", connector.FieldTokenEndpoint, "connection.address.fragment What=connection.token-endpoint"},
		{token, "https://ho%st/token", connector.FieldTokenEndpoint, "connection.address.invalid What=connection.token-endpoint"},
		{
			token, "https://exa$mple.com/token", connector.FieldTokenEndpoint,
			"connection.host.name Host=exa$mple.com What=connection.token-endpoint",
		},
		{token, "https://[::1/token", connector.FieldTokenEndpoint, "connection.address.invalid What=connection.token-endpoint"},
		{token, "https://1.2.3.400/token", connector.FieldTokenEndpoint, "connection.host.ip Host=1.2.3.400 What=connection.token-endpoint"},

		{authorize, "", connector.FieldAuthorizationEndpoint, "connection.address.empty What=connection.authorization-endpoint"},
		{
			authorize, login + "/common/oauth2/authorize", connector.FieldAuthorizationEndpoint,
			"connection.address.version Last=authorize What=connection.authorization-endpoint",
		},
		{
			authorize, "https://login.microsoftonline.us/common/oauth2/v2.0/authorize", connector.FieldAuthorizationEndpoint,
			"connection.authorization-endpoint.host Authorization=login.microsoftonline.us Token=login.microsoftonline.com",
		},
		{
			authorize, login + "/contoso.com/oauth2/v2.0/authorize", connector.FieldAuthorizationEndpoint,
			"connection.authorization-endpoint.tenant Authorization=contoso.com Token=common",
		},
		{authorize, login + "/COMMON/oauth2/v2.0/authorize", "", ""},
		{authorize, login + "/authorize", "", ""}, // no tenant, as other sign-in services have it

		{graph, "https://graph.microsoft.us/", "", ""},
		{
			graph, "https://graph.microsoft.com/beta", connector.FieldGraphEndpoint,
			"connection.graph-endpoint.path Host=graph.microsoft.com Path=/beta",
		},
		{graph, "https://graph.microsoft.com?x", connector.FieldGraphEndpoint, "connection.graph-endpoint.query"},
		{graph, "http://graph.microsoft.com", connector.FieldGraphEndpoint, "connection.address.not-encrypted What=connection.graph-endpoint"},
		{graph, "", connector.FieldGraphEndpoint, "connection.address.empty What=connection.graph-endpoint"},

		{redirect, "http://localhost:8400/", "", ""},
		{redirect, "http://127.0.0.1/answer", "", ""},
		{redirect, "https://contoso.com/answer", "", ""},
		{redirect, "", connector.FieldRedirectURI, "connection.redirect-uri.empty"},
		{redirect, "http://contoso.com/answer", connector.FieldRedirectURI, "connection.redirect-uri.not-encrypted"},
		{redirect, "http://127.0.0.2", connector.FieldRedirectURI, "connection.redirect-uri.not-encrypted"},
		{redirect, "http://[::1]:8400", connector.FieldRedirectURI, "connection.redirect-uri.ipv6"},
		{redirect, "urn:ietf:wg:oauth:2.0:oob", connector.FieldRedirectURI, "connection.address.scheme What=connection.redirect-uri"},
		{redirect, "https://contoso.com/answer?x=1", connector.FieldRedirectURI, "connection.redirect-uri.query"},
		{redirect, "https://contoso.com/answer#x", connector.FieldRedirectURI, "connection.redirect-uri.fragment"},
		{redirect, "https://contoso.com/*", connector.FieldRedirectURI, "connection.redirect-uri.wildcard"},
		{
			redirect, "https://contoso.com/" + strings.Repeat("a", 256), connector.FieldRedirectURI,
			"connection.redirect-uri.long Characters=276 Most=256",
		},
	} {
		t.Run(test.text, func(t *testing.T) {
			c := working()
			test.set(&c, test.text)
			problems := Connection(c, connector.Secrets{})
			if test.field == "" {
				if len(problems) != 0 {
					t.Errorf("problems: %v", problems)
				}
				return
			}
			if len(problems) == 0 || problems[0].Field != test.field || problems[0].Message.String() != test.message {
				t.Errorf("problems: %v\nwant first one beside %q with %q", problems, test.field, test.message)
			}
		})
	}
}

func TestClientCredentialsNeedATenant(t *testing.T) {
	for _, tenant := range []string{"common", "organizations", "consumers", "Common"} {
		c := unattended()
		c.TokenEndpoint = "https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/token"
		problems := Connection(c, connector.Secrets{ClientSecret: "x"})
		if len(problems) != 1 || problems[0].Field != connector.FieldTokenEndpoint ||
			problems[0].Message.ID != "connection.tenant.client-credentials" {
			t.Errorf("%s: %v", tenant, problems)
		}
	}
}

func FuzzCheckEndpoint(f *testing.F) {
	for _, seed := range []string{
		"https://login.microsoftonline.com/common/oauth2/v2.0/token", "http://localhost:1", "https://u@h", "https://h#", "https://h:0",
		"http://[::1]:80/x", "https://%6c/", "https:h", "http://localhost@evil.com",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := checkEndpoint("connection.token-endpoint", text)
		if err != nil {
			if _, explained := connector.MessageOf(err); !explained {
				t.Fatalf("%q: no message", text)
			}
			return
		}
		if u.Scheme != "https" && (u.Scheme != "http" || !connector.IsLoopback(u.Hostname())) {
			t.Fatalf("%q may be sent in the clear", text)
		}
		if u.User != nil || u.Hostname() == "" || u.Fragment != "" {
			t.Fatalf("%q accepted as %#v", text, u)
		}
	})
}
