package entra

import (
	"cmp"
	"net/url"
	"strings"

	"inventorybeacon/connector"
)

// nativeClientPath ends the redirect URI that every cloud has for programs in which people sign in
// (learn.microsoft.com/entra/identity-platform/reply-url).
const nativeClientPath = "/oauth2/nativeclient"

// ConsentLink returns the address at which an administrator consents
// (learn.microsoft.com/entra/identity-platform/v2-admin-consent). The
// administrator who opens it ends at the connection's redirect URI, which may
// show a blank page; the answer there is not needed, and its tenant not to be
// trusted.
//
// An application that signs in by itself may have no redirect URI, and hardly the one of
// people's programs, which every new connection has. Then the address is the one of version 1.0, which asks for everything in the app
// registration and needs none
// (learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent).
func ConsentLink(c connector.Connection) (string, error) {
	endpoint, err := url.Parse(cmp.Or(authorizationEndpoint(c), c.TokenEndpoint))
	if err != nil || endpoint.Host == "" || endpoint.User != nil {
		return "", connector.NewError(connector.Message{ID: "entra.consent-link.address"}, nil)
	}
	tenant, rest, _ := strings.Cut(strings.TrimPrefix(endpoint.Path, "/"), "/")
	switch {
	case tenant == "" || !strings.HasPrefix(rest, "oauth2/"):
		return "", connector.NewError(connector.Message{ID: "entra.consent-link.form"}, nil)
	case c.ClientID == "":
		return "", connector.NewError(connector.Message{ID: "entra.consent-link.client-id"}, nil)
	case strings.EqualFold(tenant, "common"), strings.EqualFold(tenant, "consumers"):
		tenant = "organizations" // only an organization can consent
	}
	link := url.URL{Scheme: endpoint.Scheme, Host: endpoint.Host, Path: "/" + tenant + "/v2.0/adminconsent"}
	query := url.Values{"client_id": {c.ClientID}, "state": {randomText()}}
	switch {
	case c.Flow == connector.ClientCredentials && (c.RedirectURI == "" || strings.HasSuffix(c.RedirectURI, nativeClientPath)):
		link.Path = "/" + tenant + "/adminconsent"
	case c.Flow == connector.ClientCredentials:
		query.Set("scope", graphOf(c)+"/.default")
		query.Set("redirect_uri", c.RedirectURI)
	default:
		query.Set("scope", strings.Join(graphScopes(c), " "))
		query.Set("redirect_uri", c.RedirectURI)
	}
	link.RawQuery = query.Encode()
	return link.String(), nil
}

// authorizationEndpoint is where somebody signs in; Client Credentials does not
// use it, so that it may be one of long ago.
func authorizationEndpoint(c connector.Connection) string {
	if c.Flow == connector.ClientCredentials {
		return ""
	}
	return c.AuthorizationEndpoint
}
