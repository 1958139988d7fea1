package app

import (
	"context"
	"fmt"
	"time"

	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/central"
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
	return b.PutCentral(ctx, s, changes)
}

// PutCentral stores settings that are complete and right, but that their private key may still be missing.
func (b *Beacon) PutCentral(ctx context.Context, s CentralSettings, changes CentralSecretChanges) error {
	err := b.store.SetCentral(ctx, s, changes)
	if err == nil {
		b.Central.LookNow()
	}
	return err
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
func (b *Beacon) checkCentral(
	ctx context.Context, s CentralSettings, changes CentralSecretChanges,
) (secrets centralsettings.Secrets, err error) {
	if changes.Password == nil || changes.Key == nil {
		if secrets, err = b.store.CentralSecrets(ctx); err != nil {
			return secrets, err
		}
	}
	applyCentral(changes, &secrets)
	return secrets, workspace.Refused(centralsettings.Check(s, secrets)...)
}

// UnstoredCentralSecrets returns the changes without those that would store what is stored already.
func (b *Beacon) UnstoredCentralSecrets(
	ctx context.Context, s CentralSettings, changes CentralSecretChanges,
) (CentralSecretChanges, error) {
	changes = withoutLooseKey(s, changes)
	stored, err := b.store.CentralSecrets(ctx)
	if changes.Password != nil && *changes.Password == stored.Password {
		changes.Password = nil
	}
	if changes.Key != nil && *changes.Key == stored.Key {
		changes.Key = nil
	}
	return changes, err
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

// CentralNotSetError means that no central database was set up.
type CentralNotSetError struct{}

func (*CentralNotSetError) Error() string { return "no central database was set up" }

// Message implements [connector.Explained].
func (*CentralNotSetError) Message() connector.Message {
	return connector.Message{ID: "central.not-set"}
}

// CentralTenantNotFoundError means that no tenant of that name or id is published.
type CentralTenantNotFoundError struct{ Key string }

func (e *CentralTenantNotFoundError) Error() string {
	return fmt.Sprintf("no tenant %q is published", e.Key)
}

// Message implements [connector.Explained].
func (e *CentralTenantNotFoundError) Message() connector.Message {
	return connector.Message{ID: "central.no-tenant", Data: connector.Data{"Key": e.Key}}
}

// storedCentral is how the central database is reached, and what is wrong with that, such as
// a private key that is missing, as a [workspace.ProblemsError]. It may be a [vault.KeyError].
func (b *Beacon) storedCentral(ctx context.Context) (c central.Config, set bool, err error) {
	s, set, err := b.CentralSettings(ctx)
	if err != nil || !set {
		return c, false, err
	}
	secrets, err := b.checkCentral(ctx, s, CentralSecretChanges{})
	return centralsettings.Config(s, secrets), true, err
}

// CheckCentral says what is wrong with settings, as a [workspace.ProblemsError]; nil when
// they can be tried. It asks no server.
func (b *Beacon) CheckCentral(ctx context.Context, s CentralSettings, changes CentralSecretChanges) error {
	_, err := b.enteredCentral(ctx, s, changes)
	return err
}

// TestCentral tries whether imports can be published by settings that need not be stored, and
// reports a line for each check. What is wrong with a value is a [workspace.ProblemsError].
func (b *Beacon) TestCentral(ctx context.Context, s CentralSettings, changes CentralSecretChanges, report func(message.Check)) error {
	c, err := b.enteredCentral(ctx, s, changes)
	if err != nil {
		return err
	}
	central.Test(ctx, c, func(check connector.Check) { report(message.CheckOf(check)) })
	return ctx.Err()
}

// CentralSchema is the SQL that makes a schema of the central database, or brings it up to
// date, for whoever administers the server; the usual one when schema is empty. It asks no
// server. A name that cannot be one is a [workspace.ProblemsError].
func (b *Beacon) CentralSchema(schema string) (string, error) {
	// of which nothing stands in it
	s := centralsettings.Complete(CentralSettings{Server: "localhost", Database: "any", User: "any", Schema: schema})
	if err := workspace.Refused(centralsettings.Check(s, centralsettings.Secrets{})...); err != nil {
		return "", err
	}
	return central.SchemaSQL(centralsettings.Config(s, centralsettings.Secrets{}))
}

// CreateCentralSchema runs [Beacon.CentralSchema] on the server.
func (b *Beacon) CreateCentralSchema(ctx context.Context, s CentralSettings, changes CentralSecretChanges) error {
	c, err := b.enteredCentral(ctx, s, changes)
	if err != nil {
		return err
	}
	database, err := central.Open(ctx, c)
	if err != nil {
		return fmt.Errorf("opening the central database: %w", err)
	}
	defer database.Close()
	return database.CreateSchema(ctx)
}

func (b *Beacon) enteredCentral(ctx context.Context, s CentralSettings, changes CentralSecretChanges) (central.Config, error) {
	s = centralsettings.Complete(s)
	secrets, err := b.checkCentral(ctx, s, withoutLooseKey(s, changes))
	return centralsettings.Config(s, secrets), err
}
