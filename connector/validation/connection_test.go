package validation

import (
	"slices"
	"testing"

	"inventorybeacon/connector"
)

// working is a connection without a problem.
func working() connector.Connection {
	return connector.Connection{
		Name:                  "Contoso M365",
		SourceType:            connector.Microsoft365,
		Cloud:                 connector.CloudGlobal,
		TokenEndpoint:         "https://login.microsoftonline.com/common/oauth2/v2.0/token",
		ClientID:              "5bb1a5a2-0d97-4335-9448-119f7b27aff9",
		RedirectURI:           "https://login.microsoftonline.com/common/oauth2/nativeclient",
		Flow:                  connector.AuthorizationCode,
		AuthorizationEndpoint: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
		GraphEndpoint:         "https://graph.microsoft.com",
	}
}

// unattended is a connection with Client Credentials without a problem.
func unattended() connector.Connection {
	c := working()
	c.Flow = connector.ClientCredentials
	c.TokenEndpoint = "https://login.microsoftonline.com/contoso.onmicrosoft.com/oauth2/v2.0/token"
	c.AuthorizationEndpoint, c.RedirectURI = "", ""
	return c
}

func TestValidateAcceptsWhatCanWork(t *testing.T) {
	demonstration := working()
	demonstration.TokenEndpoint = "http://127.0.0.1:8443/common/oauth2/v2.0/token"
	demonstration.AuthorizationEndpoint = "http://127.0.0.1:8443/common/oauth2/v2.0/authorize"
	demonstration.GraphEndpoint = "http://[::1]:8443"
	demonstration.RedirectURI = "http://localhost:8400/answer"

	unusedProxy := working()
	unusedProxy.Proxy = connector.Proxy{Use: false, Server: "not a proxy", Username: "a:b"}

	proxied := working()
	proxied.Proxy = connector.Proxy{Use: true, Server: "https://proxy.corp:8080", Username: `DOMAIN\user@corp`}

	for name, given := range map[string]struct {
		connection connector.Connection
		secrets    connector.Secrets
	}{
		"the auto-populated values, before a sign-in": {working(), connector.Secrets{}},
		"a stored refresh token":                      {working(), connector.Secrets{RefreshToken: "0.AXoA-token"}},
		"client credentials of a tenant":              {unattended(), connector.Secrets{ClientSecret: "s3cret~value"}},
		"client credentials with a certificate": {
			unattended(),
			connector.Secrets{Certificate: "\x30\x82 anything", CertificatePassword: " "},
		},
		"plain http on this computer":              {demonstration, connector.Secrets{}},
		"bad proxy settings that are switched off": {unusedProxy, connector.Secrets{}},
		"a proxy with credentials":                 {proxied, connector.Secrets{ProxyPassword: "p@ss:w%rd"}},
		"a redirect URI on localhost without a port or path": {
			with(func(c *connector.Connection) { c.RedirectURI = "http://localhost" }),
			connector.Secrets{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if problems := Connection(given.connection, given.secrets); len(problems) != 0 {
				t.Errorf("problems: %v", problems)
			}
		})
	}
}

func with(change func(*connector.Connection)) connector.Connection {
	c := working()
	change(&c)
	return c
}

