package proxyroute

import (
	"context"
	"errors"
	"net"
	"net/url"
	"unsafe"

	"golang.org/x/sys/windows"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

var (
	winhttp                               = windows.NewLazySystemDLL("winhttp.dll")
	winHTTPOpen                           = winhttp.NewProc("WinHttpOpen")
	winHTTPCloseHandle                    = winhttp.NewProc("WinHttpCloseHandle")
	winHTTPGetIEProxyConfigForCurrentUser = winhttp.NewProc("WinHttpGetIEProxyConfigForCurrentUser")
	winHTTPGetDefaultProxyConfiguration   = winhttp.NewProc("WinHttpGetDefaultProxyConfiguration")
	winHTTPGetProxyForURL                 = winhttp.NewProc("WinHttpGetProxyForUrl")
	globalFree                            = windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalFree")
)

// Numbers of winhttp.h.
const (
	accessNoProxy        = 1 // WINHTTP_ACCESS_TYPE_NO_PROXY
	accessNamedProxy     = 3 // WINHTTP_ACCESS_TYPE_NAMED_PROXY
	autoDetect           = 1 // WINHTTP_AUTOPROXY_AUTO_DETECT
	autoConfigURL        = 2 // WINHTTP_AUTOPROXY_CONFIG_URL
	detectByDHCPAndDNS   = 3
	errLoginFailure      = windows.Errno(12015) // ERROR_WINHTTP_LOGIN_FAILURE
	errNothingDiscovered = windows.Errno(12180) // ERROR_WINHTTP_AUTODETECTION_FAILED
)

// userProxyConfig is WINHTTP_CURRENT_USER_IE_PROXY_CONFIG.
type userProxyConfig struct {
	autoDetect int32
	script     *uint16
	proxy      *uint16
	bypass     *uint16
}

// proxyInfo is WINHTTP_PROXY_INFO.
type proxyInfo struct {
	access uint32
	proxy  *uint16
	bypass *uint16
}

// autoproxyOptions is WINHTTP_AUTOPROXY_OPTIONS.
type autoproxyOptions struct {
	flags       uint32
	detectFlags uint32
	script      *uint16
	_           uintptr
	_           uint32
	autoLogon   int32
}

// system goes by what the account has in Windows' settings, and where that is nothing, as for
// the account of a service, by those of the computer.
func system() (Router, error) {
	var config userProxyConfig
	if ok, _, err := winHTTPGetIEProxyConfigForCurrentUser.Call(uintptr(unsafe.Pointer(&config))); ok == 0 &&
		!errors.Is(err, windows.ERROR_FILE_NOT_FOUND) {
		return nil, unreadable(err)
	}
	script, proxy, bypass := taken(config.script), taken(config.proxy), taken(config.bypass)
	static := staticRouter(proxy, bypass, connector.Message{ID: "network.route.windows"})
	if config.autoDetect != 0 || script != "" {
		return &automatic{detect: config.autoDetect != 0, script: script, otherwise: static}, nil
	}
	if static != nil {
		return static, nil
	}
	return machine()
}

// machine goes by what netsh winhttp has set.
func machine() (Router, error) {
	var info proxyInfo
	if ok, _, err := winHTTPGetDefaultProxyConfiguration.Call(uintptr(unsafe.Pointer(&info))); ok == 0 {
		return nil, unreadable(err)
	}
	proxy, bypass := taken(info.proxy), taken(info.bypass)
	if info.access == accessNamedProxy {
		if static := staticRouter(proxy, bypass, connector.Message{ID: "network.route.windows-machine"}); static != nil {
			return static, nil
		}
	}
	return browserDecides{direct{connector.Message{ID: "network.route.system-none"}}}, nil
}

// staticRouter returns nil when the list has no proxy.
func staticRouter(proxy, bypass string, why connector.Message) Router {
	proxies := listed(proxy)
	if len(proxies) == 0 {
		return nil
	}
	return browserDecides{newFixed(proxies, bypassed(bypass), why)}
}

// browserDecides leaves the browser to its own reading of the same settings.
type browserDecides struct{ Router }

// Browser implements [Router].
func (browserDecides) Browser() Browser { return Browser{System: true} }

// automatic has Windows find and run the script.
type automatic struct {
	detect bool
	script string
	// otherwise is what holds where there is no script; nil for no proxy.
	otherwise Router
}

// Browser implements [Router].
func (a *automatic) Browser() Browser { return Browser{System: true} }

// Route implements [Router].
func (a *automatic) Route(ctx context.Context, host, port string) (Route, error) {
	address := (&url.URL{Scheme: "https", Host: net.JoinHostPort(host, port), Path: "/"}).String()
	info, err := a.ask(address)
	switch {
	case err == nil && info.access == accessNamedProxy:
		why := connector.Message{ID: "network.route.windows-script"}
		if static := staticRouter(info.proxy, info.bypass, why); static != nil {
			return static.Route(ctx, host, port)
		}
		return Route{Proxies: []*url.URL{nil}, Why: why}, nil
	case err == nil:
		return Route{Proxies: []*url.URL{nil}, Why: connector.Message{ID: "network.route.windows-script"}}, nil
	case a.otherwise != nil:
		return a.otherwise.Route(ctx, host, port)
	case errors.Is(err, errNothingDiscovered) && a.script == "":
		return Route{Proxies: []*url.URL{nil}, Why: connector.Message{ID: "network.route.not-discovered"}}, nil
	default:
		return Route{}, unreadable(err)
	}
}

// found is a [proxyInfo] in Go's memory.
type found struct {
	access        uint32
	proxy, bypass string
}

// ask asks Windows about one address; when the script wants a sign-in, as the account.
func (a *automatic) ask(address string) (found, error) {
	agent, _ := windows.UTF16PtrFromString("Inventory Beacon")
	session, _, err := winHTTPOpen.Call(uintptr(unsafe.Pointer(agent)), accessNoProxy, 0, 0, 0)
	if session == 0 {
		return found{}, err
	}
	defer func() { _, _, _ = winHTTPCloseHandle.Call(session) }()
	target, err := windows.UTF16PtrFromString(address)
	if err != nil {
		return found{}, err
	}
	var options autoproxyOptions
	if a.detect {
		options.flags, options.detectFlags = autoDetect, detectByDHCPAndDNS
	}
	if a.script != "" {
		options.flags |= autoConfigURL
		if options.script, err = windows.UTF16PtrFromString(a.script); err != nil {
			return found{}, err
		}
	}
	for {
		var info proxyInfo
		ok, _, err := winHTTPGetProxyForURL.Call(session, uintptr(unsafe.Pointer(target)), uintptr(unsafe.Pointer(&options)),
			uintptr(unsafe.Pointer(&info)))
		switch {
		case ok != 0:
			return found{info.access, taken(info.proxy), taken(info.bypass)}, nil
		case errors.Is(err, errLoginFailure) && options.autoLogon == 0:
			options.autoLogon = 1
		default:
			return found{}, err
		}
	}
}

// taken copies a text that Windows has allocated, and frees it.
func taken(text *uint16) string {
	if text == nil {
		return ""
	}
	copied := windows.UTF16PtrToString(text)
	_, _, _ = globalFree.Call(uintptr(unsafe.Pointer(text)))
	return copied
}

func unreadable(err error) error {
	return connector.NewError(connector.Message{ID: "network.proxy.system", Reference: printable.Line(err.Error(), 200)}, err)
}
