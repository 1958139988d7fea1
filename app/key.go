package app

import (
	"context"
	"time"

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

// MoveKeyToKeyring moves the key from its file to the operating system's keyring.
func (b *Beacon) MoveKeyToKeyring(ctx context.Context) error { return b.store.Vault.MoveToKeyring(ctx) }

// RotateKey replaces the key by another one, and returns how many secrets and waiting
// edits were sealed anew with it.
func (b *Beacon) RotateKey(ctx context.Context) (resealed int, err error) {
	return b.store.Vault.Rotate(ctx)
}

// AfterRotation is what an administrator has to know once the key was replaced.
const AfterRotation = "Backups that were made before are sealed with the former key, which is gone: after a restore of one of them, give up its secrets, then sign in and enter them again."

// keyFileNotice says that the key file was readable by others.
func keyFileNotice(s *store.Store) []connector.Warning {
	path := s.Vault.FileMended()
	if path == "" {
		return nil
	}
	return []connector.Warning{{
		Message: "The key of the stored secrets, in the file " + path + ", could be read by other accounts of this computer; it is private again.",
		Advice:  "If one of them may have read it, replace the key with: inventory-beacon key rotate",
	}}
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
