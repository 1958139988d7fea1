package proxyroute

import (
	"net/url"
	"strings"
	"unicode"
)

// listed are the proxies for https in a list as Windows keeps it: "proxy:8080", or
// "http=a:80;https=b:8443;socks=c:1080", with semicolons or blanks between them
// (learn.microsoft.com/windows/win32/api/winhttp/ns-winhttp-winhttp_proxy_info). It stands in the
// code of all systems so that it is tested on all.
func listed(list string) []*url.URL {
	var proxies []*url.URL
	for part := range strings.FieldsFuncSeq(list, isSeparator) {
		kind, address, found := strings.Cut(part, "=")
		if !found {
			kind, address = "https", part
		}
		if !strings.EqualFold(kind, "https") {
			continue
		}
		scheme := "http"
		if before, rest, has := strings.Cut(address, "://"); has {
			scheme, address = strings.ToLower(before), strings.TrimSuffix(rest, "/")
		}
		if proxy, ok := proxyAt(scheme, address); ok && (scheme == "http" || scheme == "https") {
			proxies = append(proxies, proxy)
		}
	}
	return proxies
}

// bypassed are the exceptions in a list as Windows keeps it.
func bypassed(list string) []string { return strings.FieldsFunc(list, isSeparator) }

func isSeparator(r rune) bool { return r == ';' || unicode.IsSpace(r) }
