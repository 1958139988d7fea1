package validation

import (
	"net/url"
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

func TestParseProxyHasAMessageForEachMistake(t *testing.T) {
	for server, message := range map[string]string{
		"":                            "connection.proxy.empty",
		"  ":                          "connection.proxy.empty",
		"proxy":                       "connection.proxy.no-port Server=proxy",
		"10.0.0.1":                    "connection.proxy.no-port Server=10.0.0.1",
		"proxy:99999":                 "connection.proxy.port Port=99999",
		"http://proxy:0":              "connection.proxy.port Port=0",
		"http://proxy:+80":            "connection.proxy.port Port=+80",
		"http://proxy:http":           "connection.proxy.port Port=http",
		"http://proxy:":               "connection.proxy.no-port-after-colon Server=proxy:",
		"ftp://p:1":                   "connection.proxy.scheme Scheme=ftp://",
		"socks5://p:1":                "connection.proxy.scheme Scheme=socks5://",
		"http://p":                    "connection.proxy.no-port Server=p",
		"http://":                     "connection.proxy.no-host",
		"http://:8080":                "connection.proxy.no-host",
		"proxy.corp:8080":             "connection.proxy.no-scheme Server=proxy.corp:8080",
		"http://user:pw@proxy:80":     "connection.proxy.password",
		"user@proxy:80":               "connection.proxy.password",
		"http://proxy:8080/":          "connection.proxy.path From=/",
		"http://proxy:8080/proxy.pac": "connection.proxy.path From=/",
		"http://proxy:8080?x=1":       "connection.proxy.path From=?",
		"http://proxy:8080#x":         "connection.proxy.path From=#",
		"http://proxy :8080":          "connection.proxy.blank",
		"http://proxy:8080\n":         "connection.proxy.blank",
		"2001:db8::1":                 "connection.proxy.ipv6-without-port Address=2001:db8::1",
		"http://[::1]":                "connection.proxy.no-port Server=[::1]",
		"http://[::g]:80":             "connection.host.ipv6 Host=[::g] What=connection.proxy-server",
		"[10.0.0.1]:80":               "connection.host.ipv6 Host=[10.0.0.1] What=connection.proxy-server",
		"http://[fe80::1%eth0]:80":    "connection.host.ipv6 Host=[fe80::1%eth0] What=connection.proxy-server",
		"10.0.0.300:8080":             "connection.host.ip Host=10.0.0.300 What=connection.proxy-server",
		"http://proxy..corp:80":       "connection.host.name Host=proxy..corp What=connection.proxy-server",
		"http://pro%78y:80":           "connection.host.name Host=pro%78y What=connection.proxy-server",
		`http://proxy\corp:80`:        "connection.proxy.path From=\\",
	} {
		t.Run(server, func(t *testing.T) {
			u, err := ParseProxy(server)
			if err == nil {
				t.Fatalf("accepted as %s", u)
			}
			if err.Error() != message {
				t.Errorf("got %q, want %q", err, message)
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
