// Package entra signs administrators and applications in at Microsoft Entra.
package entra

import (
	"context"
	"crypto/x509"
	"log/slog"
	"sync"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
)

// Client signs administrators in and fetches tokens. Its methods may be called from
// several goroutines.
type Client struct {
	// Log receives what an administrator may need later; never a secret.
	Log *slog.Logger
	// Now tells the time.
	Now func() time.Time
	// OpenURL opens an address in the default browser.
	OpenURL func(address string) error
	// Roots are the authorities that are trusted; nil for those of this computer.
	Roots *x509.CertPool
	// Drive acts in the sign-in window in the administrator's place; nil but in tests.
	Drive func(window context.Context)

	// signingIn holds the IDs of the connections with a sign-in under way.
	mu        sync.Mutex
	signingIn map[string]bool
}

// RefreshToken redeems a connection's refresh token and keeps a rotated one. Microsoft
// counts the 90 days of an unused refresh token anew each time it is redeemed
// (learn.microsoft.com/entra/identity-platform/refresh-tokens).
func (c *Client) RefreshToken(ctx context.Context, a connector.Access) error {
	client, err := network.NewClient(a, c.Roots)
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	_, err = c.NewTokenSource(a, client, network.InteractiveBudget).Token(ctx)
	return err
}
