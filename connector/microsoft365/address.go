package microsoft365

import (
	"net/url"
	"strings"
)

// authority returns host and port in lower case, with the scheme's own port
// where none is written.
func authority(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[strings.ToLower(u.Scheme)]
	}
	return strings.ToLower(u.Hostname()) + ":" + port
}

// sameAddress compares scheme, host, port and path. A missing path is "/", as
// browsers and Microsoft write it.
func sameAddress(a, b *url.URL) bool {
	return strings.EqualFold(a.Scheme, b.Scheme) && authority(a) == authority(b) &&
		pathOf(a) == pathOf(b) && a.User == nil && b.User == nil
}

func pathOf(u *url.URL) string {
	if path := u.EscapedPath(); path != "" {
		return path
	}
	return "/"
}

// hostOf returns the host of an address, and "the token endpoint" for what is no address.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "the token endpoint"
	}
	return u.Hostname()
}
