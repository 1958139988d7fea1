package proxyroute

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode/utf16"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/network/networktest"
)

// ways writes a route as a script would.
func ways(r Route) string {
	var list []string
	for _, proxy := range r.Proxies {
		if proxy == nil {
			list = append(list, "direct")
			continue
		}
		list = append(list, proxy.String())
	}
	return strings.Join(list, ", ")
}

// check compares the routes to hosts, each with the ID of the reason.
func check(t *testing.T, router Router, want map[string]string) {
	t.Helper()
	for address, want := range want {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			host, port = address, "443"
		}
		route, err := router.Route(t.Context(), host, port)
		got := ways(route) + " " + route.Why.ID
		if err != nil {
			got = connectortest.Said(err)
			connectortest.Told(t, err)
		} else {
			connectortest.CheckWords(t, route.Why, false)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

func of(t *testing.T, settings connector.Proxy) Router {
	t.Helper()
	router, err := Of(settings)
	if err != nil {
		t.Fatal(err)
	}
	return router
}

func TestAsEntered(t *testing.T) {
	check(t, of(t, connector.Proxy{Server: "http://proxy:1", From: connector.ProxyByScript}),
		map[string]string{"www.example": "direct network.route.off"})
	router := of(t, connector.Proxy{Use: true, Server: "https://proxy:1", Exceptions: "10.0.0.0/8, <local>; .corp"})
	check(t, router, map[string]string{
		"www.example": "https://proxy:1 network.route.entered", "10.1.2.3": "direct network.route.exception",
		"intranet": "direct network.route.exception",
		"a.corp":   "direct network.route.exception",
	})
	if got, want := router.Browser(), (Browser{Servers: "https://proxy:1", Exceptions: "10.0.0.0/8;<local>;.corp"}); got != want {
		t.Errorf("the browser is told %+v", got)
	}
	for _, wrong := range []connector.Proxy{{Use: true}, {Use: true, Server: "http://proxy:1", Exceptions: "a/b"}} {
		_, err := Of(wrong)
		if err == nil {
			t.Errorf("%+v is taken", wrong)
			continue
		}
		connectortest.CheckWords(t, err.(connector.Explained).Message(), false)
	}
}

func TestScript(t *testing.T) {
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked++; asked == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		_, _ = io.WriteString(w, `function FindProxyForURL(url, host) {
			if (host == "port") return "PROXY a:1; HTTPS b; PROXY c;DIRECT";
			if (host == "v6") return "PROXY [2001:db8::1]:8080";
			if (host == "socks") return "SOCKS a:1; SOCKS5 b:2";
			if (host == "nothing") return;
			if (host == "nonsense") return "PROXY http://a:1";
			if (host == "some") return "SOCKS a:1; PROXY b:2; FTP c:3";
			if (host == "tabs") return "\tPROXY\ta:8080;\n HTTPS \t b:1\t; PROXY c\td:1; DIRECT";
			if (host == "broken") return missing;
			if (url == "https://2001:db8::2/" || url == "https://[2001:db8::2]/") return "PROXY six:6";
			if (url == "https://www.example:8443/") return "PROXY alt:1";
			return "DIRECT";
		}`)
	}))
	defer server.Close()
	router := of(t, connector.Proxy{Use: true, From: connector.ProxyByScript, Script: server.URL + "/p"})
	_, err := router.Route(t.Context(), "www.example", "443")
	if told := connectortest.Told(t, err); !strings.Contains(told, "network.proxy.script.unreachable") || !err.(*ScriptError).Temporary() {
		t.Error(told)
	}
	at := " Script=" + server.URL + "/p"
	check(t, router, map[string]string{
		"www.example": "direct network.route.script", "www.example:8443": "http://alt:1 network.route.script",
		"port": "http://a:1, https://b:443, http://c:80, direct network.route.script", "v6": "http://[2001:db8::1]:8080 network.route.script",
		"nothing": "direct network.route.script", "some": "http://b:2 network.route.script",
		"[2001:db8::2]:443": "http://six:6 network.route.script",
		"tabs":              "http://a:8080, https://b:1, direct network.route.script",
		"socks":             "network.proxy.script.answer Answer=SOCKS a:1; SOCKS5 b:2 Host=socks" + at,
		"nonsense":          "network.proxy.script.answer Answer=PROXY http://a:1 Host=nonsense" + at,
		"broken":            "network.proxy.script.broken" + at,
	})
	if asked != 2 {
		t.Errorf("the script was read %d times", asked)
	}
	if got := router.Browser(); got != (Browser{Script: server.URL + "/p"}) {
		t.Errorf("the browser is told %+v", got)
	}
}

// Notepad and PowerShell of Windows write UTF-16, with a mark.
func TestAScriptInUTF16(t *testing.T) {
	for name, write := range map[string]func(uint16) []byte{
		"little endian": func(unit uint16) []byte { return binary.LittleEndian.AppendUint16(nil, unit) },
		"big endian":    func(unit uint16) []byte { return binary.BigEndian.AppendUint16(nil, unit) },
	} {
		t.Run("given "+name, func(t *testing.T) {
			var script []byte
			for _, unit := range utf16.Encode([]rune("\ufeff// Zoë\nfunction FindProxyForURL() { return 'PROXY a:1' }")) {
				script = append(script, write(unit)...)
			}
			router := of(t, connector.Proxy{Use: true, From: connector.ProxyByScript, Script: networktest.StartScript(t, string(script))})
			check(t, router, map[string]string{"www.example": "http://a:1 network.route.script"})
		})
	}
}

