package connector

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// microsoftLogins are the hosts at which Microsoft's clouds sign in
// (learn.microsoft.com/entra/identity-platform/authentication-national-cloud,
// and the hosts that Microsoft's authentication libraries know).
var microsoftLogins = []string{
	"login.microsoftonline.com",
	"login.microsoft.com",
	"login.windows.net",
	"sts.windows.net",
	"login.microsoftonline.us",
	"login.usgovcloudapi.net",
	"login.partner.microsoftonline.cn",
	"login.chinacloudapi.cn",
	"login.sovcloud-identity.fr",
	"login.sovcloud-identity.de",
	"login.sovcloud-identity.sg",
}

// IsMicrosoftLogin says whether host, without a port, belongs to Microsoft's
// sign-in service.
func IsMicrosoftLogin(host string) bool {
	return slices.Contains(microsoftLogins, strings.ToLower(host))
}

// IsForeignLogin says whether a token endpoint is neither Microsoft's nor on this
// computer: refresh tokens and secrets go there all the same, which is worth a
// warning.
func IsForeignLogin(tokenEndpoint string) bool {
	u, err := url.Parse(tokenEndpoint)
	return err == nil && u.Hostname() != "" && !IsMicrosoftLogin(u.Hostname()) && !IsLoopback(u.Hostname())
}

// IsLoopback says whether host, without a port or brackets, is this computer:
// localhost, 127.0.0.0/8 or ::1. Only there is plain HTTP allowed, and a proxy
// is never used.
func IsLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

// GraphRoot returns a Graph endpoint without a slash or the version at its end,
// which is how documentation prints it: both https://graph.microsoft.com and
// https://graph.microsoft.com/v1.0/ name the same service.
func GraphRoot(endpoint string) string {
	return strings.TrimRight(strings.TrimSuffix(strings.TrimRight(endpoint, "/"), "/v1.0"), "/")
}
