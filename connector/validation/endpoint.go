package validation

import (
	"net/url"
	"strings"

	"inventorybeacon/connector"
)

// checkEndpoint checks an address that requests with secrets are sent to: https,
// or plain http to this computer, with a host and without user info or fragment.
// The message what names the field, here and below.
func checkEndpoint(what, text string) (*url.URL, error) {
	if strings.TrimSpace(text) == "" {
		return nil, invalid("connection.address.empty", connector.Data{"What": connector.Message{ID: what}})
	}
	u, err := parseAddressOf(what, text)
	if err != nil {
		return nil, err
	}
	if u.Scheme == "http" && !connector.IsLoopback(u.Hostname()) {
		return nil, invalid("connection.address.not-encrypted", connector.Data{"What": connector.Message{ID: what}})
	}
	if u.Fragment != "" || strings.Contains(text, "#") {
		return nil, invalid("connection.address.fragment", connector.Data{"What": connector.Message{ID: what}})
	}
	return u, nil
}

// parseAddressOf reads an http or https address with a valid host and port.
func parseAddressOf(what, text string) (*url.URL, error) {
	if strings.ContainsFunc(text, isBlankOrControl) {
		return nil, invalid("connection.address.blank", connector.Data{"What": connector.Message{ID: what}})
	}
	if err := refuseMarks("connection.address.invisible", what, text); err != nil {
		return nil, err
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, invalid("connection.address.invalid", connector.Data{"What": connector.Message{ID: what}})
	}
	switch {
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, invalid("connection.address.scheme", connector.Data{"What": connector.Message{ID: what}})
	case u.User != nil:
		return nil, invalid("connection.address.password", connector.Data{"What": connector.Message{ID: what}})
	case u.Hostname() == "":
		return nil, invalid("connection.address.no-host", connector.Data{"What": connector.Message{ID: what}})
	}
	host := u.Host
	if port := u.Port(); port != "" {
		if !validPort(port) {
			return nil, invalid("connection.address.port", connector.Data{"Port": port, "What": connector.Message{ID: what}})
		}
		host = strings.TrimSuffix(host, ":"+port)
	}
	if strings.HasSuffix(host, ":") {
		return nil, invalid("connection.address.no-port", connector.Data{"What": connector.Message{ID: what}})
	}
	return u, checkHost(what, host)
}

func checkTokenEndpoint(text string, flow connector.Flow) error {
	u, err := checkEndpoint("connection.token-endpoint", text)
	if err != nil {
		return err
	}
	if err := checkVersion("connection.token-endpoint", "token", u); err != nil {
		return err
	}
	return checkTenantOf(u, flow)
}

// checkTenantOf looks at the tenant in an address such as /{tenant}/oauth2/v2.0/token.
func checkTenantOf(token *url.URL, flow connector.Flow) error {
	tenant := strings.ToLower(tenantOf(token))
	switch {
	case flow == connector.ClientCredentials && (tenant == "common" || tenant == "organizations" || tenant == "consumers"):
		return invalid("connection.tenant.client-credentials", connector.Data{"Tenant": tenant})
	case tenant == "consumers":
		return invalid("connection.tenant.consumers", nil)
	default:
		return nil
	}
}

// checkVersion finds the old endpoints of Azure AD, which know no scopes.
func checkVersion(what, last string, u *url.URL) error {
	if connector.IsMicrosoftLogin(u.Hostname()) && strings.HasSuffix(u.Path, "/oauth2/"+last) {
		return invalid("connection.address.version", connector.Data{"What": connector.Message{ID: what}, "Last": last})
	}
	return nil
}

// checkAuthorizationEndpoint also holds it to the token endpoint: the code that
// one gives out is redeemed at the other.
func checkAuthorizationEndpoint(text, token string) error {
	u, err := checkEndpoint("connection.authorization-endpoint", text)
	if err != nil {
		return err
	}
	if err := checkVersion("connection.authorization-endpoint", "authorize", u); err != nil {
		return err
	}
	t, err := checkEndpoint("connection.token-endpoint", token)
	if err != nil {
		return nil // told beside the token endpoint
	}
	if !strings.EqualFold(u.Host, t.Host) {
		return invalid("connection.authorization-endpoint.host", connector.Data{"Authorization": u.Host, "Token": t.Host})
	}
	if a, b := tenantOf(u), tenantOf(t); a != "" && b != "" && !strings.EqualFold(a, b) {
		return invalid("connection.authorization-endpoint.tenant", connector.Data{"Authorization": a, "Token": b})
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

func checkGraphEndpoint(text string) error {
	u, err := checkEndpoint("connection.graph-endpoint", connector.GraphRoot(text))
	switch {
	case err != nil:
		return err
	case u.RawQuery != "" || u.ForceQuery:
		return invalid("connection.graph-endpoint.query", nil)
	case u.Path != "" && u.Path != "/":
		return invalid("connection.graph-endpoint.path", connector.Data{"Host": u.Host, "Path": u.Path})
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
		return invalid("connection.redirect-uri.empty", nil)
	}
	u, err := parseAddressOf("connection.redirect-uri", text)
	if err != nil {
		return err
	}
	host := strings.ToLower(u.Hostname())
	switch {
	case host == "::1":
		return invalid("connection.redirect-uri.ipv6", nil)
	case u.Scheme == "http" && host != "localhost" && host != "127.0.0.1":
		return invalid("connection.redirect-uri.not-encrypted", nil)
	case strings.Contains(text, "#"):
		return invalid("connection.redirect-uri.fragment", nil)
	case u.RawQuery != "" || u.ForceQuery:
		return invalid("connection.redirect-uri.query", nil)
	case strings.Contains(text, "*"):
		return invalid("connection.redirect-uri.wildcard", nil)
	case len(text) > longestRedirectURI:
		return invalid("connection.redirect-uri.long",
			connector.Data{"Characters": connector.Digits(len(text)), "Most": connector.Digits(longestRedirectURI)})
	default:
		return nil
	}
}
