//go:build !windows

package storetest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Unprivileged runs the test in a process of an account without privileges when
// it runs as root, whom no permission stops. The caller returns when it is true.
func Unprivileged(t *testing.T) (done bool) {
	t.Helper()
	if os.Geteuid() != 0 {
		return false
	}
	const nobody = 65534
	dir, err := os.MkdirTemp("", "unprivileged") // t.TempDir lies in a folder of root's
	Must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	Must(t, os.Chown(dir, nobody, nobody))
	program := filepath.Join(dir, "test") // and so does the program
	content, err := os.ReadFile(os.Args[0])
	Must(t, err)
	Must(t, os.WriteFile(program, content, 0o755))
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
