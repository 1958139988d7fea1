package signin

import (
	"context"
	"errors"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/app/rounds"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store/lock"
)

// idleLimit is how long a refresh token may rest before it is redeemed only to
// keep it alive; it would die after [connector.RefreshTokenIdle].
const idleLimit = 30 * 24 * time.Hour

// betweenPasses is how often idle tokens are looked for.
const betweenPasses = 24 * time.Hour

// KeepTokensAliveDaily calls [Signer.KeepTokensAlive] now and each time that day
// ticks, or every day when it is nil, until ctx ends. A process that runs the
// schedules does so by itself.
func (s *Signer) KeepTokensAliveDaily(ctx context.Context, day <-chan time.Time) {
	for range rounds.Every(ctx, betweenPasses, day, nil) {
		s.KeepTokensAlive(ctx)
	}
}

// KeepTokensAlive redeems the refresh token of every saved and enabled connection
// that has not been used for 30 days, so that none dies of idleness. One that is
// importing is left alone. What fails is logged, and shown as a warning of the
// connection.
func (s *Signer) KeepTokensAlive(ctx context.Context) {
	connections, err := s.store.Connections(ctx)
	if err != nil {
		s.log.Error("looking for idle refresh tokens", "error", err)
		return
	}
	tried := false
	for _, c := range connections {
		if idle, err := s.tokenRests(ctx, c); err != nil {
			s.log.Error("looking for an idle refresh token", "connection", c.Name, "error", err)
		} else if idle && ctx.Err() == nil {
			tried = true
			s.keepTokenAlive(ctx, c)
		}
	}
	if tried {
		s.showTokenUse(ctx)
	}
}

// tokenRests reports whether the token of a connection rests so long that it has to be redeemed.
func (s *Signer) tokenRests(ctx context.Context, c connector.Connection) (bool, error) {
	if c.Disabled || c.Flow != connector.AuthorizationCode {
		return false, nil
	}
	secrets, err := s.store.SecretState(ctx, c.ID)
	if err != nil || secrets.RefreshToken.IsZero() {
		return false, err
	}
	return s.now().Sub(workspace.LastUse(c, secrets)) >= idleLimit, nil
}

func (s *Signer) keepTokenAlive(ctx context.Context, c connector.Connection) {
	err := s.redeemIdleToken(ctx, c.ID)
	var busy *lock.BusyError
	switch {
	case err == nil:
		s.log.Info("kept an idle refresh token alive", "connection", c.Name)
		s.workspace.SetIdleFailure(c.ID, workspace.IdleFailure{})
	case errors.As(err, &busy):
		s.log.Debug("the connection is importing, which uses its refresh token", "connection", c.Name)
	case ctx.Err() != nil: // the program is being closed
	default:
		s.log.Warn("keeping an idle refresh token alive", "connection", c.Name, "error", err)
		s.workspace.SetIdleFailure(c.ID, workspace.IdleFailure{At: s.now(), Message: message.Of(err)})
	}
}

func (s *Signer) redeemIdleToken(ctx context.Context, id string) error {
	release, err := lock.Connection(s.dir, id)
	if err != nil {
		return err
	}
	defer release()
	access, err := s.accesses.Access(ctx, id)
	if err != nil {
		return err
	}
	// What held the lock before may have used the token, or disabled the connection.
	if idle, err := s.tokenRests(ctx, access.Connection); err != nil || !idle {
		return err
	}
	return s.source.RefreshToken(ctx, access)
}
