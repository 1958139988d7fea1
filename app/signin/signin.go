// Package signin is how a connection comes to its secrets and keeps them: an administrator
// signs in, a certificate is chosen, Test Connection tries them, and refresh tokens that rest
// are redeemed before they die.
package signin

import (
	"context"
	"log/slog"
	"time"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// Source is a source whose connections somebody signs in for, or sign in by
// themselves with a certificate.
type Source interface {
	connector.Source
	connector.SignerIn
	connector.TokenRefresher
	connector.CertificateReader
	connector.ConsentLinker
}

// Accesses are how saved connections are used: what their sources do with secrets is recorded.
type Accesses interface {
	Access(ctx context.Context, id string) (connector.Access, error)
	RecordTokenUse(ctx context.Context, c connector.Connection, token connector.Secret) (keep func(connector.Secret) error, used func())
	RecordChallenge(ctx context.Context, c connector.Connection) (challenged func(claims string))
}

// Options are what a Signer is made of.
type Options struct {
	// Dir is the data directory.
	Dir       string
	Source    Source
	Store     *store.Store
	Workspace *workspace.Workspace
	Accesses  Accesses
	Log       *slog.Logger
	Now       func() time.Time
}

// Signer signs in for the connections of a workspace.
type Signer struct {
	dir       string
	source    Source
	store     *store.Store
	workspace *workspace.Workspace
	accesses  Accesses
	log       *slog.Logger
	now       func() time.Time
}

// New returns a Signer.
func New(o Options) *Signer {
	return &Signer{
		dir: o.Dir, source: o.Source, store: o.Store, workspace: o.Workspace, accesses: o.Accesses, log: o.Log, now: o.Now,
	}
}

// SignIn lets an administrator sign in for a connection as it stands in the
// dialog, and returns who it was and the refresh token. Nothing is stored: the
// dialog hands both on with its other edits.
func (s *Signer) SignIn(ctx context.Context, c connector.Connection, changes store.SecretChanges, way connector.SignInWay,
	prompter Prompter,
) (connector.SignIn, connector.Secret, error) {
	secrets, err := s.effectiveSecrets(ctx, c.ID, changes)
	if err != nil {
		return connector.SignIn{}, "", err
	}
	c.Claims = s.claims(ctx, c.ID)
	access := connector.Access{
		Connection: c,
		Secrets:    secrets,
		Keep:       func(connector.Secret) error { return nil },
	}
	if entry, ok := s.workspace.Entry(c.ID); ok && entry.Edit != workspace.EditNew {
		access.Challenged = s.accesses.RecordChallenge(ctx, c)
	}
	signIn, token, err := s.source.SignIn(ctx, access, way, inWords{prompter})
	if err != nil {
		s.log.Info("sign-in ended", "connection", c.Name, "error", err)
		return connector.SignIn{}, "", err
	}
	s.log.Info("signed in", "connection", c.Name, "account", signIn.Account, "tenant", signIn.TenantID, "missing", signIn.Missing)
	return signIn, token, nil
}

// claims are what the next sign-in has to prove: an import may have met the challenge
// in another process, since the connection was read.
func (s *Signer) claims(ctx context.Context, id string) string {
	stored, err := s.store.Connection(ctx, id)
	if err != nil {
		return "" // it is not saved yet
	}
	return stored.Claims
}

// ConsentLink returns the address at which an administrator who is not at this
// computer consents to everything that a connection asks for.
func (s *Signer) ConsentLink(c connector.Connection) (string, error) { return s.source.ConsentLink(c) }
