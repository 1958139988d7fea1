package microsoft365

import (
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network/networktest"
)

// The test of a connection says of each host through which proxy it was reached, and why.
func TestTestSaysWhyAHostIsReachedThroughAProxy(t *testing.T) {
	tenant := startProxiedTenant(t)
	proxy := networktest.StartProxy(t, &networktest.Proxy{Target: "127.0.0.1:" + tenant.port})
	address := proxy.Listener.Addr().String()
	script := networktest.StartScript(t, `function FindProxyForURL(url, host) {
		return host == "`+proxiedToken+`" ? "PROXY 127.0.0.1:1; PROXY `+address+`" : "PROXY `+address+`"; }`)
	for name, given := range map[string]struct {
		settings connector.Proxy
		why      string
	}{
		"a script, whose first proxy is gone": {
			connector.Proxy{Use: true, From: connector.ProxyByScript, Script: script},
			"network.route.script Script=" + script,
		},
		"exceptions for others": {connector.Proxy{Use: true, Server: "http://" + address, Exceptions: "*.corp"}, "network.route.entered"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			a := tenant.access("", "", "")
			a.Connection.Proxy = given.settings
			_, checks := testedAt(t, sourcetest.Soon(t), tenant.source, a)
			c := checks["check.network"]
			connectortest.CheckWords(t, c.Meaning, false)
			for _, host := range []string{proxiedToken, proxiedGraph} {
				if want := "check.passed.network.way.proxied Host=" + host + " Proxy=" + address + " Why=" +
					given.why; !strings.Contains(said(c), want) {
					t.Errorf("%q does not say %q", said(c), want)
				}
			}
			if tunnels, _ := proxy.Seen(); !slices.ContainsFunc(tunnels, func(host string) bool { return strings.HasPrefix(host, proxiedGraph) }) {
				t.Errorf("tunnels to %v", tunnels)
			}
		})
	}
}
