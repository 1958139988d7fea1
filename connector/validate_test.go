package connector

import (
	"slices"
	"testing"
)

// working is a connection without a problem.
func working() Connection {
	return Connection{
		Name:                  "Contoso M365",
		SourceType:            Microsoft365,
		Cloud:                 CloudGlobal,
		TokenEndpoint:         "https://login.microsoftonline.com/common/oauth2/v2.0/token",
		ClientID:              "5bb1a5a2-0d97-4335-9448-119f7b27aff9",
		RedirectURI:           "https://login.microsoftonline.com/common/oauth2/nativeclient",
		Flow:                  AuthorizationCode,
		AuthorizationEndpoint: "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
		GraphEndpoint:         "https://graph.microsoft.com",
	}
}

// unattended is a connection with Client Credentials without a problem.
func unattended() Connection {
	c := working()
	c.Flow = ClientCredentials
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
	unusedProxy.Proxy = Proxy{Use: false, Server: "not a proxy", Username: "a:b"}

	proxied := working()
	proxied.Proxy = Proxy{Use: true, Server: "https://proxy.corp:8080", Username: `DOMAIN\user@corp`}

	for name, given := range map[string]struct {
		connection Connection
		secrets    Secrets
	}{
		"the auto-populated values, before a sign-in":        {working(), Secrets{}},
		"a stored refresh token":                             {working(), Secrets{RefreshToken: "0.AXoA-token"}},
		"client credentials of a tenant":                     {unattended(), Secrets{ClientSecret: "s3cret~value"}},
		"client credentials with a certificate":              {unattended(), Secrets{Certificate: "\x30\x82 anything", CertificatePassword: " "}},
		"plain http on this computer":                        {demonstration, Secrets{}},
		"bad proxy settings that are switched off":           {unusedProxy, Secrets{}},
		"a proxy with credentials":                           {proxied, Secrets{ProxyPassword: "p@ss:w%rd"}},
		"a redirect URI on localhost without a port or path": {with(func(c *Connection) { c.RedirectURI = "http://localhost" }), Secrets{}},
	} {
		t.Run(name, func(t *testing.T) {
			if problems := Validate(given.connection, given.secrets); len(problems) != 0 {
				t.Errorf("problems: %v", problems)
			}
		})
	}
}

func with(change func(*Connection)) Connection {
	c := working()
	change(&c)
	return c
}

