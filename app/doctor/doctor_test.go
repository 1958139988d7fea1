package doctor

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/vault"
)

// dataDirectory is one with a connection and its secret.
func dataDirectory(t *testing.T) string {
	t.Helper()
	t.Setenv(vault.Variable, "file")
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	token := connector.Secret("a refresh token")
	err = s.Apply(t.Context(), []store.Change{{
		Put: &connector.Connection{ID: "one", Name: "Contoso"}, Secrets: store.SecretChanges{RefreshToken: &token},
	}})
	inv, failed := inventory.Open(t.Context(), dir, inventory.Options{Logger: slog.New(slog.DiscardHandler)})
	if err := errors.Join(err, failed, s.Close()); err != nil {
		t.Fatal(err)
	}
	if err := inv.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// files is everything in a folder, with what would tell that it was changed.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			found[path] = info.Mode().String() + info.ModTime().String()
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return found
}

// setCentral sets a central database up.
func setCentral(server func(t *testing.T) string) func(t *testing.T, dir string) error {
	return func(t *testing.T, dir string) error {
		s, err := store.Open(t.Context(), dir, store.Options{})
		if err != nil {
			return err
		}
		err = s.SetCentral(t.Context(), store.Central{Server: server(t)}, store.CentralSecrets[*connector.Secret]{})
		return errors.Join(err, s.Close())
	}
}

// cutShort leaves the data directory as a restore does that was killed after the file with this
// name, if any, has made room.
func cutShort(away string) func(t *testing.T, dir string) error {
	return func(t *testing.T, dir string) error {
		s, err := store.Open(t.Context(), dir, store.Options{})
		if err != nil {
			return err
		}
		past, err := store.OpenHistory(t.Context(), dir, history.Options{})
		if err != nil {
			return err
		}
		backup, err := s.BackUp(t.Context())
		if err := errors.Join(err, past.Close(), s.Close()); err != nil {
			return err
		}
		copied, err := os.ReadFile(backup.Path)
		if err != nil {
			return err
		}
		const at = "20260101T000000Z"
		err = os.WriteFile(filepath.Join(dir, store.FileName+".restoring-"+at), copied, 0o600)
		if away == "" {
			return err
		}
		return errors.Join(err, os.Rename(filepath.Join(dir, away), filepath.Join(dir, away+".replaced-"+at)))
	}
}

func TestWhatIsWrongIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		spoil  func(t *testing.T, dir string) error
		check  string
		status Status
		want   string // in what is said
	}{
		"nothing":             {check: "connections", status: OK, want: "is whole"},
		"no central database": {check: "central", status: OK, want: "nothing is published"},
		"a central database that does not answer": {
			spoil: setCentral(func(*testing.T) string { return "127.0.0.1:1" }), check: "central", status: Warning, want: "127.0.0.1:1",
		},
		"a central database": {
			spoil: setCentral(func(t *testing.T) string {
				listener, err := net.Listen("tcp", "127.0.0.1:0")
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = listener.Close() })
				return listener.Addr().String()
			}), check: "central", status: OK, want: "Something answers at 127.0.0.1:",
		},
		"no backup":     {check: "backups", status: Warning, want: "there is none"},
		"a fitting key": {check: "key", status: OK, want: "it fits"},
		"a missing key": {
			spoil: func(_ *testing.T, dir string) error { return os.Remove(filepath.Join(dir, vault.FileName)) },
			check: "key", status: Failed, want: "no longer in the file",
		},
		"another key": {
			spoil: func(_ *testing.T, dir string) error {
				return os.WriteFile(filepath.Join(dir, vault.FileName), []byte("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"), 0o600)
			},
			check: "key", status: Failed, want: "another key",
		},
		"damaged connections": {
			spoil: func(_ *testing.T, dir string) error {
				return os.WriteFile(filepath.Join(dir, store.FileName), []byte(strings.Repeat("no database", 999)), 0o600)
			},
			check: "connections", status: Failed, want: "damaged or is not a database",
		},
		"a damaged inventory": {
			spoil: func(_ *testing.T, dir string) error {
				return os.WriteFile(filepath.Join(dir, "inventory.db"), []byte(strings.Repeat("no database", 999)), 0o600)
			},
			check: "inventory", status: Failed, want: "damaged",
		},
		"lost connections": {
			spoil: func(_ *testing.T, dir string) error {
				return errors.Join(os.Mkdir(filepath.Join(dir, "backups"), 0o700),
					os.Rename(filepath.Join(dir, store.FileName), filepath.Join(dir, "backups", "daily-20260101T000000Z.db")))
			},
			check: "connections", status: Failed, want: "Restore a backup",
		},
		"a restore that was cut short before its renames": {
			spoil: cutShort(""), check: "connections", status: Warning, want: "was cut short",
		},
		"a restore that was cut short when nothing was in its place": {
			spoil: cutShort(store.FileName), check: "connections", status: Warning, want: "finishes it",
		},
		"a restore that was cut short between those of the history": {
			spoil: cutShort(history.FileName), check: "history", status: Warning, want: "Do not restore",
		},
		"an old backup": {
			spoil: func(_ *testing.T, dir string) error {
				return errors.Join(os.Mkdir(filepath.Join(dir, "backups"), 0o700),
					os.WriteFile(filepath.Join(dir, "backups", "daily-20260101T000000Z.db"), nil, 0o600))
			},
			check: "backups", status: Warning, want: "the newest of 2026-01-01",
		},
		"an error in the log": {
			spoil: func(_ *testing.T, dir string) error {
				line := "time=" + time.Now().Format(time.RFC3339Nano) +
					` level=ERROR msg="import ended" task=4 connection="Contoso AG" status=failed error="reading \"users\": x"` + "\n"
				old := "time=" + time.Now().AddDate(0, 0, -2).Format(time.RFC3339Nano) + " level=ERROR msg=older\n"
				return os.WriteFile(filepath.Join(dir, app.LogFile), []byte(old+line+"time=x level=INFO msg=fine\n"), 0o600)
			},
			check: "log", status: Warning,
			want: "1 error in the last day, the last one: import ended, connection Contoso AG, error reading \"users\": x",
		},
		"no directory": {
			spoil: func(_ *testing.T, dir string) error { return os.RemoveAll(dir) },
			check: "data directory", status: Warning, want: "does not exist",
		},
		"a file for a directory": {
			spoil: func(_ *testing.T, dir string) error {
				return errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o600))
			},
			check: "data directory", status: Failed, want: "is a file",
		},
	} {
		t.Run("given "+name, func(t *testing.T) {
			dir := dataDirectory(t)
			if c.spoil != nil {
				if err := c.spoil(t, dir); err != nil {
					t.Fatal(err)
				}
			}
			before := files(t, dir)
			findings := Examine(t.Context(), Options{Dir: dir, Window: errors.New("no display")})
			found := findingOf(findings, c.check)
			if found.Status != c.status || !strings.Contains(found.Message+" "+found.Action+" "+found.Reference, c.want) {
				t.Errorf("%+v, want %s and %q", found, c.status, c.want)
			}
			if found.Status != OK && found.Action == "" {
				t.Errorf("%+v does not say what to do", found)
			}
			if failed := slices.ContainsFunc(findings, func(f Result) bool { return f.Status == Failed }); failed != (c.status == Failed) {
				t.Errorf("failed: %v: %+v", failed, findings)
			}
			after := files(t, dir)
			for path, was := range before {
				if after[path] != was {
					t.Errorf("%s was changed", path)
				}
			}
			if len(after) != len(before) {
				t.Errorf("%d files, and %d before", len(after), len(before))
			}
		})
	}
}

func findingOf(findings []Result, check string) Result {
	for _, f := range findings {
		if f.Check == check {
			return f
		}
	}
	return Result{}
}

func TestNobodyRunsWhatIsScheduled(t *testing.T) {
	e := &examination{Options: Options{Dir: t.TempDir()}, glanced: true, glance: store.Glance{Schedules: 1, Scheduled: 2}}
	e.schedules()
	if f := e.results[0]; f.Status != Warning || !strings.Contains(f.Message, "1 schedule for 2 connections, and nobody runs them") {
		t.Errorf("%+v", f)
	}
	release, err := lock.Scheduler(e.Dir, "service")
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	e.schedules()
	if f := e.results[1]; f.Status != OK || !strings.Contains(f.Message, "run by the service") {
		t.Errorf("%+v", f)
	}
}

func TestAProxysAccountIsNotTold(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://anne:secret@proxy:8080")
	t.Setenv("NO_PROXY", "localhost")
	findings := Examine(context.Background(), Options{Dir: filepath.Join(t.TempDir(), "none"), Window: errors.New("no display")})
	f := findingOf(findings, "proxy")
	if strings.Contains(f.Message, "secret") || strings.Contains(f.Message, "anne") ||
		!strings.Contains(f.Message, "HTTPS_PROXY=http://proxy:8080") {
		t.Errorf("%+v", f)
	}
}

func TestExamineGivenADirectoryThatIsCopiedToOtherComputers(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "OneDrive - Contoso", "beacon")
	if err := errors.Join(os.MkdirAll(filepath.Dir(dir), 0o700), os.Rename(dataDirectory(t), dir)); err != nil {
		t.Fatal(err)
	}
	found := findingOf(Examine(t.Context(), Options{Dir: dir, Window: errors.New("no display")}), "data directory")
	if found.Status != Warning || !strings.Contains(found.Message, "OneDrive copies") || found.Action == "" {
		t.Errorf("%+v", found)
	}
}
