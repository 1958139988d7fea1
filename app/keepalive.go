package app

import (
	"context"
	"errors"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store/lock"
)

// idleLimit is how long a refresh token may rest before it is redeemed only to
// keep it alive; it would die after [connector.RefreshTokenIdle].
const idleLimit = 30 * 24 * time.Hour

// betweenPasses is how often idle tokens are looked for.
const betweenPasses = 24 * time.Hour

// KeepTokensAliveDaily calls [Beacon.KeepTokensAlive] now and each time that day
// ticks, or every day when it is nil, until ctx ends. A process that runs the
// schedules does so by itself.
func (b *Beacon) KeepTokensAliveDaily(ctx context.Context, day <-chan time.Time) {
	if day == nil {
		ticker := time.NewTicker(betweenPasses)
		defer ticker.Stop()
		day = ticker.C
	}
	for {
		b.KeepTokensAlive(ctx)
		select {
		case <-day:
		case <-ctx.Done():
			return
		}
	}
}

// KeepTokensAlive redeems the refresh token of every saved and enabled connection
// that has not been used for 30 days, so that none dies of idleness. One that is
// importing is left alone. What fails is logged, and shown as a warning of the
// connection.
func (b *Beacon) KeepTokensAlive(ctx context.Context) {
	connections, err := b.store.Connections(ctx)
	if err != nil {
		b.log.Error("looking for idle refresh tokens", "error", err)
		return
	}
	tried := false
	for _, c := range connections {
		if idle, err := b.tokenRests(ctx, c); err != nil {
			b.log.Error("looking for an idle refresh token", "connection", c.Name, "error", err)
		} else if idle && ctx.Err() == nil {
			tried = true
			b.keepTokenAlive(ctx, c)
		}
	}
	if tried {
		b.showTokenUse(ctx)
	}
}

// tokenRests reports whether the token of a connection rests so long that it has to be redeemed.
func (b *Beacon) tokenRests(ctx context.Context, c connector.Connection) (bool, error) {
	if c.Disabled || c.Flow != connector.AuthorizationCode {
		return false, nil
	}
	secrets, err := b.store.SecretState(ctx, c.ID)
	if err != nil || secrets.RefreshToken.IsZero() {
		return false, err
	}
	return b.now().Sub(workspace.LastUse(c, secrets)) >= idleLimit, nil
}

func (b *Beacon) keepTokenAlive(ctx context.Context, c connector.Connection) {
	err := b.redeemIdleToken(ctx, c.ID)
	var busy *lock.BusyError
	switch {
	case err == nil:
		b.log.Info("kept an idle refresh token alive", "connection", c.Name)
		b.SetIdleFailure(c.ID, workspace.IdleFailure{})
	case errors.As(err, &busy):
		b.log.Debug("the connection is importing, which uses its refresh token", "connection", c.Name)
	case ctx.Err() != nil: // the program is being closed
	default:
		b.log.Warn("keeping an idle refresh token alive", "connection", c.Name, "error", err)
		b.SetIdleFailure(c.ID, workspace.IdleFailure{At: b.now(), Message: message.Of(err)})
	}
}

func (b *Beacon) redeemIdleToken(ctx context.Context, id string) error {
	release, err := lock.Connection(b.Dir(), id)
	if err != nil {
		return err
	}
	defer release()
	access, err := b.Access(ctx, id)
	if err != nil {
		return err
	}
	// What held the lock before may have used the token, or disabled the connection.
	if idle, err := b.tokenRests(ctx, access.Connection); err != nil || !idle {
		return err
	}
	return b.source.RefreshToken(ctx, access)
}
