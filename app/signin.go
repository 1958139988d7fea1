package app

import (
	"context"
	"fmt"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// SignIn lets an administrator sign in for a connection as it stands in the
// dialog, and returns who it was and the refresh token. Nothing is stored: the
// dialog hands both on with its other edits.
func (b *Beacon) SignIn(ctx context.Context, c connector.Connection, changes store.SecretChanges, way connector.SignInWay,
	prompter Prompter,
) (connector.SignIn, connector.Secret, error) {
	secrets, err := b.effectiveSecrets(ctx, c.ID, changes)
	if err != nil {
		return connector.SignIn{}, "", err
	}
	c.Claims = b.claims(ctx, c.ID)
	access := connector.Access{
		Connection: c,
		Secrets:    secrets,
		Keep:       func(connector.Secret) error { return nil },
	}
	if entry, ok := b.Entry(c.ID); ok && entry.Edit != workspace.EditNew {
		access.Challenged = b.RecordChallenge(ctx, c)
	}
	signIn, token, err := b.source.SignIn(ctx, access, way, inWords{prompter})
	if err != nil {
		b.log.Info("sign-in ended", "connection", c.Name, "error", err)
		return connector.SignIn{}, "", err
	}
	b.log.Info("signed in", "connection", c.Name, "account", signIn.Account, "tenant", signIn.TenantID, "missing", signIn.Missing)
	return signIn, token, nil
}

// claims are what the next sign-in has to prove: an import may have met the challenge
// in another process, since the connection was read.
func (b *Beacon) claims(ctx context.Context, id string) string {
	stored, err := b.store.Connection(ctx, id)
	if err != nil {
		return "" // it is not saved yet
	}
	return stored.Claims
}

// Test tries a connection as it stands in the dialog and hands every check to
// report. A refresh token that is rotated on the way takes the place of the one that
// was used, stored or waiting for Save; of one in changes it is returned, for the dialog.
func (b *Beacon) Test(ctx context.Context, c connector.Connection, changes store.SecretChanges,
	report func(Check),
) (rotated connector.Secret, err error) {
	secrets, err := b.effectiveSecrets(ctx, c.ID, changes)
	if err != nil {
		return "", err
	}
	access := connector.Access{Connection: c, Secrets: secrets, InventoryTenant: b.InventoryTenant(c.ID)}
	switch {
	case changes.RefreshToken != nil:
		access.Keep = func(token connector.Secret) error { rotated = token; return nil }
	case b.waiting(c.ID).RefreshToken != nil:
		access.Keep = b.keepWaiting(ctx, c, secrets.RefreshToken)
	default:
		access.Keep, access.Used = b.RecordTokenUse(ctx, c, secrets.RefreshToken)
		access.Challenged = b.RecordChallenge(ctx, c)
		defer b.showTokenUse(ctx)
	}
	b.source.Test(ctx, access, func(c connector.Check) { report(checkInWords(c)) })
	return rotated, ctx.Err()
}

// keepWaiting returns the callback of an access with a refresh token that waits for Save. One
// that was saved meanwhile is replaced where it is stored.
func (b *Beacon) keepWaiting(ctx context.Context, c connector.Connection, token connector.Secret) func(connector.Secret) error {
	ctx = context.WithoutCancel(ctx)
	return func(rotated connector.Secret) error {
		used := token
		token = rotated
		waits, err := b.ReplaceWaitingToken(ctx, c.ID, used, rotated)
		if err != nil || waits {
			return err
		}
		keep, _ := b.RecordTokenUse(ctx, c, used)
		return keep(rotated)
	}
}

// effectiveSecrets returns the secrets as they would be after OK and Save: the
// stored ones, over them those that wait, over them the dialog's.
func (b *Beacon) effectiveSecrets(ctx context.Context, id string, changes store.SecretChanges) (connector.Secrets, error) {
	var secrets connector.Secrets
	if entry, ok := b.Entry(id); ok && entry.Edit != workspace.EditNew {
		var err error
		if secrets, err = b.store.Secrets(ctx, id); err != nil {
			return secrets, fmt.Errorf("opening the secrets of %s: %w", entry.Connection.Name, err)
		}
	}
	b.waiting(id).Overlay(changes).ApplyTo(&secrets)
	return secrets, nil
}

// ProxyPassword returns the password for the proxy of a connection as it would be after OK and Save.
func (b *Beacon) ProxyPassword(ctx context.Context, c connector.Connection, changes store.SecretChanges) (connector.Secret, error) {
	if c.Proxy.Username == "" { // it goes with the user name
		return "", nil
	}
	secrets, err := b.effectiveSecrets(ctx, c.ID, changes)
	return secrets.ProxyPassword, err
}

func (b *Beacon) waiting(id string) store.SecretChanges {
	entry, _ := b.Entry(id)
	return entry.Waiting
}

// showTokenUse shows in the workspace what was recorded.
func (b *Beacon) showTokenUse(ctx context.Context) {
	if err := b.Workspace.Reload(context.WithoutCancel(ctx)); err != nil {
		b.log.Error("reading the connections after the use of a token", "error", err)
	}
}
