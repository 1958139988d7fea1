package validation

import (
	"net"
	"testing"
)

func TestProxyExceptions(t *testing.T) {
	for text, hosts := range map[string]map[string]bool{
		"intranet.corp":    {"intranet.corp:443": true, "INTRANET.Corp:80": true, "x.intranet.corp:443": false, "intranet.corp.:443": true},
		"*.corp":           {"a.corp:443": true, "a.b.corp:443": true, "corp:443": false, "acorp:443": false},
		".corp":            {"a.corp:443": true, "corp:443": false},
		"10.0.0.0/8":       {"10.1.2.3:443": true, "11.1.2.3:443": false, "ten.corp:443": false},
		"2001:db8::/32":    {"[2001:db8::1]:443": true, "[2001:db9::1]:443": false},
		"192.168.*":        {"192.168.1.1:443": true, "192.169.1.1:443": false},
		"[2001:db8::1]:80": {"[2001:db8::1]:80": true, "[2001:db8::1]:443": false},
		"2001:db8::1":      {"[2001:db8::1]:443": true},
		"10.1.1.1:8443":    {"10.1.1.1:8443": true, "10.1.1.1:443": false},
		"<local>":          {"intranet:443": true, "intranet.corp:443": false, "[2001:db8::1]:443": false},
		"*":                {"anything:443": true, "10.1.1.1:443": true},
		"a.b, c.d;e.f  g.h\n<LOCAL>": {
			"a.b:443": true, "c.d:443": true, "e.f:443": true, "g.h:443": true, "x:443": true, "x.y:443": false,
		},
		"": {"a.b:443": false},
	} {
		list, err := ParseProxyExceptions(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		for address, want := range hosts {
			host, port, _ := net.SplitHostPort(address)
			got := false
			for _, e := range list {
				got = got || e.Matches(host, port)
			}
			if got != want {
				t.Errorf("%q with %s: %v", text, address, got)
			}
		}
	}
}

func TestProxyExceptionsThatAreNone(t *testing.T) {
	for _, text := range []string{
		"http://a.b", "a.b:http", "a.b:99999", "10.0.0.0/33", "a/b", "[2001:db8::1", "a..b", "user@a.b", "[a]*", "\\\\server", "..", ":80",
	} {
		if list, err := ParseProxyExceptions(text); err == nil {
			t.Errorf("%q is %v", text, list)
		}
	}
}

func TestProxyScript(t *testing.T) {
	for address, valid := range map[string]bool{
		"http://wpad.corp/wpad.dat": true, "https://proxy.corp:8443/proxy.pac?site=1": true,
		"": false, "proxy.pac": false, "file:///etc/proxy.pac": false, "http://u:p@corp/x": false, "http://": false, "http://a b/": false,
	} {
		if err := checkProxyScript(address); (err == nil) != valid {
			t.Errorf("%q: %v", address, err)
		}
	}
}