func TestValidateNamesTheFieldAndWhatIsWrong(t *testing.T) {
	for name, test := range map[string]struct {
		change  func(*connector.Connection, *connector.Secrets)
		field   connector.Field
		message string // as the log has it
	}{
		"no source type": {
			func(c *connector.Connection, _ *connector.Secrets) { c.SourceType = "" }, connector.FieldSourceType,
			"connection.source-type.empty",
		},
		"unknown source type": {
			func(c *connector.Connection, _ *connector.Secrets) { c.SourceType = "SAP" }, connector.FieldSourceType,
			"connection.source-type.unknown Choose=Microsoft 365 Type=SAP",
		},
		"no proxy server": {
			func(c *connector.Connection, _ *connector.Secrets) { c.Proxy.Use = true }, connector.FieldProxyServer,
			"connection.proxy.empty",
		},
		"colon in the proxy's user name": {func(c *connector.Connection, _ *connector.Secrets) {
			c.Proxy = connector.Proxy{Use: true, Server: "http://p:1", Username: "a:b"}
		}, connector.FieldProxyUsername, "connection.proxy-username.colon"},
		"line break in the proxy's user name": {func(c *connector.Connection, _ *connector.Secrets) {
			c.Proxy = connector.Proxy{Use: true, Server: "http://p:1", Username: "a\nb"}
		}, connector.FieldProxyUsername, "connection.proxy-username.control-character"},
		"proxy password without a user name": {func(c *connector.Connection, s *connector.Secrets) {
			c.Proxy = connector.Proxy{Use: true, Server: "http://p:1"}
			s.ProxyPassword = "secret"
		}, connector.FieldProxyUsername, "connection.proxy-username.empty"},
		"proxy password with a line break": {func(c *connector.Connection, s *connector.Secrets) {
			c.Proxy = connector.Proxy{Use: true, Server: "http://p:1", Username: "a"}
			s.ProxyPassword = "secret\n"
		}, connector.FieldProxyPassword, "connection.secret.blank What=connection.proxy-password"},
		"no client ID": {
			func(c *connector.Connection, _ *connector.Secrets) { c.ClientID = "" }, connector.FieldClientID,
			"connection.client-id.empty",
		},
		"client ID too short": {
			func(c *connector.Connection, _ *connector.Secrets) { c.ClientID = "5bb1a5a2" }, connector.FieldClientID,
			"connection.client-id.no-guid",
		},
		"client ID in braces": {
			func(c *connector.Connection, _ *connector.Secrets) { c.ClientID = "{" + c.ClientID + "}" },
			connector.FieldClientID, "connection.client-id.no-guid",
		},
		"client ID with a wrong digit": {func(c *connector.Connection, _ *connector.Secrets) {
			c.ClientID = "gbb1a5a2-0d97-4335-9448-119f7b27aff9"
		}, connector.FieldClientID, "connection.client-id.no-guid"},
		"client ID with moved hyphens": {func(c *connector.Connection, _ *connector.Secrets) {
			c.ClientID = "5bb1a5a20-d97-4335-9448-119f7b27aff9"
		}, connector.FieldClientID, "connection.client-id.no-guid"},
		"no flow": {func(c *connector.Connection, _ *connector.Secrets) { c.Flow = "" }, connector.FieldFlow, "connection.flow.empty"},
		"unknown flow": {
			func(c *connector.Connection, _ *connector.Secrets) { c.Flow = "implicit" }, connector.FieldFlow,
			"connection.flow.unknown Application=Client Credentials Flow=implicit Person=Authorization Code",
		},
		"refresh token with a line break inside": {func(_ *connector.Connection, s *connector.Secrets) {
			s.RefreshToken = "0.AXoA\nsecret"
		}, connector.FieldRefreshToken, "connection.secret.control-character What=connection.refresh-token"},
		"client credentials without a secret": {
			func(c *connector.Connection, _ *connector.Secrets) { *c = unattended() },
			connector.FieldClientSecret, "connection.client-secret.empty",
		},
		"client credentials with a secret and a certificate": {func(c *connector.Connection, s *connector.Secrets) {
			*c = unattended()
			s.ClientSecret, s.Certificate = "secret", "file"
		}, connector.FieldCertificate, "connection.two-credentials"},
		"the source type that Microsoft has switched off": {
			func(c *connector.Connection, _ *connector.Secrets) { c.SourceType = connector.Office365Deprecated }, connector.FieldSourceType,
			"connection.source-type.deprecated Choose=Microsoft 365 Type=Microsoft Office 365 (deprecated)",
		},
		"client secret pasted with a blank": {func(c *connector.Connection, s *connector.Secrets) {
			*c = unattended()
			s.ClientSecret = "secret "
		}, connector.FieldClientSecret, "connection.secret.blank What=connection.client-secret"},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := working(), connector.Secrets{}
			test.change(&c, &s)
			problems := Connection(c, s)
			if len(problems) != 1 || problems[0].Field != test.field || problems[0].Message.String() != test.message {
				t.Fatalf("problems: %v\nwant one beside %q with %q", problems, test.field, test.message)
			}
		})
	}
}

func TestValidateTellsEveryProblemInTheDialogsOrder(t *testing.T) {
	c := connector.Connection{Proxy: connector.Proxy{Use: true, Server: "proxy", Username: "a:b"}, Flow: connector.AuthorizationCode}
	s := connector.Secrets{RefreshToken: " x", ProxyPassword: "x "}
	var fields []connector.Field
	for _, p := range Connection(c, s) {
		fields = append(fields, p.Field)
	}
	want := []connector.Field{
		connector.FieldName, connector.FieldSourceType, connector.FieldProxyServer, connector.FieldProxyUsername, connector.FieldProxyPassword,
		connector.FieldTokenEndpoint, connector.FieldClientID, connector.FieldRedirectURI, connector.FieldAuthorizationEndpoint,
		connector.FieldGraphEndpoint, connector.FieldRefreshToken,
	}
	if !slices.Equal(fields, want) {
		t.Errorf("fields %v\n  want %v", fields, want)
	}
}
