package signin

import (
	"crypto/x509"
	"net/url"
	"strings"
	"time"
)

// What is registered in every demonstration tenant. None of it opens anything
// but the tenant.
const (
	// ClientID is the public client that connections use by default.
	ClientID = "5bb1a5a2-0d97-4335-9448-119f7b27aff9"
	// ConfidentialClientID is an application with a secret and application
	// permissions, for the client credentials flow.
	ConfidentialClientID = "0f2e6c4a-8d1b-4c57-9a3e-6b7d5f10c2e8"
	// DirectoryClientID is an application that may not read reports; it has the
	// same secret.
	DirectoryClientID = "7d0f9d2e-3c58-4f7e-8a57-5f0c6e1b94ad"
	// ConfidentialClientSecret is the secret's value.
	ConfidentialClientSecret = "demo~Secret.of-the_demonstration.tenant0"
	// ConfidentialSecretID is the secret's ID, which is often pasted in place of
	// its value.
	ConfidentialSecretID = "c1b9c9c1-7a5e-4b0f-8f0e-2d6a3f5e9b47"
	// Password is the password of both accounts; their pages show it.
	Password = "Demo-Tenant-1"
)

// NativeClientPath is Microsoft's redirect URI for native applications.
const NativeClientPath = "/common/oauth2/nativeclient"

// App is a registered application.
type App struct {
	ID   string
	Name string
	// Public clients have no secret (platform "Mobile and desktop").
	Public bool
	// RedirectURIs are compared exactly, but http://localhost matches any port;
	// one that starts with / stands at the tenant's own address.
	RedirectURIs []string
	Secret       string
	// SecretExpires ends the secret; zero means never.
	SecretExpires time.Time
	// Certificate verifies client assertions.
	Certificate *x509.Certificate
	// Roles are the granted application permissions, such as Directory.Read.All.
	Roles []string
	// Disabled applications cannot be signed in to.
	Disabled bool
}

func registrations(more []App) map[string]App {
	apps := map[string]App{}
	for _, app := range append([]App{
		{
			ID: ClientID, Name: "Inventory Beacon", Public: true,
			RedirectURIs: []string{NativeClientPath, "http://localhost"},
		},
		{
			ID: ConfidentialClientID, Name: "Inventory Beacon (unattended)",
			RedirectURIs: []string{"http://localhost"},
			Secret:       ConfidentialClientSecret,
			Roles:        []string{"Directory.Read.All", "Reports.Read.All"},
		},
		{
			ID: DirectoryClientID, Name: "Inventory Beacon (directory only)",
			Secret: ConfidentialClientSecret,
			Roles:  []string{"Directory.Read.All"},
		},
	}, more...) {
		apps[strings.ToLower(app.ID)] = app
	}
	return apps
}

func (p *Provider) app(id string) (App, bool) {
	app, found := p.apps[strings.ToLower(id)]
	return app, found
}

// allowsRedirect reports whether a redirect URI is registered, by the rules of
// learn.microsoft.com/entra/identity-platform/reply-url.
func (a App) allowsRedirect(uri, origin string) bool {
	for _, registered := range a.RedirectURIs {
		if strings.HasPrefix(registered, "/") {
			registered = origin + registered
		}
		if registered == uri || sameLocalhost(registered, uri) {
			return true
		}
	}
	return false
}

// sameLocalhost compares two http://localhost addresses without their ports.
func sameLocalhost(registered, uri string) bool {
	a, err := url.Parse(registered)
	if err != nil || a.Scheme != "http" || a.Hostname() != "localhost" {
		return false
	}
	b, err := url.Parse(uri)
	if err != nil || b.Scheme != "http" || b.Hostname() != "localhost" || b.User != nil || b.Fragment != "" {
		return false
	}
	return strings.TrimSuffix(a.Path, "/") == strings.TrimSuffix(b.Path, "/") && a.RawQuery == b.RawQuery
}
