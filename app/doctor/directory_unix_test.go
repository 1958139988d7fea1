//go:build !windows

package doctor

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/datadir"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

func TestWhatOthersCanReachIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		files  []string
		mode   os.FileMode
		status Status
		want   string
	}{
		"the folder": {[]string{"."}, 0o755, Warning, ". has mode 0755"},
		"the key":    {[]string{vault.FileName}, 0o640, Failed, "beacon.key has mode 0640"},
		"the key and what comes after it": {
			[]string{vault.FileName, "inventory.db"},
			0o644, Failed,
			"the key of the secrets can be read by others: beacon.key has mode 0644 and inventory.db has mode 0644",
		},
		"connections": {[]string{store.FileName}, 0o604, Warning, "beacon.db has mode 0604"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := dataDirectory(t)
			for _, name := range c.files {
				if err := os.Chmod(filepath.Join(dir, name), c.mode); err != nil {
					t.Fatal(err)
				}
			}
			before := files(t, dir)
			found := findingOf(Examine(t.Context(), Options{Dir: dir, Window: errors.New("none")}), "modes")
			if after := files(t, dir); !maps.Equal(before, after) {
				t.Errorf("changed: %v, before: %v", after, before)
			}
			if found.Status != c.status || !strings.Contains(found.Message, c.want) || found.Action != "Close it with: chmod -R go-rwx "+
				connector.ShellWord(dir) {
				t.Errorf("%+v", found)
			}
			if changed := cmp.Diff(before, files(t, dir)); changed != "" {
				t.Errorf("it changed %s", changed)
			}
		})
	}
}

// What every command refuses is told by doctor in the same words, and not looked into:
// at a pipe one would wait for ever.
func TestWhatIsRefusedIsToldAsTheRefusalDoes(t *testing.T) {
	pipe := func(name string) func(dir string) error {
		return func(dir string) error {
			path := filepath.Join(dir, name)
			return errors.Join(os.RemoveAll(path), os.MkdirAll(filepath.Dir(path), 0o700), syscall.Mkfifo(path, 0o600))
		}
	}
	for name, spoil := range map[string]func(dir string) error{
		"a folder for all":            func(dir string) error { return os.Chmod(dir, 0o777) },
		"a key that is a pipe":        pipe(vault.FileName),
		"a history that is a pipe":    pipe("history.db"),
		"connections that are a pipe": pipe(store.FileName),
		"a lock that is a pipe":       pipe("locks/scheduler.lock"),
		"a link for the log":          func(dir string) error { return os.Symlink("elsewhere", filepath.Join(dir, "inventory-beacon.log")) },
		"a folder for the connections": func(dir string) error {
			path := filepath.Join(dir, store.FileName)
			return errors.Join(os.Remove(path), os.Mkdir(path, 0o700))
		},
		"a folder for the key": func(dir string) error {
			path := filepath.Join(dir, vault.FileName)
			return errors.Join(os.Remove(path), os.Mkdir(path, 0o700))
		},
		"a folder for a lock": func(dir string) error {
			path := filepath.Join(dir, "locks", "beacon.lock")
			return errors.Join(os.RemoveAll(path), os.Mkdir(path, 0o700))
		},
		"a file for the locks": func(dir string) error {
			path := filepath.Join(dir, "locks")
			return errors.Join(os.RemoveAll(path), os.WriteFile(path, nil, 0o600))
		},
	} {
		t.Run("given "+name, func(t *testing.T) {
			dir := dataDirectory(t)
			if err := spoil(dir); err != nil {
				t.Fatal(err)
			}
			before := files(t, dir)
			findings := Examine(t.Context(), Options{Dir: dir, Window: errors.New("none")})
			refusal := datadir.Make(dir)
			_, known := connector.MessageOf(refusal)
			advice := message.Explain(refusal)
			if found := findings[0]; !known || found.Status != Failed || found.Message != advice.Message || found.Action != advice.Action {
				t.Errorf("doctor says %+v, and the refusal %v", found, refusal)
			}
			if names, err := app.NamesAt(t.Context(), dir); err == nil || names.Connections != nil {
				t.Errorf("completion has looked into it: %v, %v", names, err)
			}
			if running := lock.SchedulerHolder(dir); running != nil {
				t.Errorf("the schedules are run by %v", running)
			}
			if after := files(t, dir); !maps.Equal(before, after) {
				t.Errorf("changed: %v, before: %v", after, before)
			}
		})
	}
}

func TestAFolderThatCannotBeWrittenIsFound(t *testing.T) {
	if storetest.Unprivileged(t) {
		return
	}
	for _, name := range []string{"locks", "backups", "staging"} {
		t.Run(name, func(t *testing.T) {
			dir := dataDirectory(t)
			folder := filepath.Join(dir, name)
			if err := errors.Join(os.MkdirAll(folder, 0o700), os.Chmod(folder, 0o500)); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = os.Chmod(folder, 0o700) })
			found := findingOf(Examine(t.Context(), Options{Dir: dir, Window: errors.New("none")}), "data directory")
			if found.Status != Failed || !strings.Contains(found.Message, folder) || found.Action == "" {
				t.Errorf("%+v", found)
			}
		})
	}
}

func TestADataDirectoryThatOthersCouldReplaceIsFound(t *testing.T) {
	dir := dataDirectory(t)
	if err := os.Chmod(filepath.Dir(dir), 0o777); err != nil {
		t.Fatal(err)
	}
	found := findingOf(Examine(t.Context(), Options{Dir: dir, Window: errors.New("none")}), "modes")
	if found.Status != Warning || !strings.Contains(found.Message, "it can write to "+filepath.Dir(dir)) || found.Action == "" {
		t.Errorf("%+v", found)
	}
}

// An import may need as much space as the inventory again.
func TestADiskWithLessSpaceThanTheInventoryIsFound(t *testing.T) {
	dir := dataDirectory(t)
	size := int64(store.FreeSpace(dir)) + 1<<30 // of which nothing is written
	if err := os.Truncate(filepath.Join(dir, "inventory.db"), size); err != nil {
		t.Fatal(err)
	}
	found := findingOf(Examine(t.Context(), Options{Dir: dir, Window: errors.New("none")}), "disk space")
	if found.Status == OK || found.Action == "" {
		t.Errorf("%+v", found)
	}
}

func TestWhatToDoWithoutADisplayIsSaidAlsoWhereNothingIsWrong(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	found := findingOf(Examine(t.Context(), Options{Dir: t.TempDir(), Window: errors.New("no display")}), "browser")
	if found.Status != OK || !strings.HasPrefix(found.Message, "There is no display here") ||
		!strings.Contains(found.Action, "paste the address") {
		t.Errorf("%+v", found)
	}
}
