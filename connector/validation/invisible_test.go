package validation

import (
	"strings"
	"testing"

	"inventorybeacon/connector"
)

// marks are what browsers, chats and the dialogs of Windows put into what is copied from them.
var marks = []string{"\u200b", "\ufeff", "\u2060", "\u200e", "\u2068", "\u00ad"}

func TestCharactersThatNobodySeesAreRefused(t *testing.T) {
	for _, mark := range marks {
		number := strings.ToUpper(describe([]rune(mark)[0]).Data["Number"].(string))
		for name, given := range map[string]struct {
			change func(*connector.Connection, *connector.Secrets)
			field  connector.Field
			id     string
		}{
			"a client secret": {func(c *connector.Connection, s *connector.Secrets) {
				*c = unattended()
				s.ClientSecret = connector.Secret("sec" + mark + "ret")
			}, connector.FieldClientSecret, "connection.secret.invisible"},
			"a refresh token that begins with one": {func(_ *connector.Connection, s *connector.Secrets) {
				s.RefreshToken = connector.Secret(mark + "0.AXoA")
			}, connector.FieldRefreshToken, "connection.secret.invisible"},
			"a token endpoint": {
				func(c *connector.Connection, _ *connector.Secrets) { c.TokenEndpoint += mark }, connector.FieldTokenEndpoint,
				"connection.address.invisible",
			},
			"a redirect URI": {
				func(c *connector.Connection, _ *connector.Secrets) { c.RedirectURI += mark }, connector.FieldRedirectURI,
				"connection.address.invisible",
			},
			"a proxy": {func(c *connector.Connection, _ *connector.Secrets) {
				c.Proxy = connector.Proxy{Use: true, Server: "http://proxy" + mark + ":8080"}
			}, connector.FieldProxyServer, "connection.address.invisible"},
			"a script": {func(c *connector.Connection, _ *connector.Secrets) {
				c.Proxy = connector.Proxy{Use: true, From: connector.ProxyByScript, Script: "http://proxy/a.pac" + mark}
			}, connector.FieldProxyScript, "connection.address.invisible"},
			"a user name": {func(c *connector.Connection, _ *connector.Secrets) {
				c.Proxy = connector.Proxy{Use: true, Server: "http://proxy:8080", Username: "sam" + mark}
			}, connector.FieldProxyUsername, "connection.proxy-username.control-character"},
		} {
			t.Run(name+" with "+number, func(t *testing.T) {
				c, s := working(), connector.Secrets{}
				given.change(&c, &s)
				problems := Connection(c, s)
				if len(problems) != 1 || problems[0].Field != given.field || problems[0].Message.ID != given.id {
					t.Errorf("%v, want %s beside %s", problems, given.id, given.field)
				}
			})
		}
	}
}
