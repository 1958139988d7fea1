// Package proxyroute says through which proxy a host is reached, as a connection's Proxy Settings
// have it: as entered, as the operating system says, or as a script does.
package proxyroute

import (
	"context"
	"net"
	"net/url"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/validation"
)

// Route is how a host is reached.
type Route struct {
	// Proxies are tried one after another while they cannot be reached; nil is no proxy.
	Proxies []*url.URL
	// Why says whose decision it was.
	Why connector.Message
}

// Router knows the routes of a connection.
type Router interface {
	// Route returns the route to a host and port. The error has a message.
	Route(ctx context.Context, host, port string) (Route, error)
	// Browser returns what a browser has to know to decide in the same way.
	Browser() Browser
}

// Browser is what a browser is told of proxies. The zero value means that there is none.
type Browser struct {
	// System says that it decides as it does by itself.
	System bool
	// Script is the address of a script that decides.
	Script string
	// Servers are proxies in the words of Chromium's --proxy-server, Exceptions in
	// those of --proxy-bypass-list.
	Servers    string
	Exceptions string
	// User is who signs in at Servers, if that is said there.
	User *url.Userinfo
}

// Of returns what decides for a connection. The error has a message.
func Of(settings connector.Proxy) (Router, error) {
	switch {
	case !settings.Use:
		return direct{connector.Message{ID: "network.route.off"}}, nil
	case settings.From == connector.ProxyByScript:
		return newScript(settings.Script, connector.Message{ID: "network.route.script", Data: connector.Data{"Script": settings.Script}}), nil
	case settings.From == connector.ProxyOfSystem:
		return system()
	}
	proxy, err := validation.ParseProxy(settings.Server)
	if err != nil {
		return nil, err
	}
	exceptions, err := validation.ParseProxyExceptions(settings.Exceptions)
	if err != nil {
		return nil, err
	}
	return &entered{proxy, exceptions}, nil
}

// direct reaches every host without a proxy.
type direct struct{ why connector.Message }

// Route implements [Router].
func (d direct) Route(context.Context, string, string) (Route, error) {
	return Route{Proxies: []*url.URL{nil}, Why: d.why}, nil
}

// Browser implements [Router].
func (d direct) Browser() Browser { return Browser{} }

// entered reaches all hosts but the exceptions through one proxy.
type entered struct {
	proxy      *url.URL
	exceptions []validation.ProxyException
}

// Route implements [Router].
func (e *entered) Route(_ context.Context, host, port string) (Route, error) {
	for _, exception := range e.exceptions {
		if exception.Matches(host, port) {
			why := connector.Message{ID: "network.route.exception", Data: connector.Data{"Exception": exception.String()}}
			return Route{Proxies: []*url.URL{nil}, Why: why}, nil
		}
	}
	return Route{Proxies: []*url.URL{e.proxy}, Why: connector.Message{ID: "network.route.entered"}}, nil
}

// Browser implements [Router].
func (e *entered) Browser() Browser {
	var exceptions []string
	for _, exception := range e.exceptions {
		exceptions = append(exceptions, exception.String())
	}
	return Browser{Servers: e.proxy.Scheme + "://" + e.proxy.Host, Exceptions: strings.Join(exceptions, ";")}
}

// proxyAt is the proxy at host:port, or at the scheme's own port where none is written.
func proxyAt(scheme, address string) (*url.URL, bool) {
	address = strings.TrimSpace(address)
	if address == "" || strings.ContainsAny(address, "/@ \t") {
		return nil, false
	}
	if _, _, err := net.SplitHostPort(address); err != nil {
		address += map[string]string{"http": ":80", "https": ":443"}[scheme]
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil || host == "" || port == "" {
		return nil, false
	}
	return &url.URL{Scheme: scheme, Host: address}, true
}
