package proxyroute

import (
	"context"
	"net"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpproxy"

	"inventorybeacon/connector"
)

// environment goes by HTTPS_PROXY and NO_PROXY, as most programs do.
type environment struct {
	settings *httpproxy.Config
	find     func(*url.URL) (*url.URL, error)
}

// fromEnvironment returns nil when there is nothing of the kind.
func fromEnvironment() Router {
	settings := httpproxy.FromEnvironment()
	if settings.HTTPSProxy == "" {
		return nil
	}
	return &environment{settings, settings.ProxyFunc()}
}

// Route implements [Router].
func (e *environment) Route(_ context.Context, host, port string) (Route, error) {
	why := connector.Message{ID: "network.route.environment", Data: connector.Data{"Variable": "HTTPS_PROXY"}}
	proxy, err := e.find(&url.URL{Scheme: "https", Host: net.JoinHostPort(host, port)})
	if err == nil && proxy == nil {
		why.Data["Variable"] = "NO_PROXY"
		return Route{Proxies: []*url.URL{nil}, Why: why}, nil
	}
	if err == nil && (proxy.Scheme == "http" || proxy.Scheme == "https") {
		if at, ok := proxyAt(proxy.Scheme, proxy.Host); ok {
			at.User = proxy.User
			return Route{Proxies: []*url.URL{at}, Why: why}, nil
		}
	}
	// What is wrong is not quoted: the password may be in it.
	return Route{}, connector.NewError(connector.Message{ID: "network.proxy.environment", Data: why.Data}, nil)
}

// Browser implements [Router]. Chromium takes a name for this host alone, and the variable for what is
// below it, too.
func (e *environment) Browser() Browser {
	var exceptions []string
	for part := range strings.SplitSeq(e.settings.NoProxy, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		exceptions = append(exceptions, part)
		if name := strings.TrimPrefix(part, "."); name == part && part != "*" && net.ParseIP(part) == nil && !strings.Contains(part, "/") {
			exceptions = append(exceptions, "*."+part)
		}
	}
	told := Browser{Exceptions: strings.Join(exceptions, ";")}
	// Asked for a name that no exception has.
	if route, err := e.Route(context.Background(), "proxy.invalid", "443"); err == nil && route.Proxies[0] != nil {
		proxy := route.Proxies[0]
		told.Servers, told.User = proxy.Scheme+"://"+proxy.Host, proxy.User
	}
	return told
}
