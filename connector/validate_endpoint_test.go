package connector

import (
	"strings"
	"testing"
)

func TestEndpoints(t *testing.T) {
	const login = "https://login.microsoftonline.com"
	token := func(c *Connection, text string) {
		c.TokenEndpoint, c.AuthorizationEndpoint = text, strings.TrimSuffix(text, "token")+"authorize"
	}
	authorize := func(c *Connection, text string) { c.AuthorizationEndpoint = text }
	graph := func(c *Connection, text string) { c.GraphEndpoint = text }
	redirect := func(c *Connection, text string) { c.RedirectURI = text }

	for _, test := range []struct {
		set     func(*Connection, string)
		text    string
		field   Field // none: accepted
		message string
	}{
		{token, login + "/common/oauth2/v2.0/token", "", ""},
		{token, login + "/organizations/oauth2/v2.0/token", "", ""},
		{token, "https://login.contoso.com:8443/x/token", "", ""},
		{token, "http://localhost:1/x/token", "", ""},
		{token, "HTTPS://LOGIN.MICROSOFTONLINE.COM/common/oauth2/v2.0/token", "", ""},
		{token, login + "/consumers/oauth2/v2.0/token", FieldTokenEndpoint, "personal accounts"},
		{token, login + "/common/oauth2/token", FieldTokenEndpoint, "version 1.0"},
		{token, "http://login.microsoftonline.com/common/oauth2/v2.0/token", FieldTokenEndpoint, "must begin with https://"},
		{token, "http://localhost.evil.com/token", FieldTokenEndpoint, "must begin with https://"},
		{token, "http://127.0.0.1.evil.com/token", FieldTokenEndpoint, "must begin with https://"},
		{token, "ftp://host/token", FieldTokenEndpoint, "must begin with https://"},
		{token, "login.microsoftonline.com/common/oauth2/v2.0/token", FieldTokenEndpoint, "must begin with https://"},
		{token, "javascript:token", FieldTokenEndpoint, "must begin with https://"},
		{token, "https:///token", FieldTokenEndpoint, "has no host"},
		{token, "https://user@host/token", FieldTokenEndpoint, "user name"},
		{token, "https://host:99999/token", FieldTokenEndpoint, `port "99999"`},
		{token, "https://host:/token", FieldTokenEndpoint, "no port"},
		{token, "https://host/to ken", FieldTokenEndpoint, "blanks"},
		{token, "https://host/token\n", FieldTokenEndpoint, "blanks"},
		{token, "https://host/#token", FieldTokenEndpoint, "fragment"},
		{token, "https://ho%st/token", FieldTokenEndpoint, "not a valid address"},
		{token, "https://exa$mple.com/token", FieldTokenEndpoint, "not a valid host name"},
		{token, "https://[::1/token", FieldTokenEndpoint, "not a valid address"},
		{token, "https://1.2.3.400/token", FieldTokenEndpoint, "not a valid IP address"},

		{authorize, "", FieldAuthorizationEndpoint, "Enter the authorization endpoint"},
		{authorize, login + "/common/oauth2/authorize", FieldAuthorizationEndpoint, "version 1.0"},
		{authorize, "https://login.microsoftonline.us/common/oauth2/v2.0/authorize", FieldAuthorizationEndpoint, "same host"},
		{authorize, login + "/contoso.com/oauth2/v2.0/authorize", FieldAuthorizationEndpoint, "AADSTS700005"},
		{authorize, login + "/COMMON/oauth2/v2.0/authorize", "", ""},
		{authorize, login + "/authorize", "", ""}, // no tenant, as other sign-in services have it

		{graph, "https://graph.microsoft.us/", "", ""},
		{graph, "https://graph.microsoft.com/beta", FieldGraphEndpoint, `remove "/beta"`},
		{graph, "https://graph.microsoft.com?x", FieldGraphEndpoint, "query"},
		{graph, "http://graph.microsoft.com", FieldGraphEndpoint, "https://"},
		{graph, "", FieldGraphEndpoint, "Enter the Graph endpoint"},

		{redirect, "http://localhost:8400/", "", ""},
		{redirect, "http://127.0.0.1/answer", "", ""},
		{redirect, "https://contoso.com/answer", "", ""},
		{redirect, "", FieldRedirectURI, "Enter the redirect URI"},
		{redirect, "http://contoso.com/answer", FieldRedirectURI, "http://localhost"},
		{redirect, "http://127.0.0.2", FieldRedirectURI, "http://localhost"},
		{redirect, "http://[::1]:8400", FieldRedirectURI, "[::1]"},
		{redirect, "urn:ietf:wg:oauth:2.0:oob", FieldRedirectURI, "must begin with https://"},
		{redirect, "https://contoso.com/answer?x=1", FieldRedirectURI, "query"},
		{redirect, "https://contoso.com/answer#x", FieldRedirectURI, "fragment"},
		{redirect, "https://contoso.com/*", FieldRedirectURI, "wildcard"},
		{redirect, "https://contoso.com/" + strings.Repeat("a", 256), FieldRedirectURI, "at most 256"},
	} {
		t.Run(test.text, func(t *testing.T) {
			c := working()
			test.set(&c, test.text)
			problems := Validate(c, Secrets{})
			if test.field == "" {
				if len(problems) != 0 {
					t.Errorf("problems: %v", problems)
				}
				return
			}
			if len(problems) == 0 || problems[0].Field != test.field || !strings.Contains(problems[0].Message, test.message) {
				t.Errorf("problems: %v\nwant first one beside %q with %q", problems, test.field, test.message)
			}
		})
	}
}

