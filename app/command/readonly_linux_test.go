package command

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"inventorybeacon/app/command/console"
	"inventorybeacon/connector/demotenant"
)

// readOnlyTwin mounts a folder a second time, so that it can only be read there. Without the right to
// mount it returns false.
func readOnlyTwin(t *testing.T, folder string) (twin string, mounted bool) {
	t.Helper()
	twin = t.TempDir()
	err := syscall.Mount(folder, twin, "", syscall.MS_BIND, "")
	if errors.Is(err, os.ErrPermission) {
		return "", false
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(twin, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	if err := syscall.Mount("", twin, "", syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	return twin, true
}

func TestOnAReadOnlyFileSystemWhatOnlyReadsWorks(t *testing.T) {
	server := newTenant(t, demotenant.Options{Users: 60})
	dir := filepath.Join(t.TempDir(), "data")
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	twin, mounted := readOnlyTwin(t, dir)
	if !mounted {
		return
	}
	reading := [][]string{
		{"inventory", "users"},
		{"inventory", "licenses"},
		{"inventory", "reclaim"},
		{"inventory", "changes"},
		{"inventory", "overview"},
		{"inventory", "kept"},
		{"connection", "list"},
		{"schedule", "list"},
		{"task", "list"},
		{"task", "show", "Contoso"},
		{"notify", "list"},
		{"view", "list"},
		{"config", "export"},
	}
	for given, prepare := range map[string]func(t *testing.T){
		"everything":                    func(*testing.T) {},
		"no locks were ever made there": func(t *testing.T) { remove(t, filepath.Join(dir, "locks")) },
		"another process writes it": func(t *testing.T) {
			_, done, err := console.OpenDir(t.Context(), dir, console.Opening{})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(done)
		},
	} {
		t.Run("given "+given, func(t *testing.T) {
			prepare(t)
			for _, args := range reading {
				status, stdout, stderr := run(t, twin, args...)
				_, want, _ := run(t, dir, args...)
				if status != exitDone || strings.Count(stdout, "\n") != strings.Count(want, "\n") {
					t.Errorf("%v: exit status %d\n%s%s", args, status, stdout, stderr)
				}
				if !strings.Contains(stderr, twin+" is on a file system that can only be read") {
					t.Errorf("%v does not say so: %s", args, stderr)
				}
			}
		})
	}
	for _, args := range [][]string{
		{"connection", "delete", "Contoso", "--yes"}, {"import", "Contoso"}, {"backup", "create"}, {"key", "rotate"}, {"serve"},
	} {
		status, _, stderr := run(t, twin, args...)
		if status != exitFailed || strings.Count(stderr, "can only be read") != 1 {
			t.Errorf("%v: exit status %d\n%s", args, status, stderr)
		}
	}
	if list := succeed(t, dir, "connection", "list"); !strings.Contains(list, "Contoso") {
		t.Errorf("the connection is gone: %s", list)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
}
