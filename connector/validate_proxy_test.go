package connector

import (
	"net/url"
	"strings"
	"testing"
)

func TestParseProxyAcceptsTheThreeForms(t *testing.T) {
	for server, want := range map[string]string{
		"https://proxy.corp:8443":      "https://proxy.corp:8443",
		"http://proxy.corp:8080":       "http://proxy.corp:8080",
		"HTTP://Proxy.Corp:8080":       "http://Proxy.Corp:8080",
		"http://my_proxy-1.corp.:3128": "http://my_proxy-1.corp.:3128",
		"http://10.0.0.1:8080":         "http://10.0.0.1:8080",
		"10.0.0.1:8080":                "http://10.0.0.1:8080",
		"[2001:db8::1]:8080":           "http://[2001:db8::1]:8080",
		"https://[::1]:65535":          "https://[::1]:65535",
		"http://xn--bcher-kva.corp:1":  "http://xn--bcher-kva.corp:1",
	} {
		u, err := ParseProxy(server)
		if err != nil {
			t.Errorf("%s: %v", server, err)
			continue
		}
		if u.String() != want {
			t.Errorf("%s: %s, want %s", server, u, want)
		}
	}
}

func TestParseProxyHasASentenceForEachMistake(t *testing.T) {
	for server, message := range map[string]string{
		"":                            "Enter the proxy server, or clear Use Proxy",
		"  ":                          "Enter the proxy server, or clear Use Proxy",
		"proxy":                       `"proxy" has no port`,
		"10.0.0.1":                    `"10.0.0.1" has no port`,
		"proxy:99999":                 `port "99999" of the proxy server is not a number from 1 to 65535`,
		"http://proxy:0":              `port "0"`,
		"http://proxy:+80":            `port "+80"`,
		"http://proxy:http":           `port "http"`,
		"http://proxy:":               "no port after the colon",
		"ftp://p:1":                   `cannot be reached with "ftp://"`,
		"socks5://p:1":                `cannot be reached with "socks5://"`,
		"http://p":                    `"p" has no port`,
		"http://":                     "has no host",
		"http://:8080":                "has no host",
		"proxy.corp:8080":             "Enter http://proxy.corp:8080 if that is meant",
		"http://user:pw@proxy:80":     "fields Username and Password",
		"user@proxy:80":               "fields Username and Password",
		"http://proxy:8080/":          `remove everything from "/" on`,
		"http://proxy:8080/proxy.pac": `remove everything from "/" on`,
		"http://proxy:8080?x=1":       `remove everything from "?" on`,
		"http://proxy:8080#x":         `remove everything from "#" on`,
		"http://proxy :8080":          "must not contain blanks",
		"http://proxy:8080\n":         "must not contain blanks",
		"2001:db8::1":                 "in brackets and add its port: [2001:db8::1]:8080",
		"http://[::1]":                "has no port",
		"http://[::g]:80":             "not an IPv6 address",
		"[10.0.0.1]:80":               "not an IPv6 address",
		"http://[fe80::1%eth0]:80":    "not an IPv6 address",
		"10.0.0.300:8080":             "not a valid IP address",
		"http://proxy..corp:80":       "not a valid host name",
		"http://pro%78y:80":           "not a valid host name",
		`http://proxy\corp:80`:        "remove everything",
	} {
		t.Run(server, func(t *testing.T) {
			u, err := ParseProxy(server)
			if err == nil {
				t.Fatalf("accepted as %s", u)
			}
			if !strings.Contains(err.Error(), message) {
				t.Errorf("%q does not say %q", err, message)
			}
			if strings.Contains(err.Error(), "pw") {
				t.Errorf("the sentence shows the password: %q", err)
			}
		})
	}
}

func FuzzParseProxy(f *testing.F) {
	for _, seed := range []string{
		"https://proxy.corp:8443", "10.0.0.1:8080", "[2001:db8::1]:8080", "proxy.corp:8080", "http://u:p@h:1",
		"http://[fe80::1%25eth0]:80", "ftp://p:1", "http://p:1/x", "::1", "http://é:1", "http://h:00080",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, server string) {
		u, err := ParseProxy(server)
		if err != nil {
			if u != nil || err.Error() == "" {
				t.Fatalf("%q: %v with %v", server, u, err)
			}
			return
		}
		if u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
			t.Fatalf("%q became %#v", server, u)
		}
		if u.Hostname() == "" || !validPort(u.Port()) {
			t.Fatalf("%q has host %q and port %q", server, u.Hostname(), u.Port())
		}
		if again, err := url.Parse(u.String()); err != nil || again.Port() != u.Port() {
			t.Fatalf("%q: net/url reads %q as %v, %v", server, u, again, err)
		}
	})
}
