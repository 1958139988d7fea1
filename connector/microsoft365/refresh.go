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
	session := s.newSession(a)
	defer session.close()
	_, err := session.Token(ctx)
	return err
}
