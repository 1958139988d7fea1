package network

import (
	"net/url"
	"strings"
)

// Authority returns host and port in lower case, with the scheme's own port
// where none is written.
func Authority(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[strings.ToLower(u.Scheme)]
	}
	return strings.ToLower(u.Hostname()) + ":" + port
}

// SameAddress compares scheme, host, port and path. A missing path is "/", as
// browsers and Microsoft write it.
func SameAddress(a, b *url.URL) bool {
	return strings.EqualFold(a.Scheme, b.Scheme) && Authority(a) == Authority(b) &&
		pathOf(a) == pathOf(b) && a.User == nil && b.User == nil
}

func pathOf(u *url.URL) string {
	if path := u.EscapedPath(); path != "" {
		return path
	}
	return "/"
}

// HostOf returns the host of an address, and "?" for what is no address.
func HostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "?"
	}
	return u.Hostname()
}
