package app

import (
	"context"
	"errors"
	"os"
	"runtime"

	"inventorybeacon/store/datadir"
	"inventorybeacon/store/vault"
)

// SecretsLost reports whether err means that the key of the stored secrets is gone
// for good, so that only [Beacon.ForgetSecrets] and a new sign-in help.
func SecretsLost(err error) bool {
	var key *vault.KeyError
	return errors.As(err, &key) && (key.Problem == vault.Lost || key.Problem == vault.NoKey || key.Problem == vault.Wrong)
}

// ForgetSecrets gives up all stored secrets, and the edits that wait for Save,
// after their key was lost. Connections and inventory stay.
func (b *Beacon) ForgetSecrets(ctx context.Context) error {
	if err := b.store.Vault.Forget(ctx); err != nil {
		return err
	}
	return b.Workspace.Reload(ctx)
}

// NeedsAdministrator reports whether err would not occur for an administrator, as whom the
// program can start itself again, and with which data directory.
func NeedsAdministrator(err error) (dir string, needs bool) {
	var denied *datadir.NotWritableError
	if runtime.GOOS != "windows" || datadir.Elevated() || !errors.As(err, &denied) {
		return "", false
	}
	return denied.Dir, true
}

// Elevated reports whether the program runs as an administrator.
func Elevated() bool { return datadir.Elevated() }

// RestartAsAdministrator starts the program again as an administrator, after the
// system has asked for consent. The arguments name --data. The caller then exits.
func RestartAsAdministrator(arguments []string) error { return datadir.RestartElevated(arguments) }

// RunAsAdministrator runs the program as an administrator, and waits until it has ended;
// see [datadir.RunElevated].
func RunAsAdministrator(ctx context.Context, arguments func(pipe string) []string) (said string, status uint32, err error) {
	return datadir.RunElevated(ctx, arguments)
}

// OpenPipe opens the pipe into which a program says what it was run for as an
// administrator; see [datadir.OpenPipe].
func OpenPipe(name string) (*os.File, error) { return datadir.OpenPipe(name) }
