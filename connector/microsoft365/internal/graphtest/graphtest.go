// Package graphtest makes clients of Microsoft Graph for tests.
package graphtest

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network"
)

// Quick is a budget for tests; servers that want longer waits say so in Retry-After.
var Quick = network.Budget{Tries: 12, Within: 2 * time.Hour, First: time.Millisecond, Most: 4 * time.Millisecond, Stall: 20 * time.Second}

// At returns a client for a server that answers with handler.
func At(t *testing.T, handler http.HandlerFunc) (*graph.Client, *sourcetest.Tokens) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := network.NewClient(connector.Access{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.CloseIdleConnections)
	token := &sourcetest.Tokens{}
	g, err := graph.New(sourcetest.AtGraph(server.URL), client, token, Quick)
	if err != nil {
		t.Fatal(err)
	}
	return g, token
}
