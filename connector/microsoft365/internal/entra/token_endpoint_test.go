package entra

import (
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// accessTo is a connection to the endpoint, signed in.
func accessTo(e *sourcetest.TokenEndpoint, keep func(connector.Secret) error) connector.Access {
	return connector.Access{
		Connection: connector.Connection{
			ID: "1", Name: "Contoso", Flow: connector.AuthorizationCode, ClientID: clientID,
			TokenEndpoint: e.URL + "/contoso/oauth2/v2.0/token", AuthorizationEndpoint: e.URL + "/contoso/oauth2/v2.0/authorize",
			GraphEndpoint: "https://graph.example/",
		},
		Secrets: connector.Secrets{RefreshToken: "first-refresh-token"},
		Keep:    keep,
	}
}

// clientID is the application of the tests.
const clientID = "5bb1a5a2-0d97-4335-9448-119f7b27aff9"

// newClient returns a client that opens no browser.
func newClient(t testing.TB) *Client {
	return &Client{Log: connectortest.Logger(t), Now: time.Now, OpenURL: func(string) error { return nil }}
}

// connectionTo is a connection to a cloud's services.
func connectionTo(login, graph string) connector.Connection {
	common := login + "/common/oauth2/"
	return connector.Connection{
		ID: "1", Name: "Contoso", SourceType: connector.Microsoft365, Flow: connector.AuthorizationCode, ClientID: clientID,
		TokenEndpoint: common + "v2.0/token", AuthorizationEndpoint: common + "v2.0/authorize", RedirectURI: common + "nativeclient",
		GraphEndpoint: graph,
	}
}
