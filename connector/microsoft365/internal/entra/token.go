package entra

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/certificate"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/network"
)

const (
	// renewBefore is how long before its end an access token is replaced, so that
	// it does not end in the middle of a request.
	renewBefore = 5 * time.Minute
	// defaultLife is assumed of a token whose answer does not say it; Microsoft's
	// live 60 to 90 minutes.
	defaultLife = time.Hour
	// tokenTimeout bounds one request to the token endpoint.
	tokenTimeout = 30 * time.Second
	// arrival is how long the answer to a refresh token that was sent is waited for
	// although nobody wants the access token any more: with it the next refresh
	// token comes, and the one that was sent may be good for nothing.
	arrival = 2 * time.Second
)

// TokenSource hands out access tokens for one import, test or sign-in. Its methods
// may be called from several goroutines; only one of them asks for a token.
type TokenSource struct {
	client *Client
	access connector.Access
	http   *http.Client
	budget network.Budget
	// gate holds back further requests for a token while Microsoft asks for that.
	gate network.Gate
	// Note tells the administrator about a long wait.
	Note func(connector.Message)

	// turn guards what follows; a channel, because waiting for it must end when
	// the caller's context does.
	turn    chan struct{}
	refresh connector.Secret
	token   *oauth2.Token
	renewAt time.Time
	granted []string
}

// NewTokenSource returns a source of tokens for a connection, which asks through client
// within a budget.
func (c *Client) NewTokenSource(a connector.Access, client *http.Client, b network.Budget) *TokenSource {
	return &TokenSource{
		client: c, access: a, http: client, budget: b, refresh: a.Secrets.RefreshToken, turn: make(chan struct{}, 1),
		Note: func(connector.Message) {},
	}
}

// Token returns an access token for Microsoft Graph that is good for at least
// the next minutes. A rotated refresh token has been kept when it returns.
func (t *TokenSource) Token(ctx context.Context) (string, error) {
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
	if t.token == nil || !t.client.Now().Before(t.renewAt) {
		if err := t.renew(ctx); err != nil {
			return "", err
		}
	}
	return t.token.AccessToken, nil
}

// Invalidate says that the token was refused, so that the next call of Token
// asks for another one. It does nothing when that has happened already.
func (t *TokenSource) Invalidate(token string) {
	t.turn <- struct{}{}
	defer func() { <-t.turn }()
	if t.token != nil && t.token.AccessToken == token {
		t.token = nil
	}
}

// Granted returns the permissions that the last token carries, such as
// "Directory.Read.All"; none with Client Credentials, where the answer does not
// say them.
func (t *TokenSource) Granted() []string {
	t.turn <- struct{}{}
	defer func() { <-t.turn }()
	return slices.Clone(t.granted)
}

// renew asks for a token until it is answered, and keeps a rotated refresh token.
func (t *TokenSource) renew(ctx context.Context) error {
	return t.retries().Do(ctx, func(int) error {
		token, err := t.request(ctx)
		if err != nil {
			return t.again(err)
		}
		return t.accept(token)
	})
}

// retries try a request for a token again, and say so.
func (t *TokenSource) retries() network.Retrier {
	c := t.access.Connection
	return network.Retrier{Budget: t.budget, Gate: &t.gate, Announce: func(err error, try int, wait time.Duration, long bool) {
		t.client.Log.Info("the token endpoint failed; trying again", "connection", c.Name, "try", try, "wait", wait, "error", err)
		if long {
			t.Note(connector.Message{ID: "entra.note.again", Data: connector.Data{
				"Host": network.HostOf(c.TokenEndpoint), "Reason": reason(err), "Wait": wait,
			}})
		}
	}}
}

// reason says in some words why a request for a token has failed.
func reason(err error) connector.Message {
	if refused := (*TokenError)(nil); errors.As(err, &refused) {
		return connector.Message{ID: "graph.reason.status", Data: connector.Data{"Host": refused.Host, "Status": refused.Status}}
	}
	return graph.Reason(err)
}

// accept keeps what an answer of the token endpoint brought. The rotated refresh
// token is stored before anything is done with the access token: after a crash
// it may be the only valid one.
func (t *TokenSource) accept(token *oauth2.Token) error {
	rotated := connector.Secret(token.RefreshToken)
	switch {
	case t.access.Connection.Flow != connector.AuthorizationCode:
	case rotated != "" && rotated != t.refresh:
		if err := t.access.Keep(rotated); err != nil {
			return &KeepError{Connection: t.access.Connection.Name, Err: err}
		}
		t.refresh = rotated
	case t.access.Used != nil:
		t.access.Used()
	}
	t.holding(token)
	return nil
}

