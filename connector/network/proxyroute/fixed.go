package proxyroute

import (
	"context"
	"net/url"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/validation"
)

// fixed is what the systems' own dialogs have: proxies, and hosts that are reached without.
type fixed struct {
	proxies    []*url.URL
	exceptions []validation.ProxyException
	why        connector.Message
}

// newFixed leaves exceptions out that cannot be read: the system takes what people write.
func newFixed(proxies []*url.URL, exceptions []string, why connector.Message) *fixed {
	f := &fixed{proxies: proxies, why: why}
	for _, text := range exceptions {
		if list, err := validation.ParseProxyExceptions(text); err == nil {
			f.exceptions = append(f.exceptions, list...)
		}
	}
	return f
}

// Route implements [Router].
func (f *fixed) Route(_ context.Context, host, port string) (Route, error) {
	for _, exception := range f.exceptions {
		if exception.Matches(host, port) {
			return Route{Proxies: []*url.URL{nil}, Why: f.why}, nil
		}
	}
	return Route{Proxies: f.proxies, Why: f.why}, nil
}

// Browser implements [Router].
func (f *fixed) Browser() Browser {
	var servers, exceptions []string
	for _, proxy := range f.proxies {
		servers = append(servers, proxy.Scheme+"://"+proxy.Host)
	}
	for _, exception := range f.exceptions {
		exceptions = append(exceptions, exception.String())
	}
	return Browser{Servers: strings.Join(servers, ","), Exceptions: strings.Join(exceptions, ";")}
}

// wpad is where proxy auto-discovery looks by DNS for a script
// (draft-ietf-wrec-wpad-01): in the search domains of this computer.
const wpad = "http://wpad/wpad.dat"

// discovered asks the script of auto-discovery, and goes without a proxy where there is none, as the
// systems do.
type discovered struct{ *script }

// Route implements [Router].
func (d discovered) Route(ctx context.Context, host, port string) (Route, error) {
	route, err := d.script.Route(ctx, host, port)
	if failed, ok := err.(*ScriptError); ok && failed.message.ID == "network.proxy.script.unreachable" {
		return Route{Proxies: []*url.URL{nil}, Why: connector.Message{ID: "network.route.not-discovered"}}, nil
	}
	return route, err
}
