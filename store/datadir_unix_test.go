//go:build !windows

package store

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/folder"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// unprivileged runs the test in a process of an account without privileges when
// it runs as root, whom no permission stops. The caller returns when it is true.
func unprivileged(t *testing.T) (done bool) {
	t.Helper()
	if os.Geteuid() != 0 {
		return false
	}
	const nobody = 65534
	dir, err := os.MkdirTemp("", "unprivileged") // t.TempDir lies in a folder of root's
	storetest.Must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	storetest.Must(t, os.Chown(dir, nobody, nobody))
	program := filepath.Join(dir, "test") // and so does the program
	content, err := os.ReadFile(os.Args[0])
	storetest.Must(t, err)
	storetest.Must(t, os.WriteFile(program, content, 0o755))
	command := exec.Command(program, "-test.run=^"+t.Name()+"$", "-test.v")
	command.Env = append(os.Environ(), "TMPDIR="+dir, "HOME="+dir)
	command.Dir = dir
	command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	output, err := command.CombinedOutput()
	if err != nil || !strings.Contains(string(output), "--- PASS: "+t.Name()) {
		t.Errorf("%v\n%s", err, output)
	}
	return true
}

func TestFolderWithoutPermission(t *testing.T) {
	if unprivileged(t) {
		return
	}
	dir, ring := stored(t, storetest.NewMemoryKeyring()), storetest.NewMemoryKeyring()
	storetest.Must(t, os.RemoveAll(filepath.Join(dir, lock.Folder)))
	storetest.Must(t, os.Chmod(dir, 0o500))
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	before, err := os.ReadFile(filepath.Join(dir, FileName))
	storetest.Must(t, err)

	err = CheckWritable(dir)
	advice := storetest.WantError[*NotWritableError](t, err).Advice()
	if !strings.Contains(advice.Message, dir) || strings.Contains(advice.Action, "sudo") || !strings.Contains(advice.Action, "permission") {
		t.Errorf("advice %+v", advice)
	}
	_, err = DataDir(filepath.Join(dir, "below"))
	storetest.WantError[*NotWritableError](t, err)
	_, err = Open(t.Context(), dir, Options{Keyring: ring})
	storetest.WantError[*sqlite.NotWritableError](t, err)
	_, err = lock.Connection(dir, "id")
	storetest.WantError[*sqlite.NotWritableError](t, err)

	after, err := os.ReadFile(filepath.Join(dir, FileName))
	storetest.Must(t, err)
	entries, err := os.ReadDir(dir)
	storetest.Must(t, err)
	if string(before) != string(after) || len(entries) != 1 {
		t.Errorf("changed: %v", entries)
	}
}

func TestDataDirInAFolderOfRootsNamesRoot(t *testing.T) {
	if unprivileged(t) {
		return
	}
	if info, err := os.Stat("/root"); err != nil || info.Mode().Perm()&0o001 != 0 {
		return // it keeps nobody out here
	}
	for _, dir := range []string{"/root/data", "/root/data/below"} {
		_, err := DataDir(dir)
		if advice := storetest.WantError[*folder.OwnerError](t, err).Advice(); !strings.Contains(advice.Action, "Run it as root") {
			t.Errorf("advice %+v", advice)
		}
	}
}

func TestFileWithoutPermission(t *testing.T) {
	if unprivileged(t) {
		return
	}
	dir := stored(t, storetest.NewMemoryKeyring())
	storetest.Must(t, os.Chmod(filepath.Join(dir, FileName), 0o400))
	storetest.WantError[*NotWritableError](t, CheckWritable(dir))
	_, err := Open(t.Context(), dir, Options{Keyring: storetest.NewMemoryKeyring()})
	storetest.WantError[*sqlite.NotWritableError](t, err)
}

func TestKeyFileWithoutPermission(t *testing.T) {
	if unprivileged(t) {
		return
	}
	t.Setenv(vault.Variable, "file")
	dir := stored(t, storetest.NewMemoryKeyring())
	storetest.Must(t, os.Chmod(filepath.Join(dir, vault.FileName), 0))
	s := openStore(t, dir, storetest.NewMemoryKeyring())
	_, err := s.Secrets(t.Context(), "id")
	if problem := storetest.WantError[*vault.KeyError](t, err); problem.Problem != vault.Unavailable {
		t.Errorf("problem %d", problem.Problem)
	}
	if advice, _ := connector.AdviceOf(err); !strings.Contains(advice.Message, vault.FileName) {
		t.Errorf("advice %+v", advice)
	}
}

func TestElevatedIsRoot(t *testing.T) {
	if Elevated() != (os.Geteuid() == 0) {
		t.Error("Elevated is wrong")
	}
	if err := RestartElevated(nil); err == nil {
		t.Errorf("restarted on %s", runtime.GOOS)
	}
}
