package connector

import (
	"strings"
	"testing"
)

// marks are what browsers, chats and the dialogs of Windows put into what is copied from them.
var marks = []string{"\u200b", "\ufeff", "\u2060", "\u200e", "\u2068", "\u00ad"}

func TestCharactersThatNobodySeesAreRefused(t *testing.T) {
	for _, mark := range marks {
		number := strings.ToUpper(describe([]rune(mark)[0]).Data["Number"].(string))
		for name, given := range map[string]struct {
			change func(*Connection, *Secrets)
			field  Field
			id     string
		}{
			"a client secret": {func(c *Connection, s *Secrets) {
				*c = unattended()
				s.ClientSecret = Secret("sec" + mark + "ret")
			}, FieldClientSecret, "connection.secret.invisible"},
			"a refresh token that begins with one": {func(_ *Connection, s *Secrets) {
				s.RefreshToken = Secret(mark + "0.AXoA")
			}, FieldRefreshToken, "connection.secret.invisible"},
			"a token endpoint": {func(c *Connection, _ *Secrets) { c.TokenEndpoint += mark }, FieldTokenEndpoint, "connection.address.invisible"},
			"a redirect URI":   {func(c *Connection, _ *Secrets) { c.RedirectURI += mark }, FieldRedirectURI, "connection.address.invisible"},
			"a proxy": {func(c *Connection, _ *Secrets) {
				c.Proxy = Proxy{Use: true, Server: "http://proxy" + mark + ":8080"}
			}, FieldProxyServer, "connection.address.invisible"},
			"a script": {func(c *Connection, _ *Secrets) {
				c.Proxy = Proxy{Use: true, From: ProxyByScript, Script: "http://proxy/a.pac" + mark}
			}, FieldProxyScript, "connection.address.invisible"},
			"a user name": {func(c *Connection, _ *Secrets) {
				c.Proxy = Proxy{Use: true, Server: "http://proxy:8080", Username: "sam" + mark}
			}, FieldProxyUsername, "connection.proxy-username.control-character"},
		} {
			t.Run(name+" with "+number, func(t *testing.T) {
				c, s := working(), Secrets{}
				given.change(&c, &s)
				problems := Validate(c, s)
				if len(problems) != 1 || problems[0].Field != given.field || problems[0].Message.ID != given.id {
					t.Errorf("%v, want %s beside %s", problems, given.id, given.field)
				}
			})
		}
	}
}

func TestSolidLeavesWhatIsMeant(t *testing.T) {
	const id = "5bb1a5a2-0d97-4335-9448-119f7b27aff9"
	for _, mark := range append(marks, " ", "\n", "\u00a0", "\x00") {
		if got := Solid(mark + id[:4] + mark + id[4:] + mark); got != id {
			t.Errorf("with %q: %q", mark, got)
		}
	}
}