// holding has the source hand a token out until it is to be renewed.
func (t *TokenSource) holding(token *oauth2.Token) *TokenSource {
	t.token, t.granted = token, grantedScopes(token)
	life := defaultLife
	if token.ExpiresIn > 0 {
		life = time.Duration(token.ExpiresIn) * time.Second
	}
	// A token of a few minutes is used for half of them, not renewed each time.
	t.renewAt = t.client.Now().Add(max(life-renewBefore, life/2))
	return t
}

// request sends one request for a token. One that brings the next refresh token
// is not given up at once when ctx ends.
func (t *TokenSource) request(ctx context.Context) (*oauth2.Token, error) {
	c := t.access.Connection
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if c.Flow == connector.AuthorizationCode {
		longer, cancel := outlasting(ctx, arrival)
		defer cancel()
		ctx = longer
	}
	return t.send(ctx, func(ctx context.Context) (*oauth2.Token, error) {
		if c.Flow == connector.ClientCredentials {
			config, err := t.credentials()
			if err != nil {
				return nil, err
			}
			return config.Token(ctx)
		}
		if t.refresh == "" {
			return nil, &NotSignedInError{Connection: c.Name}
		}
		return oauthConfig(c).TokenSource(ctx, &oauth2.Token{RefreshToken: t.refresh.Reveal()}).Token()
	})
}

// outlasting returns a context that ends a while after ctx, for the same cause,
// or when the returned function is called, which must be done.
func outlasting(ctx context.Context, while time.Duration) (context.Context, func()) {
	longer, end := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() {
		_ = network.Sleep(longer, while)
		end(context.Cause(ctx))
	})
	return longer, func() {
		stop()
		end(nil)
	}
}

// credentials are how the application signs in by itself: with its certificate
// when it has one, with its secret otherwise.
func (t *TokenSource) credentials() (*clientcredentials.Config, error) {
	c, secrets := t.access.Connection, t.access.Secrets
	config := &clientcredentials.Config{
		ClientID: c.ClientID, TokenURL: c.TokenEndpoint,
		Scopes: []string{graphOf(c) + "/.default"}, AuthStyle: oauth2.AuthStyleInParams,
	}
	if secrets.Certificate == "" {
		config.ClientSecret = secrets.ClientSecret.Reveal()
		return config, nil
	}
	now := t.client.Now()
	pair, err := certificate.Read([]byte(secrets.Certificate.Reveal()), secrets.CertificatePassword, now)
	if err != nil {
		return nil, err
	}
	signed, err := assertion(pair, c.ClientID, c.TokenEndpoint, now)
	if err != nil {
		return nil, err
	}
	config.EndpointParams = url.Values{"client_assertion_type": {assertionType}, "client_assertion": {signed}}
	return config, nil
}

// send does one exchange with the token endpoint and types its error.
func (t *TokenSource) send(ctx context.Context, ask func(context.Context) (*oauth2.Token, error)) (*oauth2.Token, error) {
	requestID := connector.NewGUID()
	limited, cancel := context.WithTimeout(ctx, tokenTimeout)
	defer cancel()
	client := &http.Client{Transport: identified{next: t.http.Transport, requestID: requestID}, CheckRedirect: refuseRedirect}
	token, err := ask(context.WithValue(limited, oauth2.HTTPClient, client))
	host := network.HostOf(t.access.Connection.TokenEndpoint)
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err != nil:
		err = tokenFailure(err, host, requestID)
		if refused := (*TokenError)(nil); errors.As(err, &refused) {
			refused.Unattended = t.access.Connection.Flow == connector.ClientCredentials
			if refused.Claims != "" && t.access.Challenged != nil {
				t.access.Challenged(refused.Claims)
			}
		}
		return nil, err
	}
	t.client.Log.Debug("token received", "host", host, "client-request-id", requestID)
	return token, nil
}

// refuseRedirect keeps tokens and secrets at the endpoint that was configured.
func refuseRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// identified gives requests an id by which Microsoft's sign-in log finds them.
type identified struct {
	next      http.RoundTripper
	requestID string
}

