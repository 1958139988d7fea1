// Package demotenanttest serves offline tenants to tests.
package demotenanttest

import (
	"context"
	"testing"

	"inventorybeacon/connector/demotenant"
)

// Start serves an offline tenant until the test ends.
func Start(t testing.TB, o demotenant.Options) *demotenant.Server {
	t.Helper()
	server, err := demotenant.Start(context.Background(), "127.0.0.1:0", o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}
