//go:build !windows

package command

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"inventorybeacon/app/outputfile"
	"inventorybeacon/connector/demotenant"
)

// started is the program in a process of its own.
type started struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
}

func start(t *testing.T, dir string, args ...string) *started {
	t.Helper()
	s := &started{Cmd: process(t.Context(), dir, args...)}
	s.Stdout, s.Stderr = &s.stdout, &s.stderr
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	return s
}

// status waits for the end.
func (s *started) status(t *testing.T) int {
	t.Helper()
	if err := s.Wait(); err != nil && s.ProcessState == nil {
		t.Fatal(err)
	}
	return s.ProcessState.ExitCode()
}

func TestInterruptCancelsTheImport(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	before := succeed(t, dir, "inventory", "users", "--json")

	held := server.hold()
	running := start(t, dir, "import", "Contoso", "--json")
	<-held

	t.Run("given another process imports it too", func(t *testing.T) {
		status, _, stderr := run(t, dir, "import", "Contoso")
		if status != exitBusy || !strings.Contains(stderr, "in process "+strconv.Itoa(running.Process.Pid)) ||
			!strings.Contains(stderr, "task cancel Contoso\n") ||
			strings.Count(stderr, "\n") != 2 {
			t.Errorf("exit status %d: %s", status, stderr)
		}
		if status, _, stderr := run(t, dir, "connection", "delete", "Contoso", "--yes"); status != exitBusy ||
			!strings.Contains(stderr, "is running") {
			t.Errorf("deleting it: exit status %d: %s", status, stderr)
		}
	})
	if err := running.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if status := running.status(t); status != exitSignal+int(syscall.SIGINT) {
		t.Errorf("exit status %d, want 130", status)
	}
	if text := running.stdout.String(); !strings.Contains(text, `"status": "cancelled"`) {
		t.Errorf("the result: %s", text)
	}
	if text := running.stderr.String(); strings.Count(text, "The import was cancelled; the inventory is as it was before.") != 1 {
		t.Errorf("standard error: %s", text)
	}
	if after := succeed(t, dir, "inventory", "users", "--json"); after != before {
		t.Error("the cancelled import has changed the inventory")
	}
	if tasks := succeed(t, dir, "task", "list"); !strings.Contains(tasks, "cancelled") {
		t.Errorf("tasks: %s", tasks)
	}
}

func TestTheTenantIsServedUntilItIsInterrupted(t *testing.T) {
	serving := process(t.Context(), t.TempDir(), "tenant", "--users", "60", "--latency", "1ms")
	output, err := serving.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serving.Start(); err != nil {
		t.Fatal(err)
	}
	table, err := (&terminal{from: output}).until(demotenant.ClientID + "\n")
	if err != nil {
		t.Fatal(err)
	}
	flags, dir := []string{"connection", "add", "Contoso", "--cloud", "custom"}, t.TempDir()
	for label, flag := range map[string]string{
		"Authorization Endpoint": "--authorization-endpoint", "Token Endpoint": "--token-endpoint",
		"Graph Endpoint": "--graph-endpoint", "Redirect URI": "--redirect-uri",
	} {
		_, rest, found := strings.Cut(table, label)
		if !found {
			t.Fatalf("no %s in\n%s", label, table)
		}
		flags = append(flags, flag, strings.Fields(rest)[0])
	}
	succeed(t, dir, flags...)
	if notes, err := paste(t.Context(), dir, "Contoso", nil); err != nil {
		t.Fatalf("%v\n%s", err, notes)
	}
	if result := succeed(t, dir, "import", "Contoso", "--json"); !strings.Contains(result, `"total": 60`) {
		t.Errorf("the import: %s", result)
	}
	if err := serving.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := serving.Wait(); err != nil {
		t.Errorf("the interrupted tenant: %v", err)
	}
}

func TestAKilledImportIsInterruptedAndGoesOn(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	held := server.hold()
	running := start(t, dir, "import", "Contoso")
	<-held
	if err := running.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	running.status(t)
	if tasks := succeed(t, dir, "task", "list"); !strings.Contains(tasks, "interrupted") {
		t.Errorf("tasks: %s", tasks)
	}
	server.fail("", nil)
	succeed(t, dir, "import", "Contoso")
}

func TestADataDirectoryThatMayNotBeWritten(t *testing.T) {
	server := newTenant(t, demotenant.Options{Users: 60})
	// A folder and a program that an account without privileges reaches: root is
	// stopped by no permission.
	root, err := os.MkdirTemp("", "read-only")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(root) })
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(root, "data")
	server.connect(t, dir, "Contoso")
	command := process(t.Context(), dir, "connection", "delete", "Contoso", "--yes")
	if os.Geteuid() == 0 {
		const nobody = 65534
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		command.Path = filepath.Join(root, program)
		content, err := os.ReadFile("/proc/self/exe")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(command.Path, content, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	command.Dir = root
	if os.Geteuid() == 0 {
		if err := giveAway(dir, 65534); err != nil {
			t.Fatal(err)
		}
	}
	setModes(t, dir, 0o555, 0o444)
	output, err := command.CombinedOutput()
	setModes(t, dir, 0o755, 0o600)
	if err := giveAway(dir, os.Geteuid()); err != nil {
		t.Fatal(err)
	}
	if err == nil || command.ProcessState.ExitCode() != exitFailed {
		t.Fatalf("%v: %s", err, output)
	}
	if text := string(output); !strings.Contains(text, "no permission to write the data directory "+dir) ||
		!strings.Contains(text, "nothing was changed") {
		t.Errorf("it says %s", text)
	}
	if list := succeed(t, dir, "connection", "list"); !strings.Contains(list, "Contoso") {
		t.Errorf("the connection is gone: %s", list)
	}
}

func setModes(t *testing.T, dir string, folder, file fs.FileMode) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.Chmod(path, folder)
		}
		return os.Chmod(path, file)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnExportThatFailsLeavesTheOldFile(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	folder := t.TempDir()
	old := filepath.Join(folder, "users.csv")
	if err := os.WriteFile(old, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(folder, "link.csv")
	if err := os.Symlink(old, link); err != nil {
		t.Fatal(err)
	}

	failure := outputfile.Write(old, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return io.ErrUnexpectedEOF
	})
	if content, err := os.ReadFile(old); failure == nil || err != nil || string(content) != "old" {
		t.Errorf("after the failed export: %q, %v, %v", content, err, failure)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 2 {
		t.Errorf("files stayed behind: %v, %v", left, err)
	}
	succeed(t, dir, "inventory", "users", "--format", "csv", "--output", link)
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link was replaced: %v, %v", info, err)
	}
	if info, err := os.Stat(old); err != nil || info.Mode().Perm() != 0o640 || info.Size() < 1000 {
		t.Errorf("the file behind the link: %v, %v", info, err)
	}

	pipe := filepath.Join(folder, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	read := make(chan string)
	go func() {
		content, _ := os.ReadFile(pipe)
		read <- string(content)
	}()
	succeed(t, dir, "inventory", "users", "--format", "csv", "--output", pipe)
	if got := <-read; !strings.Contains(got, "@contoso.example") {
		t.Errorf("%d bytes came out of the pipe", len(got))
	}
}
