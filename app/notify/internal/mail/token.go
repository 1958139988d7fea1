package mail

import (
	"context"
	"errors"
	"net/http"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
)

// Application signs in by itself to get a token for a mailbox (client credentials; RFC 6749,
// section 4.4).
type Application struct {
	TokenEndpoint, ClientID, Scope string
	ClientSecret                   connector.Secret
	Client                         *http.Client
}

// TokenError is a token that was refused.
type TokenError struct {
	Endpoint string
	// Said is the error that the token endpoint has answered with.
	Said string
	Err  error
}

func (e *TokenError) Error() string { return "token for the mail server: " + e.Err.Error() }

func (e *TokenError) Unwrap() error { return e.Err }

// Message implements [connector.Explained]. What has words of its own, such as a proxy's refusal, keeps them; but what helps
// where the endpoint is not reached is found in the channel, and not in a connection.
func (e *TokenError) Message() connector.Message {
	if failed := (*network.HostError)(nil); errors.As(e.Err, &failed) {
		problem := failed.Message()
		return connector.Message{ID: "mail.token-unreached", Data: connector.Data{"Problem": problem}, Reference: problem.Reference}
	}
	if m, ok := connector.MessageOf(e.Err); ok {
		return m
	}
	return connector.Message{ID: "mail.token", Data: connector.Data{"Endpoint": e.Endpoint}, Reference: e.Said}
}

// Token asks for a token. The error is a [TokenError].
func (a Application) Token(ctx context.Context) (connector.Secret, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	config := clientcredentials.Config{
		ClientID: a.ClientID, ClientSecret: a.ClientSecret.Reveal(), TokenURL: a.TokenEndpoint, Scopes: []string{a.Scope},
		AuthStyle: oauth2.AuthStyleInParams,
	}
	token, err := config.Token(context.WithValue(ctx, oauth2.HTTPClient, a.Client))
	if err != nil {
		failed := &TokenError{Endpoint: a.TokenEndpoint, Err: err}
		if refused := (*oauth2.RetrieveError)(nil); errors.As(err, &refused) {
			if failed.Said = said(refused.ErrorCode + " " + refused.ErrorDescription); quoting(a.ClientID, a.ClientSecret).hides(failed.Said) {
				failed.Said = refused.ErrorCode
			}
			failed.Err = errors.New(failed.Said) // that of the library has the whole answer
		}
		return "", failed
	}
	return connector.Secret(token.AccessToken), nil
}
