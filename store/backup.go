package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
)

// dailyBackups is how many daily backups are kept.
const dailyBackups = 7

// The names of backups: what they begin with, then their time in UTC.
const (
	dailyPrefix  = "daily-"
	manualPrefix = "manual-"
	backupTime   = "20060102T150405Z"
)

// Backup is a copy of beacon.db in the folder backups of the data directory. The
// secrets in it are sealed; the key that opens them is not in it.
type Backup struct {
	Name string         `json:"name"`
	Path string         `json:"path"`
	At   time.Time      `json:"at"`
	Size connector.Size `json:"size"`
	// Daily backups are dropped when there are seven newer ones; others stay.
	Daily bool `json:"daily"`
}

func backupFolder(dir string) string { return filepath.Join(dir, "backups") }

// Backups returns the backups of a data directory, newest first.
func Backups(dir string) ([]Backup, error) {
	entries, err := os.ReadDir(backupFolder(dir))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var backups []Backup
	for _, entry := range entries {
		backup, ok := parseBackupName(entry.Name())
		info, err := entry.Info()
		if !ok || err != nil || !info.Mode().IsRegular() {
			continue // it is none, or was dropped meanwhile
		}
		backup.Path, backup.Size = filepath.Join(backupFolder(dir), entry.Name()), connector.Size(info.Size())
		backups = append(backups, backup)
	}
	slices.SortFunc(backups, func(a, b Backup) int { return b.At.Compare(a.At) })
	return backups, nil
}

func parseBackupName(name string) (Backup, bool) {
	base, isFile := strings.CutSuffix(name, filepath.Ext(FileName))
	text, daily := strings.CutPrefix(base, dailyPrefix)
	if !daily {
		text = strings.TrimPrefix(base, manualPrefix)
	}
	at, err := time.Parse(backupTime, text)
	return Backup{Name: name, At: at, Daily: daily}, isFile && err == nil && text != base
}

// BackUp makes a backup that stays until somebody deletes it.
func (s *Store) BackUp(ctx context.Context) (Backup, error) {
	release, err := s.lockBackups()
	if err != nil {
		return Backup{}, err
	}
	defer release()
	return s.backUp(ctx, manualPrefix)
}

// BackUpDaily makes the backup of the day, unless there is one already or there is
// no connection to back up, and then drops the oldest of more than seven. It
// returns nil when there was nothing to do.
func (s *Store) BackUpDaily(ctx context.Context) (*Backup, error) {
	release, err := s.lockBackups()
	if err != nil {
		return nil, err
	}
	defer release()
	backups, err := s.dailyBackups()
	if err != nil || len(backups) > 0 && sameDay(backups[0].At, s.now()) {
		return nil, err
	}
	if connections, err := s.Connections(ctx); err != nil || len(connections) == 0 {
		return nil, err
	}
	backup, err := s.backUp(ctx, dailyPrefix)
	if err != nil {
		return nil, err
	}
	return &backup, s.dropOldBackups()
}

func sameDay(a, b time.Time) bool {
	return a.Local().Format(time.DateOnly) == b.Local().Format(time.DateOnly)
}

func (s *Store) dailyBackups() ([]Backup, error) {
	backups, err := Backups(s.dir())
	return slices.DeleteFunc(backups, func(b Backup) bool { return !b.Daily }), err
}

// dropOldBackups is called only after a newer backup was checked.
func (s *Store) dropOldBackups() error {
	backups, err := s.dailyBackups()
	for _, old := range backups[min(dailyBackups, len(backups)):] {
		if failed := os.Remove(old.Path); failed != nil {
			err = errors.Join(err, sqlite.CannotWrite(old.Path, failed))
		}
	}
	return err
}

func (s *Store) backUp(ctx context.Context, prefix string) (Backup, error) {
	name := prefix + s.now().UTC().Format(backupTime) + filepath.Ext(FileName)
	path := filepath.Join(backupFolder(s.dir()), name)
	if err := s.db.BackUp(ctx, path); err != nil {
		return Backup{}, fmt.Errorf("backing up: %w", err)
	}
	backup, _ := parseBackupName(name)
	info, err := os.Stat(path)
	if err != nil {
		return Backup{}, err
	}
	backup.Path, backup.Size = path, connector.Size(info.Size())
	return backup, nil
}

// lockBackups makes the folder and keeps other processes from writing to it.
func (s *Store) lockBackups() (release func(), err error) {
	folder := backupFolder(s.dir())
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, sqlite.CannotWrite(folder, err)
	}
	release, _, err = lock(s.dir(), "backup.lock", "")
	if errors.Is(err, errLocked) {
		return nil, &BackupBusyError{}
	}
	if err != nil {
		return nil, err
	}
	if err := sqlite.RemoveUnfinished(folder); err != nil {
		release()
		return nil, sqlite.CannotWrite(folder, err)
	}
	return release, nil
}

func (s *Store) dir() string { return filepath.Dir(s.db.Path) }

// BackupBusyError means that another process is making a backup.
type BackupBusyError struct{}

func (*BackupBusyError) Error() string { return "another process is making a backup" }

// Advice implements [connector.Advised].
func (*BackupBusyError) Advice() connector.Advice {
	return connector.Advice{Message: "Another process is making a backup of the connections.", Action: "Try again in a moment."}
}
