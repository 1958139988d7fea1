package app

import (
	"context"
	"time"

	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// CentralSettings say how the central database is reached.
type CentralSettings = centralsettings.Settings

// CentralSecretChanges are the secrets of an edit of it: nil leaves one as it is stored, an
// empty one removes it.
type CentralSecretChanges = store.CentralSecrets[*connector.Secret]

// CentralSecretState says since when each of its secrets is stored; the zero time where
// there is none.
type CentralSecretState = store.CentralSecrets[time.Time]

// CentralSettings returns how the central database is reached; found says whether one was
// set up.
func (b *Beacon) CentralSettings(ctx context.Context) (s CentralSettings, found bool, err error) {
	return b.store.Central(ctx)
}

// CentralSecretState says which secrets of the central database are stored. It needs no key.
func (b *Beacon) CentralSecretState(ctx context.Context) (CentralSecretState, error) {
	return b.store.CentralSecretState(ctx)
}

// SetCentral stores how the central database is reached, without asking it anything. What is
// wrong with a value is a [workspace.ProblemsError]; the error may be a [vault.KeyError].
func (b *Beacon) SetCentral(ctx context.Context, s CentralSettings, changes CentralSecretChanges) error {
	s = centralsettings.Complete(s)
	changes = withoutLooseKey(s, changes)
	if _, err := b.checkCentral(ctx, s, changes); err != nil {
		return err
	}
	return b.putCentral(ctx, s, changes)
}

// putCentral stores settings that are complete and right.
func (b *Beacon) putCentral(ctx context.Context, s CentralSettings, changes CentralSecretChanges) error {
	return b.store.SetCentral(ctx, s, changes)
}

// ForgetCentral forgets how the central database is reached, with its secrets. What was
// published stays there.
func (b *Beacon) ForgetCentral(ctx context.Context) error { return b.store.ForgetCentral(ctx) }

// withoutLooseKey lets the private key go with its certificate.
func withoutLooseKey(s CentralSettings, changes CentralSecretChanges) CentralSecretChanges {
	if s.Certificate == "" && changes.Key == nil {
		none := connector.Secret("")
		changes.Key = &none
	}
	return changes
}

// checkCentral returns the secrets that complete settings will have, or what is wrong with
// them as a [workspace.ProblemsError].
func (b *Beacon) checkCentral(ctx context.Context, s CentralSettings, changes CentralSecretChanges) (secrets centralsettings.Secrets, err error) {
	if changes.Password == nil || changes.Key == nil {
		if secrets, err = b.store.CentralSecrets(ctx); err != nil {
			return secrets, err
		}
	}
	applyCentral(changes, &secrets)
	return secrets, refusedFields(centralsettings.Check(s, secrets))
}

// applyCentral carries changes out on opened secrets.
func applyCentral(changes CentralSecretChanges, secrets *centralsettings.Secrets) {
	if changes.Password != nil {
		secrets.Password = *changes.Password
	}
	if changes.Key != nil {
		secrets.Key = *changes.Key
	}
}

// refusedFields is a [workspace.ProblemsError] of problems; nil when there are none.
func refusedFields(problems []connector.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	refused := &workspace.ProblemsError{}
	for _, p := range problems {
		refused.Problems = append(refused.Problems, fieldInWords(p))
	}
	return refused
}

func fieldInWords(p connector.Problem) Problem {
	return Problem{Field: p.Field, Message: message.Sentence(p.Message)}
}
