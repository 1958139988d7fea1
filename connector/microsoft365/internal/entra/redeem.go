package entra

import (
	"context"
	"errors"
	"net"
	"net/http"

	"golang.org/x/oauth2"

	"inventorybeacon/connector/network"
)

// redeem exchanges the code of a sign-in. It is good for ten minutes, but once only, so that
// it is sent again only after an answer that says that it was not looked at, or when no
// connection was made to send it over.
func (t *TokenSource) redeem(ctx context.Context, exchange func(context.Context) (*oauth2.Token, error)) (token *oauth2.Token, err error) {
	err = t.retries().Do(ctx, func(int) error {
		token, err = t.send(ctx, exchange)
		if unredeemed(err) {
			return t.again(err)
		}
		return err
	})
	return token, err
}

// unredeemed reports whether an error says that a code was not redeemed.
func unredeemed(err error) bool {
	var (
		refused *TokenError
		dial    *net.OpError
		proxy   *network.ProxyError
	)
	switch {
	case errors.As(err, &refused):
		return refused.Status == http.StatusTooManyRequests || refused.Status == http.StatusServiceUnavailable
	case errors.As(err, &dial):
		return dial.Op == "dial"
	default:
		return errors.As(err, &proxy)
	}
}
