package app

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/app/rounds"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/datadir"
	"inventorybeacon/store/lock"
)

// Backup is a copy of the connections, schedules, tasks and the history of a data directory.
type Backup = store.Backup

// Restored says what [RestoreBackup] has done.
type Restored = store.Restored

// AfterRestore is what an administrator has to know once a backup was restored.
func AfterRestore() string { return message.Text(connector.Message{ID: "app.after-restore"}) }

// HistoryLeft is what it means that a backup has no history.
func HistoryLeft() string { return message.Text(connector.Message{ID: "app.history-left"}) }

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
func SecretsOfBackup() string {
	return message.Text(connector.Message{ID: "app.backup-without-secrets"})
}

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

// BackupsFolder is where the backups of the open data directory are.
func (b *Beacon) BackupsFolder() string { return filepath.Join(b.Dir(), store.BackupsFolder) }

// Backups returns the backups of the open data directory, newest first.
func (b *Beacon) Backups() ([]Backup, error) { return store.Backups(b.dir) }

// betweenUpkeep is how often it is looked whether the day has its backup, and
// whether what could not be written can be written now.
const betweenUpkeep = 10 * time.Minute

// KeepUp makes the daily backup, and writes what could not be written before, now
// and each time that tick ticks, or from time to time when it is nil, until ctx
// ends. A process that runs the schedules does so by itself.
func (b *Beacon) KeepUp(ctx context.Context, tick <-chan time.Time) {
	for range rounds.Every(ctx, betweenUpkeep, tick, nil) {
		b.RetryWriting(ctx)
		b.deliverHistory(ctx)
		b.backUpDaily(ctx)
		b.retryDeletions(ctx)
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
	if !b.notices.setBackup(err) {
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
	backup connector.Message // why the last backup could not be made
}

// setBackup reports whether that is something new.
func (n *notices) setBackup(err error) (changed bool) {
	var why connector.Message
	if err != nil {
		why = message.Of(err)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	changed = n.backup.String() != why.String()
	n.backup = why
	return changed
}

// ReadOnly is why the data directory can only be read, as on a full disk; nil when it can be
// written.
func (b *Beacon) ReadOnly() error { return b.readOnly }

// Notices are what an administrator should know of the data directory: that it can only
// be read, that a damaged inventory was replaced, that the connections cannot be backed up, and which
// files others could write.
func (b *Beacon) Notices() []store.Warning {
	var list []store.Warning
	if b.readOnly != nil {
		why := message.Of(b.readOnly)
		list = append(list, message.Warning(connector.Message{
			ID: "app.read-only", Data: connector.Data{"Reason": why, "Action": why.Action()},
		}))
	}
	for _, path := range b.mended {
		m := connector.Message{ID: "app.file-mended", Data: connector.Data{"Path": path}}
		if filepath.Base(path) == filepath.Base(b.dir) {
			m.ID = "app.folder-mended"
		}
		list = append(list, message.Warning(m))
	}
	if other := datadir.Other(b.dir); other != "" {
		list = append(list, message.Warning(connector.Message{ID: "app.another-directory", Data: connector.Data{"Dir": b.dir, "Other": other}}))
	}
	if replaced := b.Replaced(); replaced != nil {
		list = append(list, message.Warning(replaced.Message()))
	}
	list = append(list, keyFileNotice(b.store)...)
	b.notices.mu.Lock()
	defer b.notices.mu.Unlock()
	if why := b.notices.backup; why.ID != "" {
		list = append(list, message.Warning(connector.Message{
			ID: "app.no-backup", Data: connector.Data{"Reason": why, "Action": why.Action()},
		}))
	}
	return list
}