func (i identified) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("client-request-id", i.requestID)
	r.Header.Set("return-client-request-id", "true")
	return i.next.RoundTrip(r)
}

// oauthConfig is the connection as golang.org/x/oauth2 wants it. AuthStyleInParams
// matters: detection would send every first request twice, once in a form that
// Microsoft does not accept from public clients.
func oauthConfig(c connector.Connection) *oauth2.Config {
	return &oauth2.Config{
		ClientID:    c.ClientID,
		RedirectURL: c.RedirectURI,
		Scopes:      append([]string{"openid", "profile", "offline_access"}, graphScopes(c)...),
		Endpoint: oauth2.Endpoint{
			AuthURL: c.AuthorizationEndpoint, TokenURL: c.TokenEndpoint, AuthStyle: oauth2.AuthStyleInParams,
		},
	}
}

// Permissions are what an import needs of Microsoft Graph.
func Permissions() []string { return []string{"Directory.Read.All", "Reports.Read.All"} }

// graphScopes are the permissions with the Graph host of the connection's cloud.
func graphScopes(c connector.Connection) []string {
	scopes := Permissions()
	for i := range scopes {
		scopes[i] = graphOf(c) + "/" + scopes[i]
	}
	return scopes
}

func graphOf(c connector.Connection) string { return connector.GraphRoot(c.GraphEndpoint) }

// grantedScopes returns the permissions named in a token's answer, without the
// Graph host that is written before some. It need not be the endpoint's: a relay
// passes on what Microsoft says.
func grantedScopes(token *oauth2.Token) []string {
	text, _ := token.Extra("scope").(string)
	var granted []string
	for _, scope := range strings.Fields(text) {
		if strings.Contains(scope, "://") {
			scope = scope[strings.LastIndexByte(scope, '/')+1:]
		}
		granted = append(granted, scope)
	}
	return granted
}

// MissingPermissions returns the permissions that were asked for but not granted. An
// answer without scopes grants what was asked for (RFC 6749 section 5.1).
func MissingPermissions(granted []string) []string {
	if len(granted) == 0 {
		return nil
	}
	return slices.DeleteFunc(Permissions(), func(needed string) bool {
		return slices.ContainsFunc(granted, func(g string) bool { return strings.EqualFold(g, needed) })
	})
}

// again makes a *network.Transient of an error when the same request may succeed later.
func (t *TokenSource) again(err error) error {
	var (
		refused *TokenError
		failed  interface{ Temporary() bool }
		page    *network.WebPageError
		invalid *graph.AnswerError
	)
	switch {
	case errors.As(err, &refused) && refused.Temporary():
		return &network.Transient{Err: err, After: refused.RetryAfter, Host: refused.Host}
	case errors.As(err, &failed) && failed.Temporary():
		return &network.Transient{Err: err}
	case errors.As(err, &page) && (page.Status == http.StatusOK || network.Passing(page.Status)),
		errors.As(err, &invalid):
		return &network.Transient{Err: err, Cost: network.CostInvalid}
	default:
		return err
	}
}

// NotSignedInError says that nobody has signed in for the connection yet.
type NotSignedInError struct{ Connection string }

// Error implements error.
func (e *NotSignedInError) Error() string {
	return fmt.Sprintf("connection %q has no refresh token", e.Connection)
}

// Message implements [connector.Explained].
func (e *NotSignedInError) Message() connector.Message {
	return connector.Message{ID: "entra.not-signed-in", Data: connector.Data{"Connection": e.Connection}}
}

// KeepError says that a rotated refresh token could not be stored.
type KeepError struct {
	Connection string
	// Err is why it could not be stored.
	Err error
}

// Error implements error.
func (e *KeepError) Error() string {
	return fmt.Sprintf("keep the new refresh token of connection %q: %v", e.Connection, e.Err)
}

// Unwrap returns Err.
func (e *KeepError) Unwrap() error { return e.Err }

// Message implements [connector.Explained].
func (e *KeepError) Message() connector.Message {
	cause, explained := connector.MessageOf(e.Err)
	if !explained {
		return connector.Message{ID: "entra.not-kept", Data: connector.Data{"Connection": e.Connection}, Reference: e.Err.Error()}
	}
	return connector.Message{
		ID: "entra.not-kept.because", Reference: cause.Reference,
		Data: connector.Data{"Connection": e.Connection, "Cause": cause, "Remedy": cause.Action()},
	}
}
