package app

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// Backup is a copy of the connections, schedules and tasks of a data directory.
type Backup = store.Backup

// Restored says what [RestoreBackup] has done.
type Restored = store.Restored

// AfterRestore is what an administrator has to know once a backup was restored.
const AfterRestore = "Connections, schedules and tasks are now those of the backup. Refresh tokens are the ones of that day: Microsoft usually still accepts them; " +
	"where it does not, sign in again with Generate... The key that opens the stored secrets is not part of a backup: without it, or when it was replaced since, give up the secrets and then sign in or enter them again."

// Backups returns the backups of a data directory, newest first. It needs nothing
// to be open.
func Backups(dir string) ([]Backup, error) { return store.Backups(dir) }

// CheckBackup says why a backup cannot be restored; nil when it can.
func CheckBackup(ctx context.Context, b Backup) error { return store.CheckBackup(ctx, b.Path) }

// SecretsOfBackupLost says whether the secrets in a backup were sealed with a key that is
// gone, as before it was replaced.
func SecretsOfBackupLost(ctx context.Context, dir, path string) bool {
	return SecretsLost(store.CheckBackupKey(ctx, dir, path, nil))
}

// SecretsOfBackup is what that means.
const SecretsOfBackup = "Its secrets were sealed with another key than the present one and cannot be opened: after it is restored, " +
	"give them up (Give up the secrets... in the window, or the command: inventory-beacon connection forget-secrets), " +
	"then sign in with Generate... and enter client secrets and passwords again."

// FindBackup returns the path of a backup of a data directory, given by its name or by
// the path of a file.
func FindBackup(dir, backup string) (string, error) { return store.FindBackup(dir, backup) }

// RestoreBackup puts a backup, given by its name or by the path of a file, in the
// place of a data directory's connections, which are kept under another name. No
// process may have the data directory open, not even this one.
func RestoreBackup(ctx context.Context, dir, backup string, now time.Time) (Restored, error) {
	return store.RestoreBackup(ctx, dir, backup, now)
}

// RestorableBackups are the backups that one may choose from when err is why the
// data directory could not be opened; none when that does not help.
func RestorableBackups(err error) (dir string, backups []Backup) {
	var unusable *store.UnusableError
	if !errors.As(err, &unusable) {
		return "", nil
	}
	return unusable.Dir, unusable.Backups
}

// BackUp makes a backup that stays until somebody deletes it.
func (b *Beacon) BackUp(ctx context.Context) (Backup, error) { return b.store.BackUp(ctx) }

// Backups returns the backups of the open data directory, newest first.
func (b *Beacon) Backups() ([]Backup, error) { return store.Backups(b.dir) }

// betweenUpkeep is how often it is looked whether the day has its backup, and
// whether what could not be written can be written now.
const betweenUpkeep = 10 * time.Minute

// KeepUp makes the daily backup, and writes what could not be written before, now
// and each time that tick ticks, or from time to time when it is nil, until ctx
// ends. A process that runs the schedules does so by itself.
func (b *Beacon) KeepUp(ctx context.Context, tick <-chan time.Time) {
	if tick == nil {
		ticker := time.NewTicker(betweenUpkeep)
		defer ticker.Stop()
		tick = ticker.C
	}
	for {
		b.RetryWriting(ctx)
		b.backUpDaily(ctx)
		b.retryDeletions(ctx)
		select {
		case <-tick:
		case <-ctx.Done():
			return
		}
	}
}

// backUpDaily tells the log once of each reason why no backup can be made.
func (b *Beacon) backUpDaily(ctx context.Context) {
	made, err := b.store.BackUpDaily(ctx)
	var busy *lock.BackupBusyError
	if errors.As(err, &busy) || ctx.Err() != nil {
		return
	}
	if made != nil {
		b.log.Info("made the daily backup", "file", made.Path, "size", made.Size.String())
	}
	if !b.notices.setBackup(message.Explain(err)) {
		return
	}
	if err != nil {
		b.log.Error("making the daily backup", "error", err)
	}
	b.Workspace.Notify()
}

// notices are what the program says of its own files.
type notices struct {
	mu     sync.Mutex
	backup connector.Advice // why the last backup could not be made
}

// setBackup reports whether that is something new.
func (n *notices) setBackup(advice connector.Advice) (changed bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	changed = n.backup.Message != advice.Message
	n.backup = advice
	return changed
}

// Notices are what an administrator should know of the data directory: that it can only
// be read, that a damaged inventory was replaced, that the connections cannot be backed up, and which
// files others could write.
func (b *Beacon) Notices() []connector.Warning {
	var list []connector.Warning
	if b.full != nil {
		full := b.full.Advice()
		list = append(list, connector.Warning{Message: full.Message + " Everything can be read, and nothing can be changed.", Advice: full.Action})
	}
	for _, path := range b.mended {
		list = append(list, connector.Warning{
			Message: fmt.Sprintf("The group of the file %s could write to it, and no longer can.", path),
			Advice:  "Nothing has to be done, unless somebody else was meant to write it.",
		})
	}
	if replaced := b.Replaced(); replaced != nil {
		list = append(list, replaced.Warning())
	}
	list = append(list, keyFileNotice(b.store)...)
	b.notices.mu.Lock()
	defer b.notices.mu.Unlock()
	if backup := b.notices.backup; backup.Message != "" {
		list = append(list,
			connector.Warning{Message: "The daily backup of the connections could not be made. " + backup.Message, Advice: backup.Action})
	}
	return list
}
