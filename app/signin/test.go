package signin

import (
	"context"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// Test tries a connection as it stands in the dialog and hands every check to
// report. A refresh token that is rotated on the way takes the place of the one that
// was used, stored or waiting for Save; of one in changes it is returned, for the dialog.
func (s *Signer) Test(ctx context.Context, c connector.Connection, changes store.SecretChanges,
	report func(message.Check),
) (rotated connector.Secret, err error) {
	secrets, err := s.effectiveSecrets(ctx, c.ID, changes)
	if err != nil {
		return "", err
	}
	access := connector.Access{Connection: c, Secrets: secrets, InventoryTenant: s.workspace.InventoryTenant(c.ID)}
	switch {
	case changes.RefreshToken != nil:
		access.Keep = func(token connector.Secret) error { rotated = token; return nil }
	case s.waiting(c.ID).RefreshToken != nil:
		access.Keep = s.keepWaiting(ctx, c, secrets.RefreshToken)
	default:
		access.Keep, access.Used = s.accesses.RecordTokenUse(ctx, c, secrets.RefreshToken)
		access.Challenged = s.accesses.RecordChallenge(ctx, c)
		defer s.showTokenUse(ctx)
	}
	s.source.Test(ctx, access, func(c connector.Check) { report(message.CheckOf(c)) })
	return rotated, ctx.Err()
}

// keepWaiting returns the callback of an access with a refresh token that waits for Save. One
// that was saved meanwhile is replaced where it is stored.
func (s *Signer) keepWaiting(ctx context.Context, c connector.Connection, token connector.Secret) func(connector.Secret) error {
	ctx = context.WithoutCancel(ctx)
	return func(rotated connector.Secret) error {
		used := token
		token = rotated
		waits, err := s.workspace.ReplaceWaitingToken(ctx, c.ID, used, rotated)
		if err != nil || waits {
			return err
		}
		keep, _ := s.accesses.RecordTokenUse(ctx, c, used)
		return keep(rotated)
	}
}

// showTokenUse shows in the workspace what was recorded.
func (s *Signer) showTokenUse(ctx context.Context) {
	if err := s.workspace.Reload(context.WithoutCancel(ctx)); err != nil {
		s.log.Error("reading the connections after the use of a token", "error", err)
	}
}