func TestScriptsThatCannotBeRead(t *testing.T) {
	long := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat("// nothing\n", maxScript/8))
	}))
	defer long.Close()
	missing := httptest.NewServer(http.NotFoundHandler())
	defer missing.Close()
	for address, want := range map[string]string{
		"http://" + networktest.ClosedPort(t) + "/": "network.proxy.script.unreachable", missing.URL: "network.proxy.script.unreachable",
		long.URL: "network.proxy.script.broken", networktest.StartScript(t, "\xff\xfea\x00b"): "network.proxy.script.broken",
		networktest.StartScript(t, "<html>Sign in"): "network.proxy.script.broken",
	} {
		router := of(t, connector.Proxy{Use: true, From: connector.ProxyByScript, Script: address})
		check(t, router, map[string]string{"www.example": want + " Script=" + address})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := of(t, connector.Proxy{Use: true, From: connector.ProxyByScript, Script: missing.URL}).Route(ctx, "x",
		"443"); err != context.Canceled {
		t.Errorf("got %v", err)
	}
}

func TestEnvironment(t *testing.T) {
	for name, given := range map[string]struct {
		variables map[string]string
		routes    map[string]string
		browser   Browser
	}{
		"a proxy and exceptions": {
			map[string]string{"HTTPS_PROXY": "http://proxy.corp:8080", "NO_PROXY": "example.org, .corp,10.0.0.0/8"},
			map[string]string{
				"www.example": "http://proxy.corp:8080 network.route.environment", "www.example.org": "direct network.route.environment",
				"x.corp": "direct network.route.environment", "10.1.1.1": "direct network.route.environment",
			},
			Browser{Servers: "http://proxy.corp:8080", Exceptions: "example.org;*.example.org;.corp;10.0.0.0/8"},
		},
		"lower case, and no port": {
			map[string]string{"https_proxy": "proxy.corp"},
			map[string]string{"www.example": "http://proxy.corp:80 network.route.environment"},
			Browser{Servers: "http://proxy.corp:80"},
		},
		"another kind": {
			map[string]string{"HTTPS_PROXY": "socks5://the-proxy-password@proxy.corp:1080"},
			map[string]string{"www.example": "network.proxy.environment Variable=HTTPS_PROXY"},
			Browser{},
		},
		"nonsense": {
			map[string]string{"HTTPS_PROXY": "http://u:the-proxy-password@[::"},
			map[string]string{"www.example": "network.proxy.environment Variable=HTTPS_PROXY"},
			Browser{},
		},
	} {
		t.Run("given "+name, func(t *testing.T) {
			for _, variable := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"} {
				t.Setenv(variable, "")
			}
			for variable, value := range given.variables { // of which Windows knows each once
				t.Setenv(variable, value)
			}
			router := fromEnvironment()
			check(t, router, given.routes)
			if got := router.Browser(); got != given.browser {
				t.Errorf("the browser is told %+v", got)
			}
		})
	}
}

func TestMac(t *testing.T) {
	const manual = `<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
    2 : intranet.corp
  }
  ExcludeSimpleHostnames : 1
  FTPPassive : 1
  HTTPEnable : 1
  HTTPPort : 8080
  HTTPProxy : other.corp
  HTTPSEnable : 1
  HTTPSPort : 8443
  HTTPSProxy : proxy.corp
  __SCOPED__ : <dictionary> {
    en0 : <dictionary> {
      HTTPSEnable : 0
      HTTPSProxy : scoped.corp
    }
  }
}
`
	check(t, macRouter([]byte(manual)), map[string]string{
		"www.example": "http://proxy.corp:8443 network.route.mac", "x.local": "direct network.route.mac",
		"intranet.corp": "direct network.route.mac",
		"intranet":      "direct network.route.mac",
	})
	if router := macRouter([]byte("<dictionary> {\n  FTPPassive : 1\n  HTTPSEnable : 0\n  HTTPSProxy : a\n}\n")); router != nil {
		t.Errorf("a proxy that is switched off: %+v", router)
	}
	script := macRouter([]byte("<dictionary> {\n  ProxyAutoConfigEnable : 1\n  ProxyAutoConfigURLString : http://corp/p.pac\n}\n"))
	if script == nil || script.Browser() != (Browser{Script: "http://corp/p.pac"}) {
		t.Errorf("got %+v", script)
	}
}

func TestNothingIsDiscovered(t *testing.T) {
	missing := httptest.NewServer(http.NotFoundHandler())
	defer missing.Close()
	check(t, discovered{newScript(missing.URL, connector.Message{ID: "network.route.gnome"})}, map[string]string{
		"www.example": "direct network.route.not-discovered",
	})
	check(t, discovered{newScript(networktest.StartScript(t, `function FindProxyForURL() { return "PROXY a:1" }`),
		connector.Message{ID: "network.route.gnome"})}, map[string]string{
		"www.example": "http://a:1 network.route.gnome",
	})
}

func TestListsOfWindows(t *testing.T) {
	for list, want := range map[string]string{
		"proxy.corp:8080":                      "http://proxy.corp:8080",
		"a:1;b:2 c":                            "http://a:1, http://b:2, http://c:80",
		"http=a:80;https=b:8443;socks=c:1080":  "http://b:8443",
		"https=https://b/":                     "https://b:443",
		"http://a:8080":                        "http://a:8080",
		"http=a:80":                            "",
		"":                                     "",
		"socks://a:1080;;=;https=;https=x/y:1": "",
	} {
		if got := ways(Route{Proxies: listed(list)}); got != want {
			t.Errorf("%q is %s, want %s", list, got, want)
		}
	}
	check(t, newFixed(listed("proxy:1"), bypassed("<local>;*.corp 10.*;what is/this"), connector.Message{ID: "network.route.windows"}),
		map[string]string{
			"www.example": "http://proxy:1 network.route.windows", "intranet": "direct network.route.windows",
			"a.corp": "direct network.route.windows", "10.1.1.1": "direct network.route.windows",
		})
}
