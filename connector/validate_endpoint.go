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

// checkEndpoint checks an address that requests with secrets are sent to: https,
// or plain http to this computer, with a host and without user info or fragment.
func checkEndpoint(what, text string) (*url.URL, error) {
	if strings.TrimSpace(text) == "" {
		return nil, complain("Enter the %s.", what)
	}
	u, err := parseAddressOf(what, text)
	if err != nil {
		return nil, err
	}
	if u.Scheme == "http" && !IsLoopback(u.Hostname()) {
		return nil, complain("The %s must begin with https://. Plain http is allowed only to this computer (localhost).", what)
	}
	if u.Fragment != "" || strings.Contains(text, "#") {
		return nil, complain("The %s must not contain a fragment (“#”).", what)
	}
	return u, nil
}

// parseAddressOf reads an http or https address with a valid host and port.
func parseAddressOf(what, text string) (*url.URL, error) {
	if strings.ContainsFunc(text, isBlankOrControl) {
		return nil, complain("The %s must not contain blanks or line breaks.", what)
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, complain("The %s is not a valid address. It looks like https://host/path.", what)
	}
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, complain("The %s must begin with https://.", what)
	case u.User != nil:
		return nil, complain("The %s must not contain a user name or a password.", what)
	case u.Hostname() == "":
		return nil, complain("The %s has no host. It looks like https://host/path.", what)
	}
	host := u.Host
	if port := u.Port(); port != "" {
		if !validPort(port) {
			return nil, complain("The port %q in the %s is not a number from 1 to 65535.", port, what)
		}
		host = strings.TrimSuffix(host, ":"+port)
	}
	if strings.HasSuffix(host, ":") {
		return nil, complain("The %s has a colon after its host but no port.", what)
	}
	return u, checkHost(what, host)
}

func checkTokenEndpoint(text string, flow Flow) error {
	u, err := checkEndpoint("token endpoint", text)
	if err != nil {
		return err
	}
	if err := checkVersion("token endpoint", "token", u); err != nil {
		return err
	}
	return checkTenantOf(u, flow)
}

// checkTenantOf looks at the tenant in an address such as /{tenant}/oauth2/v2.0/token.
func checkTenantOf(token *url.URL, flow Flow) error {
	tenant := strings.ToLower(tenantOf(token))
	switch {
	case flow == ClientCredentials && (tenant == "common" || tenant == "organizations" || tenant == "consumers"):
		return complain("Client Credentials cannot use /%s: Microsoft refuses it with AADSTS9001023. "+
			"Replace %q in the token endpoint by your tenant's ID or domain.", tenant, tenant)
	case tenant == "consumers":
		return complaint("/consumers signs in personal accounts, which belong to no Microsoft 365 tenant. " +
			"Use /organizations, or your tenant's ID or domain, in the token endpoint.")
	default:
		return nil
	}
}

// checkVersion finds the old endpoints of Azure AD, which know no scopes.
func checkVersion(what, last string, u *url.URL) error {
	if IsMicrosoftLogin(u.Hostname()) && strings.HasSuffix(u.Path, "/oauth2/"+last) {
		return complain("The %s is the one of version 1.0, which this program does not speak. "+
			"Replace /oauth2/%s by /oauth2/v2.0/%s.", what, last, last)
	}
	return nil
}

// checkAuthorizationEndpoint also holds it to the token endpoint: the code that
// one gives out is redeemed at the other.
func checkAuthorizationEndpoint(text, token string) error {
	u, err := checkEndpoint("authorization endpoint", text)
	if err != nil {
		return err
	}
	if err := checkVersion("authorization endpoint", "authorize", u); err != nil {
		return err
	}
	t, err := checkEndpoint("token endpoint", token)
	if err != nil {
		return nil // told beside the token endpoint
	}
	if !strings.EqualFold(u.Host, t.Host) {
		return complain("The authorization endpoint is at %s but the token endpoint at %s. Both must be at the same host.", u.Host, t.Host)
	}
	if a, b := tenantOf(u), tenantOf(t); a != "" && b != "" && !strings.EqualFold(a, b) {
		return complain("The authorization endpoint belongs to %q but the token endpoint to %q. "+
			"Use the same tenant in both: Microsoft redeems a code only where it was given out (AADSTS700005).", a, b)
	}
	return nil
}

// tenantOf returns the tenant in an address such as /{tenant}/oauth2/v2.0/token:
// common, a tenant's ID or a domain. It is empty for addresses of another form,
// which sign-in services other than Microsoft's have.
func tenantOf(u *url.URL) string {
	tenant, rest, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	if !strings.HasPrefix(rest, "oauth2/") {
		return ""
	}
	return tenant
}

// GraphRoot returns a Graph endpoint without a slash or the version at its end,
// which is how documentation prints it: both https://graph.microsoft.com and
// https://graph.microsoft.com/v1.0/ name the same service.
func GraphRoot(endpoint string) string {
	return strings.TrimRight(strings.TrimSuffix(strings.TrimRight(endpoint, "/"), "/v1.0"), "/")
}

func checkGraphEndpoint(text string) error {
	u, err := checkEndpoint("Graph endpoint", GraphRoot(text))
	switch {
	case err != nil:
		return err
	case u.RawQuery != "" || u.ForceQuery:
		return complaint("The Graph endpoint must not contain a query (“?”).")
	case u.Path != "" && u.Path != "/":
		return complain("The Graph endpoint must be only scheme and host, such as https://%s: remove %q.", u.Host, u.Path)
	default:
		return nil
	}
}

// longestRedirectURI is Microsoft's limit
// (learn.microsoft.com/entra/identity-platform/reply-url).
const longestRedirectURI = 256

// checkRedirectURI follows learn.microsoft.com/entra/identity-platform/reply-url.
func checkRedirectURI(text string) error {
	if strings.TrimSpace(text) == "" {
		return complaint("Enter the redirect URI, exactly as the app registration has it.")
	}
	u, err := parseAddressOf("redirect URI", text)
	if err != nil {
		return err
	}
	host := strings.ToLower(u.Hostname())
	switch {
	case host == "::1":
		return complaint("Microsoft does not accept [::1] in a redirect URI. Use http://localhost.")
	case u.Scheme == "http" && host != "localhost" && host != "127.0.0.1":
		return complaint("The redirect URI must begin with https://. Plain http is allowed only for http://localhost and http://127.0.0.1.")
	case strings.Contains(text, "#"):
		return complaint("The redirect URI must not contain a fragment (“#”).")
	case u.RawQuery != "" || u.ForceQuery:
		return complaint("The redirect URI must not contain a query (“?”): the answer of the sign-in stands there.")
	case strings.Contains(text, "*"):
		return complaint("The redirect URI must not contain a wildcard (“*”).")
	case len(text) > longestRedirectURI:
		return complain("The redirect URI has %d characters; Microsoft allows at most %d.", len(text), longestRedirectURI)
	default:
		return nil
	}
}
