package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/sqlite"
)

// dailyBackups is how many days with a daily backup are kept.
const dailyBackups = 7

// daysAtMost is how many days with a daily backup are kept where there are gaps.
const daysAtMost = 4 * dailyBackups

// clockJump is a gap between two daily backups that may come from a clock that was
// wrong, rather than from a weekend on which the computer was off.
const clockJump = 4 * 24 * time.Hour

// The names of backups: what they begin with, their time in UTC and, from the second
// of one second on, its number.
const (
	dailyPrefix  = "daily-"
	manualPrefix = "manual-"
	backupTime   = "20060102T150405Z"
)

// Backup is a copy of beacon.db in the folder backups of the data directory, with one of
// history.db beside it. The secrets in it are sealed; the key that opens them is not in it.
type Backup struct {
	Name string    `json:"name"`
	Path string    `json:"path"`
	At   time.Time `json:"at"`
	// Size is that of both files.
	Size connector.Size `json:"size"`
	// History says that prices, changes and history are in it. Those of former versions
	// have none, which then stay as they are.
	History bool `json:"history"`
	// Daily backups are dropped when seven later days have one; others stay.
	Daily bool `json:"daily"`
	// number tells apart those of one second: the first is 1.
	number int
}

// BackupsFolder is the name of the folder of the backups in the data directory.
const BackupsFolder = "backups"

func backupFolder(dir string) string { return filepath.Join(dir, BackupsFolder) }

// Backups returns the backups of a data directory, newest first. Those that are
// dated after now come last: the clock was wrong when they were made.
func Backups(dir string) ([]Backup, error) { return backupsAt(dir, time.Now()) }

func backupsAt(dir string, now time.Time) ([]Backup, error) {
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
		backup.Path = filepath.Join(backupFolder(dir), entry.Name())
		backup.measure()
		backups = append(backups, backup)
	}
	slices.SortFunc(backups, func(a, b Backup) int {
		switch early := a.At.After(now); {
		case early == b.At.After(now):
			return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.number, a.number))
		case early:
			return 1
		default:
			return -1
		}
	})
	return backups, nil
}

// measure looks at the files of a backup.
func (b *Backup) measure() {
	past := sizeOf(historyOf(b.Path))
	b.Size, b.History = sizeOf(b.Path)+past, past > 0
}

// sizeOf is what files take together, as far as they are there.
func sizeOf(paths ...string) (size connector.Size) {
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil {
			size += connector.Size(info.Size())
		}
	}
	return size
}

func parseBackupName(name string) (Backup, bool) {
	base, isFile := strings.CutSuffix(name, filepath.Ext(FileName))
	text, daily := strings.CutPrefix(base, dailyPrefix)
	if !daily {
		text = strings.TrimPrefix(base, manualPrefix)
	}
	text, counted, again := strings.Cut(text, "-")
	number := 1
	if again {
		number, _ = strconv.Atoi(counted)
	}
	at, err := time.Parse(backupTime, text)
	isBackup := isFile && err == nil && text != base && (!again || number > 1)
	return Backup{Name: name, At: at, Daily: daily, number: number}, isBackup
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
// no connection to back up, and then drops those that are no longer kept. It
// returns nil when there was nothing to do.
func (s *Store) BackUpDaily(ctx context.Context) (*Backup, error) {
	release, err := s.lockBackups()
	if err != nil {
		return nil, err
	}
	defer release()
	daily, err := s.dailyBackups()
	if err != nil || len(daily) > 0 && sameDay(daily[0].At, s.now()) {
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

// dailyBackups returns the daily backups, newest first, without those that are
// dated after now: whether the clock is wrong or was, they say nothing about the
// others.
func (s *Store) dailyBackups() ([]Backup, error) {
	now := s.now()
	backups, err := backupsAt(s.dir(), now)
	return slices.DeleteFunc(backups, func(b Backup) bool { return !b.Daily || b.At.After(now) }), err
}

// dropOldBackups is called only after a newer backup was checked.
func (s *Store) dropOldBackups() error {
	daily, err := s.dailyBackups()
	for _, old := range superseded(daily) {
		err = errors.Join(err, removeBackup(old.Path))
	}
	return err
}

// superseded returns which of the daily backups, newest first, need not be kept: all
// but the newest of each day, and the days before the last seven. When some of those
// come after a gap, the clock may have been wrong in them: then the seven days before
// the gap are kept too, and so on, for it may have been wrong again and again.
func superseded(daily []Backup) (dropped []Backup) {
	var days []Backup
	keep := dailyBackups
	for _, b := range daily {
		n := len(days)
		switch {
		case n > 0 && sameDay(days[n-1].At, b.At):
			dropped = append(dropped, b)
			continue
		case n > 0 && n < keep && days[n-1].At.Sub(b.At) > clockJump:
			keep = min(n+dailyBackups, daysAtMost)
		}
		days = append(days, b)
	}
	return append(dropped, days[min(keep, len(days)):]...)
}

func (s *Store) backUp(ctx context.Context, prefix string) (Backup, error) {
	path, err := unusedName(filepath.Join(backupFolder(s.dir()), prefix+s.now().UTC().Format(backupTime)), filepath.Ext(FileName))
	if err != nil {
		return Backup{}, err
	}
	// The copy of beacon.db comes last: that it is there says that the backup is whole.
	err = s.backUpHistory(ctx, path)
	if err == nil {
		err = s.db.BackUp(ctx, path)
	}
	if err != nil {
		return Backup{}, errors.Join(fmt.Errorf("backing up: %w", err), removeBackup(path))
	}
	backup, _ := parseBackupName(filepath.Base(path))
	backup.Path = path
	backup.measure()
	return backup, nil
}

// unusedName returns a path that begins and ends so, with a number between from the
// second of that name on.
func unusedName(begins, ends string) (string, error) {
	path := begins + ends
	for number := 2; ; number++ {
		_, err := os.Lstat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return path, nil
		}
		if err != nil {
			return "", err
		}
		path = fmt.Sprintf("%s-%d%s", begins, number, ends)
	}
}

// lockBackups makes the folder and keeps other processes from writing to it.
func (s *Store) lockBackups() (release func(), err error) {
	folder := backupFolder(s.dir())
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, sqlite.CannotWrite(folder, err)
	}
	release, err = lock.Backup(s.dir())
	if err != nil {
		return nil, err
	}
	if err := errors.Join(sqlite.RemoveUnfinished(folder), removeLoneHistories(folder)); err != nil {
		release()
		return nil, sqlite.CannotWrite(folder, err)
	}
	return release, nil
}

// removeUnfinishedBackups removes what a process has left that was killed while it made a
// backup, unless another one is making one.
func removeUnfinishedBackups(dir string) {
	if left, err := sqlite.Unfinished(backupFolder(dir)); err != nil || len(left) == 0 {
		return
	}
	release, err := lock.Backup(dir)
	if err != nil {
		return
	}
	defer release()
	_ = sqlite.RemoveUnfinished(backupFolder(dir)) // the next backup tries it again, and says why not
}

func (s *Store) dir() string { return filepath.Dir(s.db.Path) }
