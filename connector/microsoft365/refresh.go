package microsoft365

import (
	"context"

	"inventorybeacon/connector"
)

var _ connector.TokenRefresher = (*Source)(nil)

// RefreshToken implements [connector.TokenRefresher]. Microsoft counts the 90
// days of an unused refresh token anew each time it is redeemed
// (learn.microsoft.com/entra/identity-platform/refresh-tokens).
func (s *Source) RefreshToken(ctx context.Context, a connector.Access) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // closes the session's connections
	_, err := s.newSession(ctx, a).Token(ctx)
	return err
}