func TestClientCredentialsNeedATenant(t *testing.T) {
	for _, tenant := range []string{"common", "organizations", "consumers", "Common"} {
		c := unattended()
		c.TokenEndpoint = "https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/token"
		problems := Validate(c, Secrets{ClientSecret: "x"})
		if len(problems) != 1 || problems[0].Field != FieldTokenEndpoint || !strings.Contains(problems[0].Message, "AADSTS9001023") {
			t.Errorf("%s: %v", tenant, problems)
		}
	}
}

func TestIsMicrosoftLogin(t *testing.T) {
	for host, want := range map[string]bool{
		"login.microsoftonline.com":          true,
		"LOGIN.microsoftonline.US":           true,
		"login.partner.microsoftonline.cn":   true,
		"login.sovcloud-identity.fr":         true,
		"login.microsoftonline.com.evil.com": false,
		"evil-login.microsoftonline.com":     false,
		"login.microsoftonline.de":           false, // closed in 2021
		"":                                   false,
	} {
		if got := IsMicrosoftLogin(host); got != want {
			t.Errorf("IsMicrosoftLogin(%q) = %v", host, got)
		}
	}
}

func TestIsForeignLogin(t *testing.T) {
	for endpoint, want := range map[string]bool{
		"https://login.microsoftonline.us/common/oauth2/v2.0/token": false,
		"http://localhost:8080/token":                               false,
		"https://login.microsoftonline.com.evil.com/token":          true,
		"https://login.example.com":                                 true,
		"":                                                          false,
		"login":                                                     false, // refused elsewhere
	} {
		if got := IsForeignLogin(endpoint); got != want {
			t.Errorf("IsForeignLogin(%q) = %v", endpoint, got)
		}
	}
}

func TestIsLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "LocalHost": true, "127.0.0.1": true, "127.9.9.9": true, "::1": true,
		"localhost.evil.com": false, "10.0.0.1": false, "::2": false, "": false, "128.0.0.1": false,
	} {
		if got := IsLoopback(host); got != want {
			t.Errorf("IsLoopback(%q) = %v", host, got)
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
		u, err := checkEndpoint("token endpoint", text)
		if err != nil {
			if err.Error() == "" {
				t.Fatalf("%q: an empty sentence", text)
			}
			return
		}
		if u.Scheme != "https" && (u.Scheme != "http" || !IsLoopback(u.Hostname())) {
			t.Fatalf("%q may be sent in the clear", text)
		}
		if u.User != nil || u.Hostname() == "" || u.Fragment != "" {
			t.Fatalf("%q accepted as %#v", text, u)
		}
	})
}