func TestValidateNamesTheFieldAndWhatIsWrong(t *testing.T) {
	for name, test := range map[string]struct {
		change  func(*Connection, *Secrets)
		field   Field
		message string // as the log has it
	}{
		"no source type":      {func(c *Connection, _ *Secrets) { c.SourceType = "" }, FieldSourceType, "connection.source-type.empty"},
		"unknown source type": {func(c *Connection, _ *Secrets) { c.SourceType = "SAP" }, FieldSourceType, "connection.source-type.unknown Choose=Microsoft 365 Type=SAP"},
		"no proxy server":     {func(c *Connection, _ *Secrets) { c.Proxy.Use = true }, FieldProxyServer, "connection.proxy.empty"},
		"colon in the proxy's user name": {func(c *Connection, _ *Secrets) {
			c.Proxy = Proxy{Use: true, Server: "http://p:1", Username: "a:b"}
		}, FieldProxyUsername, "connection.proxy-username.colon"},
		"line break in the proxy's user name": {func(c *Connection, _ *Secrets) {
			c.Proxy = Proxy{Use: true, Server: "http://p:1", Username: "a\nb"}
		}, FieldProxyUsername, "connection.proxy-username.control-character"},
		"proxy password without a user name": {func(c *Connection, s *Secrets) {
			c.Proxy = Proxy{Use: true, Server: "http://p:1"}
			s.ProxyPassword = "secret"
		}, FieldProxyUsername, "connection.proxy-username.empty"},
		"proxy password with a line break": {func(c *Connection, s *Secrets) {
			c.Proxy = Proxy{Use: true, Server: "http://p:1", Username: "a"}
			s.ProxyPassword = "secret\n"
		}, FieldProxyPassword, "connection.secret.blank What=connection.proxy-password"},
		"no client ID":                 {func(c *Connection, _ *Secrets) { c.ClientID = "" }, FieldClientID, "connection.client-id.empty"},
		"client ID too short":          {func(c *Connection, _ *Secrets) { c.ClientID = "5bb1a5a2" }, FieldClientID, "connection.client-id.no-guid"},
		"client ID in braces":          {func(c *Connection, _ *Secrets) { c.ClientID = "{" + c.ClientID + "}" }, FieldClientID, "connection.client-id.no-guid"},
		"client ID with a wrong digit": {func(c *Connection, _ *Secrets) { c.ClientID = "gbb1a5a2-0d97-4335-9448-119f7b27aff9" }, FieldClientID, "connection.client-id.no-guid"},
		"client ID with moved hyphens": {func(c *Connection, _ *Secrets) { c.ClientID = "5bb1a5a20-d97-4335-9448-119f7b27aff9" }, FieldClientID, "connection.client-id.no-guid"},
		"no flow":                      {func(c *Connection, _ *Secrets) { c.Flow = "" }, FieldFlow, "connection.flow.empty"},
		"unknown flow":                 {func(c *Connection, _ *Secrets) { c.Flow = "implicit" }, FieldFlow, "connection.flow.unknown Application=Client Credentials Flow=implicit Person=Authorization Code"},
		"refresh token with a line break inside": {func(_ *Connection, s *Secrets) {
			s.RefreshToken = "0.AXoA\nsecret"
		}, FieldRefreshToken, "connection.secret.control-character What=connection.refresh-token"},
		"client credentials without a secret": {func(c *Connection, _ *Secrets) { *c = unattended() }, FieldClientSecret, "connection.client-secret.empty"},
		"client credentials with a secret and a certificate": {func(c *Connection, s *Secrets) {
			*c = unattended()
			s.ClientSecret, s.Certificate = "secret", "file"
		}, FieldCertificate, "connection.two-credentials"},
		"the source type that Microsoft has switched off": {
			func(c *Connection, _ *Secrets) { c.SourceType = Office365Deprecated }, FieldSourceType, "connection.source-type.deprecated Choose=Microsoft 365 Type=Microsoft Office 365 (deprecated)",
		},
		"client secret pasted with a blank": {func(c *Connection, s *Secrets) {
			*c = unattended()
			s.ClientSecret = "secret "
		}, FieldClientSecret, "connection.secret.blank What=connection.client-secret"},
	} {
		t.Run(name, func(t *testing.T) {
			c, s := working(), Secrets{}
			test.change(&c, &s)
			problems := Validate(c, s)
			if len(problems) != 1 || problems[0].Field != test.field || problems[0].Message.String() != test.message {
				t.Fatalf("problems: %v\nwant one beside %q with %q", problems, test.field, test.message)
			}
		})
	}
}

func TestValidateTellsEveryProblemInTheDialogsOrder(t *testing.T) {
	c := Connection{Proxy: Proxy{Use: true, Server: "proxy", Username: "a:b"}, Flow: AuthorizationCode}
	s := Secrets{RefreshToken: " x", ProxyPassword: "x "}
	var fields []Field
	for _, p := range Validate(c, s) {
		fields = append(fields, p.Field)
	}
	want := []Field{
		FieldName, FieldSourceType, FieldProxyServer, FieldProxyUsername, FieldProxyPassword,
		FieldTokenEndpoint, FieldClientID, FieldRedirectURI, FieldAuthorizationEndpoint, FieldGraphEndpoint, FieldRefreshToken,
	}
	if !slices.Equal(fields, want) {
		t.Errorf("fields %v\n  want %v", fields, want)
	}
}
