package pac

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"
)

// names is a resolver that knows a few names.
type names map[string]string

func (n names) lookup(_ context.Context, host string) []netip.Addr {
	var found []netip.Addr
	for text := range strings.FieldsSeq(n[host]) {
		found = append(found, netip.MustParseAddr(text))
	}
	if address, err := netip.ParseAddr(host); err == nil {
		found = append(found, address)
	}
	return found
}

func (n names) own(ctx context.Context) []netip.Addr { return n.lookup(ctx, "own") }

// newScript compiles a script that lives on a Tuesday in March, at half past three in the
// afternoon, two hours before UTC.
func newScript(t *testing.T, source string) *Script {
	t.Helper()
	s, err := Compile(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	s.helpers.resolver = names{
		"intranet.corp": "2001:db8::1 10.1.2.3", "www.example": "192.0.2.1", "six.example": "2001:db8::2",
		"own": "10.9.9.9 fe80::1",
	}
	s.helpers.now = func() time.Time {
		return time.Date(2026, 3, 17, 15, 30, 20, 0, time.FixedZone("", -2*3600))
	}
	return s
}

func TestFunctions(t *testing.T) {
	for expression, want := range map[string]string{
		`isPlainHostName("www")`: "true", `isPlainHostName("www.example")`: "false", `isPlainHostName("2001:db8::1")`: "false",
		`dnsDomainIs("www.Example.com", ".example.COM")`: "true", `dnsDomainIs("www", ".example.com")`: "false",
		`localHostOrDomainIs("www", "www.example.com")`: "true", `localHostOrDomainIs("www.example.com", "www.example.com")`: "true",
		`localHostOrDomainIs("home.example.com", "www.example.com")`: "false", `localHostOrDomainIs("ww", "www.example.com")`: "false",
		`dnsDomainLevels("www")`: "0", `dnsDomainLevels("www.mozilla.org")`: "2",
		`shExpMatch("http://a.example/b", "*/b")`: "true", `shExpMatch("a.b", "a?b")`: "true", `shExpMatch("ab", "a.b")`: "false",
		`shExpMatch("aXbXc", "a*b*c")`: "true", `shExpMatch("abc", "a*d")`: "false", `shExpMatch("", "*")`: "true",
		`shExpMatch("a+b", "a+b")`:                                     "true",
		`shExpMatch("www.example.com", "(*.example.com|example.com)")`: "true",
		`shExpMatch("example.com", "(*.example.com|example.com)")`:     "true",
		`shExpMatch("exampleXcom", "(*.example.com|example.com)")`:     "false",
		`shExpMatch("example.com.org", "(*.example.com|example.com)")`: "false",
		`shExpMatch("b2", "a|b?")`:                                     "true", `shExpMatch("a(b", "a(b")`: "true",
		`shExpMatch("a(b.c", "a(*.c")`: "true", `shExpMatch("ab", "a(b")`: "false",
		`shExpMatch("a".repeat(5000), "(a*)|b")`: "false",
		`isResolvable("www.example")`:            "true", `isResolvable("nowhere")`: "false", `isResolvable("six.example")`: "false",
		`isResolvableEx("six.example")`: "true",
		`dnsResolve("intranet.corp")`:   "10.1.2.3", `dnsResolve("nowhere")`: "null", `dnsResolveEx("intranet.corp")`: "2001:db8::1;10.1.2.3",
		`isInNet("intranet.corp", "10.0.0.0", "255.0.0.0")`: "true", `isInNet("10.1.2.3", "10.1.2.0", "255.255.255.0")`: "true",
		`isInNet("www.example", "10.0.0.0", "255.0.0.0")`: "false", `isInNet("nowhere", "0.0.0.0", "0.0.0.0")`: "false",
		`isInNet("10.1.2.3", "x", "y")`:             "false",
		`isInNetEx("six.example", "2001:db8::/32")`: "true", `isInNetEx("10.1.2.3", "10.0.0.0/8")`: "true",
		`isInNetEx("nowhere", "10.0.0.0/8")`: "false",
		`myIpAddress()`:                      "10.9.9.9", `myIpAddressEx()`: "10.9.9.9;fe80::1",
		`convert_addr("104.16.41.2")`: "1745889538", `convert_addr("192.168.0.1")`: "-1062731775", `convert_addr("x")`: "0",
		`isValidIpAddress("10.1.2.3")`: "true", `isValidIpAddress("010.001.2.255")`: "true", `isValidIpAddress("10.1.2.256")`: "false",
		`isValidIpAddress("10.1.2")`:      "false",
		`isValidIpAddress("10.1.2.0003")`: "false", `isValidIpAddress("www.example.a.b")`: "false", `isValidIpAddress("2001:db8::1")`: "false",
		`isValidIpAddress("10.1.-2.+3")`:            "false",
		`sortIpAddressList("10.1.1.1;2001:db8::1")`: "2001:db8::1;10.1.1.1",
		`weekdayRange("TUE")`:                       "true", `weekdayRange("MON", "FRI")`: "true", `weekdayRange("SAT", "MON")`: "false",
		`weekdayRange("FRI", "TUE", "GMT")`: "true", `weekdayRange("")`: "false",
		`timeRange(15)`: "true", `timeRange(17, "GMT")`: "true", `timeRange(9, 15)`: "true", `timeRange(9, 14)`: "false",
		`timeRange(22, 6)`: "false", `timeRange(15, 20, 3, 0)`: "true",
		`timeRange(15, 30, 15, 30)`: "true", `timeRange(15, 30, 21, 15, 30, 59)`: "false", `timeRange(15, 30, 20, 15, 30, 20)`: "true",
		`dateRange(17)`: "true", `dateRange("MAR")`: "true", `dateRange(2026)`: "true", `dateRange(2025)`: "false", `dateRange(1, 15)`: "false",
		`dateRange(20, 18)`: "true", `dateRange(20, 16)`: "false",
		`dateRange("NOV", "APR")`: "true", `dateRange(1, "MAR", 31, "AUG")`: "true", `dateRange(1, "MAR", 2026, 16, "MAR", 2026)`: "false",
		`dateRange("MAR", 2026, "JUN", 2026)`: "true",
		`dateRange(1, "MAR")`:                 "false", `dateRange(17, "MAR", 2026, "GMT")`: "false",
		`typeof ArrayBuffer + typeof require + typeof process + typeof XMLHttpRequest`: "undefinedundefinedundefinedundefined",
	} {
		s := newScript(t, "function FindProxyForURL(url, host) { return String("+expression+"); }")
		if got, err := s.Find(t.Context(), "https://x/", "x"); err != nil || got != want {
			t.Errorf("%s is %q, %v, want %q", expression, got, err, want)
		}
	}
}

func TestAScriptAsTheyAre(t *testing.T) {
	s := newScript(t, `
		// for the whole group
		var proxy = "PROXY proxy.corp:8080; DIRECT";
		function FindProxyForURL(url, host) {
			host = host.toLowerCase();
			if (isPlainHostName(host) || dnsDomainIs(host, ".corp") || isInNet(dnsResolve(host), "10.0.0.0", "255.0.0.0")) return "DIRECT";
			if (url.substring(0, 6) == "https:" && /(^|\.)microsoftonline\.com$/.test(host)) return "HTTPS secure.corp:443";
			return proxy;
		}`)
	for host, want := range map[string]string{
		"intranet": "DIRECT", "x.corp": "DIRECT", "login.microsoftonline.com": "HTTPS secure.corp:443",
		"graph.microsoft.com": "PROXY proxy.corp:8080; DIRECT",
	} {
		if got, err := s.Find(t.Context(), "https://"+host+"/", host); err != nil || got != want {
			t.Errorf("%s: %q, %v", host, got, err)
		}
	}
}

func TestScriptsThatAreWrong(t *testing.T) {
	for source, want := range map[string]string{
		``:                                     ErrNoMain.Error(),
		`<html><title>Sign in</title>`:         "SyntaxError",
		`function FindProxyForURL() {`:         "SyntaxError",
		`throw "no"`:                           "no",
		`var FindProxyForURL = 3`:              ErrNoMain.Error(),
		`while (true) {}`:                      context.DeadlineExceeded.Error(),
		`function f() { return f() + 1 }; f()`: ErrMemory.Error(),
		`var s = "xxxxxxxxxxxxxxxx"; while (1) s += s`: ErrMemory.Error(),
		`"x".repeat(1e9)`:                            "RangeError",
		`"x".padStart(1e9)`:                          "RangeError",
		`new Array(4e9).join("x")`:                   "RangeError",
		`String(new Array(4e9))`:                     "RangeError",
		`new Array(4e9).fill(1)`:                     "RangeError",
		`/(?!x)(a|aa)+$/.test("a".repeat(80) + "b")`: ErrNoMain.Error(), // it has not matched by then
	} {
		t.Run("given "+source, func(t *testing.T) {
			ctx := t.Context()
			if want == context.DeadlineExceeded.Error() {
				var cancel func()
				ctx, cancel = context.WithTimeout(ctx, 200*time.Millisecond)
				defer cancel()
			}
			_, err := Compile(ctx, source)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}

func TestAnswersThatAreNone(t *testing.T) {
	for result, want := range map[string]error{
		"3": ErrAnswer, "{}": ErrAnswer, "undefined": nil, "null": nil, `new Array(5000).join("x")`: ErrAnswer,
	} {
		got, err := newScript(t, "function FindProxyForURL() { return "+result+" }").Find(t.Context(), "https://x/", "x")
		if !errors.Is(err, want) || got != "" {
			t.Errorf("%s: %q, %v", result, got, err)
		}
	}
}

func TestManyAsk(t *testing.T) {
	s := newScript(t, `var n = 0; function FindProxyForURL(url, host) { n++; return "PROXY " + host + ":1"; }`)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if got, err := s.Find(t.Context(), "https://a/", "a"); err != nil || got != "PROXY a:1" {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
	all.Wait()
}

func FuzzScript(f *testing.F) {
	f.Add(`function FindProxyForURL(u, h) { return shExpMatch(h, "(*.x|" + h + ")") }`, "(.x")
	f.Add(`function FindProxyForURL(u, h) { return shExpMatch(h, "*.x") ? "DIRECT" : "PROXY a:1" }`, "www.x")
	f.Fuzz(func(t *testing.T, source, host string) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if s, err := Compile(ctx, source); err == nil {
			_, _ = s.Find(ctx, "https://"+host+"/", host)
		}
	})
}
