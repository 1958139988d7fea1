package app

import (
	"context"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/vault"
)

// KeyVariable is the environment variable that decides where the key is kept that
// opens the stored secrets; "file" keeps it in a file of the data directory.
const KeyVariable = vault.Variable

// KeyPlace says where the key is that seals the secrets. It makes none.
func (b *Beacon) KeyPlace(ctx context.Context) (vault.Place, error) { return b.store.Vault.Place(ctx) }

// MakeKey says where the key is that seals the secrets, and makes it when there is
// none yet.
func (b *Beacon) MakeKey(ctx context.Context) (vault.Place, error) { return b.store.Vault.Make(ctx) }

// TidyKeyring removes from the operating system's keyring what commands that were killed have
// left there. What it cannot do, the log says.
func (b *Beacon) TidyKeyring(ctx context.Context) { _ = b.store.Vault.TidyKeyring(ctx) }

// MoveKeyToKeyring moves the key from its file to the operating system's keyring.
func (b *Beacon) MoveKeyToKeyring(ctx context.Context) error { return b.store.Vault.MoveToKeyring(ctx) }

// RotateKey replaces the key by another one, with which it seals the secrets and waiting
// edits anew.
func (b *Beacon) RotateKey(ctx context.Context) (vault.Rotated, error) {
	return b.store.Vault.Rotate(ctx)
}

// AfterRotation is what an administrator has to know once the key was replaced.
func AfterRotation(done vault.Rotated) string {
	if done.Left != nil {
		return message.Sentence(message.Of(done.Left))
	}
	return message.Text(connector.Message{ID: "app.after-rotation"})
}

// keyFileNotice says that the key file was readable by others.
func keyFileNotice(s *store.Store) []store.Warning {
	path := s.Vault.FileMended()
	if path == "" {
		return nil
	}
	return []store.Warning{message.Warning(connector.Message{ID: "app.key-mended", Data: connector.Data{"Path": path}})}
}

// SecretsAfterRestore says why the secrets of a data directory whose connections were
// restored cannot be opened; nil when they can.
func SecretsAfterRestore(ctx context.Context, dir string) error {
	s, err := store.Open(ctx, dir, store.Options{Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	_, err = s.Vault.Place(ctx)
	return err
}
