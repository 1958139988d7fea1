package centralsettings

import (
	"context"
	"fmt"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/central"
)

// SecretChanges are the secrets of an edit of it: nil leaves one as it is stored, an
// empty one removes it.
type SecretChanges = store.CentralSecrets[*connector.Secret]

// SecretState says since when each of its secrets is stored; the zero time where
// there is none.
type SecretState = store.CentralSecrets[time.Time]

// Stored are the settings that a data directory has.
type Stored struct {
	store   *store.Store
	changed func()
}

// NewStored returns those of a store. It calls changed when others were stored.
func NewStored(s *store.Store, changed func()) *Stored { return &Stored{s, changed} }

// Get returns how the central database is reached; found says whether one was set up.
func (d *Stored) Get(ctx context.Context) (s Settings, found bool, err error) {
	return d.store.Central(ctx)
}

// SecretState says which secrets of the central database are stored. It needs no key.
func (d *Stored) SecretState(ctx context.Context) (SecretState, error) {
	return d.store.CentralSecretState(ctx)
}

// Set stores how the central database is reached, without asking it anything. What is
// wrong with a value is a [workspace.ProblemsError]; the error may be a [vault.KeyError].
func (d *Stored) Set(ctx context.Context, s Settings, changes SecretChanges) error {
	s = Complete(s)
	changes = withoutLooseKey(s, changes)
	if _, err := d.check(ctx, s, changes); err != nil {
		return err
	}
	return d.Put(ctx, s, changes)
}

// Put stores settings that are complete and right, but that their private key may still be missing.
func (d *Stored) Put(ctx context.Context, s Settings, changes SecretChanges) error {
	err := d.store.SetCentral(ctx, s, changes)
	if err == nil {
		d.changed()
	}
	return err
}

// Forget forgets how the central database is reached, with its secrets. What was
// published stays there.
func (d *Stored) Forget(ctx context.Context) error { return d.store.ForgetCentral(ctx) }

// withoutLooseKey lets the private key go with its certificate.
func withoutLooseKey(s Settings, changes SecretChanges) SecretChanges {
	if s.Certificate == "" && changes.Key == nil {
		none := connector.Secret("")
		changes.Key = &none
	}
	return changes
}

// check returns the secrets that complete settings will have, or what is wrong with
// them as a [workspace.ProblemsError].
func (d *Stored) check(ctx context.Context, s Settings, changes SecretChanges) (secrets Secrets, err error) {
	if changes.Password == nil || changes.Key == nil {
		if secrets, err = d.store.CentralSecrets(ctx); err != nil {
			return secrets, err
		}
	}
	applyTo(changes, &secrets)
	return secrets, workspace.Refused(Check(s, secrets)...)
}

// Unstored returns the changes without those that would store what is stored already.
func (d *Stored) Unstored(ctx context.Context, s Settings, changes SecretChanges) (SecretChanges, error) {
	changes = withoutLooseKey(s, changes)
	stored, err := d.store.CentralSecrets(ctx)
	if changes.Password != nil && *changes.Password == stored.Password {
		changes.Password = nil
	}
	if changes.Key != nil && *changes.Key == stored.Key {
		changes.Key = nil
	}
	return changes, err
}

// applyTo carries changes out on opened secrets.
func applyTo(changes SecretChanges, secrets *Secrets) {
	if changes.Password != nil {
		secrets.Password = *changes.Password
	}
	if changes.Key != nil {
		secrets.Key = *changes.Key
	}
}

// NotSetError means that no central database was set up.
type NotSetError struct{}

func (*NotSetError) Error() string { return "no central database was set up" }

// Message implements [connector.Explained].
func (*NotSetError) Message() connector.Message {
	return connector.Message{ID: "central.not-set"}
}

// Config is how the central database is reached, and what is wrong with that, such as
// a private key that is missing, as a [workspace.ProblemsError]. It may be a [vault.KeyError].
func (d *Stored) Config(ctx context.Context) (c central.Config, set bool, err error) {
	s, set, err := d.Get(ctx)
	if err != nil || !set {
		return c, false, err
	}
	secrets, err := d.check(ctx, s, SecretChanges{})
	return Config(s, secrets), true, err
}

// Check says what is wrong with settings, as a [workspace.ProblemsError]; nil when
// they can be tried. It asks no server.
func (d *Stored) Check(ctx context.Context, s Settings, changes SecretChanges) error {
	_, err := d.entered(ctx, s, changes)
	return err
}

// Test tries whether imports can be published by settings that need not be stored, and
// reports a line for each check. What is wrong with a value is a [workspace.ProblemsError].
func (d *Stored) Test(ctx context.Context, s Settings, changes SecretChanges, report func(message.Check)) error {
	c, err := d.entered(ctx, s, changes)
	if err != nil {
		return err
	}
	central.Test(ctx, c, func(check connector.Check) { report(message.CheckOf(check)) })
	return ctx.Err()
}

// SchemaSQL is the SQL that makes a schema of the central database, or brings it up to
// date, for whoever administers the server; the usual one when schema is empty. It asks no
// server. A name that cannot be one is a [workspace.ProblemsError].
func SchemaSQL(schema string) (string, error) {
	// of which nothing stands in it
	s := Complete(Settings{Server: "localhost", Database: "any", User: "any", Schema: schema})
	if err := workspace.Refused(Check(s, Secrets{})...); err != nil {
		return "", err
	}
	return central.SchemaSQL(Config(s, Secrets{}))
}

// CreateSchema runs [SchemaSQL] on the server.
func (d *Stored) CreateSchema(ctx context.Context, s Settings, changes SecretChanges) error {
	c, err := d.entered(ctx, s, changes)
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

func (d *Stored) entered(ctx context.Context, s Settings, changes SecretChanges) (central.Config, error) {
	s = Complete(s)
	secrets, err := d.check(ctx, s, withoutLooseKey(s, changes))
	return Config(s, secrets), err
}
