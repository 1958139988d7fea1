package microsoft365

import (
	"context"
	"net"
	"net/url"
	"time"

	"inventorybeacon/connector"
)

// demonstrationPatience is how long the tenant of a demonstration, on this computer, may take to answer.
const demonstrationPatience = 5 * time.Second

// demonstrationRuns says so at once when a connection is one of the demonstration and nothing listens where its tenant was: it is there
// while the demonstration runs, and nobody is to wait for it as for a host of Microsoft's that has a bad moment.
func demonstrationRuns(ctx context.Context, c connector.Connection) error {
	if c.Cloud != connector.CloudDemonstration {
		return nil
	}
	address, err := url.Parse(c.TokenEndpoint)
	if err != nil || !connector.IsLoopback(address.Hostname()) {
		return nil // somebody has put other endpoints in its place
	}
	dialer := net.Dialer{Timeout: demonstrationPatience}
	answered, err := dialer.DialContext(ctx, "tcp", address.Host)
	switch {
	case err == nil:
		return answered.Close()
	case ctx.Err() != nil:
		return context.Cause(ctx)
	default:
		return connector.NewError(connector.Message{ID: "connection.demonstration.not-running", Reference: err.Error()}, err)
	}
}
