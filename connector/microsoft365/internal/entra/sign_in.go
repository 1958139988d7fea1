package entra

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/browser"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/network"
	"inventorybeacon/connector/printable"
)

// signInLimit is how long an administrator may take to sign in.
const signInLimit = 10 * time.Minute

// errSignInLimit is the cause of a sign-in's end by its time limit.
var errSignInLimit = errors.New("the time limit of the sign-in has passed")

// SignIn signs an administrator in, as [connector.SignerIn] says. The redirect URI decides how the
// answer is caught, unless way says otherwise:
//
//   - http://localhost: a listener of ours, and the default browser;
//   - any other: a window of an installed Edge, Chrome or Chromium in which the
//     request to the redirect URI is intercepted;
//   - no such browser, or no display: the administrator pastes the address.
//
// It redeems the code, but keeps nothing: the refresh token is returned, and
// Keep of the access is not called.
func (c *Client) SignIn(ctx context.Context, a connector.Access, way connector.SignInWay, prompter connector.Prompter) (connector.SignIn,
	connector.Secret, error,
) {
	if a.Connection.Flow != connector.AuthorizationCode {
		return connector.SignIn{}, "", &SignInError{Fault: SignInNotNeeded}
	}
	if err := c.beginSignIn(a.Connection.ID); err != nil {
		return connector.SignIn{}, "", err
	}
	defer c.endSignIn(a.Connection.ID)

	limited, cancel := context.WithTimeoutCause(ctx, signInLimit, errSignInLimit)
	defer cancel()
	result, refresh, err := c.signIn(limited, a, way, prompter)
	if err != nil {
		err = endedSignIn(limited, err)
		return connector.SignIn{}, "", err
	}
	return result, refresh, nil
}

// beginSignIn allows one attempt at a time for each connection.
func (c *Client) beginSignIn(id string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.signingIn[id] {
		return &SignInError{Fault: SignInRunning}
	}
	if c.signingIn == nil {
		c.signingIn = map[string]bool{}
	}
	c.signingIn[id] = true
	return nil
}

func (c *Client) endSignIn(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.signingIn, id)
}

// endedSignIn names the end of the context, whatever it made fail.
func endedSignIn(ctx context.Context, err error) error {
	switch cause := context.Cause(ctx); {
	case cause == nil:
		return err
	case errors.Is(cause, errSignInLimit), errors.Is(cause, context.DeadlineExceeded):
		return &SignInError{Fault: SignInTimedOut, err: context.DeadlineExceeded}
	default:
		return &SignInError{Fault: SignInCancelled, err: cause}
	}
}

func (c *Client) signIn(ctx context.Context, a connector.Access, way connector.SignInWay, prompter connector.Prompter) (connector.SignIn,
	connector.Secret, error,
) {
	attempt, got, err := c.obtainAnswer(ctx, a, way, prompter)
	if err != nil {
		return connector.SignIn{}, "", err
	}
	prompter.Status(connector.Message{ID: "entra.status.signed-in"})
	return c.redeem(ctx, a, attempt, got, prompter)
}

// obtainAnswer lets the administrator sign in, in the chosen way, and returns an
// answer that the attempt has accepted.
func (c *Client) obtainAnswer(ctx context.Context, a connector.Access, way connector.SignInWay, prompter connector.Prompter) (*attempt,
	answer, error,
) {
	switch {
	case way == connector.SignInNone:
		return c.paste(ctx, a.Connection, prompter, false)
	case way == connector.SignInPopup:
		program, err := browser.Find()
		if err != nil {
			return nil, answer{}, err
		}
		return c.inWindow(ctx, a, program, prompter)
	case listensItself(a.Connection):
		return c.loopback(ctx, a.Connection, prompter)
	case way == connector.SignInSystem:
		return c.paste(ctx, a.Connection, prompter, true)
	}
	program, err := browser.Find()
	if err != nil {
		c.Log.Info("no sign-in window; the answer is to be pasted", "reason", err)
		return c.paste(ctx, a.Connection, prompter, true)
	}
	return c.inWindow(ctx, a, program, prompter)
}

// listensItself reports whether the program can receive the answer: at an address
// of this computer that is not the sign-in service's own, as it is with the
// demonstration tenant.
func listensItself(c connector.Connection) bool {
	u, err := url.Parse(c.RedirectURI)
	if err != nil || !strings.EqualFold(u.Scheme, "http") || !connector.IsLoopback(u.Hostname()) {
		return false
	}
	service, err := url.Parse(c.AuthorizationEndpoint)
	return err == nil && network.Authority(u) != network.Authority(service)
}

// redeem exchanges the code, at the endpoint of the connection that the attempt
// began with, and looks who signed in.
func (c *Client) redeem(ctx context.Context, a connector.Access, attempt *attempt, got answer,
	prompter connector.Prompter) (connector.SignIn,
	connector.Secret, error,
) {
	none := connector.SignIn{}
	client, err := network.NewClient(a, c.Roots)
	if err != nil {
		return none, "", err
	}
	defer client.CloseIdleConnections()
	session := c.NewTokenSource(a, client, network.InteractiveBudget)
	session.Note = prompter.Status
	token, err := session.redeem(ctx, func(ctx context.Context) (*oauth2.Token, error) {
		return attempt.config.Exchange(ctx, got.code, oauth2.VerifierOption(attempt.verifier))
	})
	if refused := (*TokenError)(nil); errors.As(err, &refused) {
		refused.AtSignIn = true
	}
	if err != nil {
		return none, "", err
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := parseIDToken(raw, a.Connection.ClientID, attempt.nonce)
	if err != nil {
		return none, "", err
	}
	if got.issuer != "" && got.issuer != id.Issuer {
		return none, "", &SignInError{Fault: SignInForeignAnswer}
	}
	if token.RefreshToken == "" {
		return none, "", &SignInError{Fault: SignInNoRefreshToken}
	}
	granted := grantedScopes(token)
	tenant := c.tenant(ctx, a, client, session.holding(token))
	return connector.SignIn{
		Account: id.Account, AccountName: id.Name,
		TenantID: cmp.Or(id.Tenant, strings.ToLower(printable.Line(tenant.ID, 80))), TenantName: printable.Line(tenant.DisplayName, 256),
		Granted: granted, Missing: MissingPermissions(granted), At: c.Now().UTC().Truncate(time.Second),
	}, connector.Secret(token.RefreshToken), nil
}

// tenantBudget: the name is only shown, so nobody waits long for it.
var tenantBudget = network.Budget{Tries: 1, Stall: 10 * time.Second}

// tenant asks Graph for the tenant; it is empty when it cannot be had.
func (c *Client) tenant(ctx context.Context, a connector.Access, client *http.Client, tokens *TokenSource) connector.Tenant {
	g, err := graph.New(a.Connection, client, tokens, tenantBudget)
	if err != nil {
		return connector.Tenant{}
	}
	organization, err := g.Organization(ctx)
	if err != nil {
		c.Log.Info("the tenant's name is not known", "connection", a.Connection.Name, "error", err)
		return connector.Tenant{}
	}
	return organization.Tenant()
}
