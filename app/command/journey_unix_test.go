//go:build !windows

package command

import (
	"bytes"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

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
		if status != exitFailed || !strings.Contains(stderr, "in process "+strconv.Itoa(running.Process.Pid)) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("exit status %d: %s", status, stderr)
		}
		if status, _, stderr := run(t, dir, "connection", "delete", "Contoso"); status != exitFailed || !strings.Contains(stderr, "is running") {
			t.Errorf("deleting it: exit status %d: %s", status, stderr)
		}
	})
	if err := running.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if status := running.status(t); status != exitFailed {
		t.Errorf("exit status %d, want 1", status)
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

// overheard are the secrets that went over the wire.
type overheard struct {
	mu      sync.Mutex
	secrets map[string]bool
}

func (o *overheard) add(secret string) {
	if len(secret) < 6 {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.secrets == nil {
		o.secrets = map[string]bool{}
	}
	o.secrets[secret] = true
}

// listen takes the secrets from every request of a tenant.
func (o *overheard) listen(server *tenant) {
	server.Script(func(r *http.Request) *demotenant.Fault {
		o.add(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "))
		if r.Body != nil {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			if form, err := url.ParseQuery(string(body)); err == nil {
				for _, name := range []string{"refresh_token", "client_secret", "code", "code_verifier"} {
					o.add(form.Get(name))
				}
			}
		}
		return nil
	})
}

func TestNoSecretIsLeftAnywhere(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	var heard overheard
	heard.listen(server)
	const proxyPassword = "Pa55word-of-the-proxy"
	heard.add(proxyPassword)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Proxy-Authenticate", `Basic realm="proxy"`)
		w.WriteHeader(http.StatusProxyAuthRequired)
	}))
	defer proxy.Close()
	secretFile := filepath.Join(t.TempDir(), "secret")
	write := func(content string) string {
		if err := os.WriteFile(secretFile, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return secretFile
	}

	var said strings.Builder
	do := func(want int, args ...string) {
		t.Helper()
		p := start(t, dir, args...)
		if got := p.status(t); got != want {
			t.Errorf("%v: exit status %d, want %d\n%s", args, got, want, p.stderr.String())
		}
		said.WriteString(strings.Join(args, " ") + p.stdout.String() + p.stderr.String())
	}

	server.connect(t, dir, "Contoso")
	notes, err := paste(t.Context(), dir, "Contoso", []string{"nonsense"})
	if err != nil {
		t.Fatal(err)
	}
	// The address to open holds the state and the challenge, which are no secrets;
	// the pasted answer with the code is never repeated.
	said.WriteString(notes)
	do(exitDone, "connection", "test", "Contoso")
	do(exitDone, "import", "Contoso")
	do(exitDone, "import", "Contoso", "--json")
	do(exitDone, append([]string{
		"connection", "add", "Unattended", "--flow", "client-credentials", "--client-id", demotenant.ConfidentialClientID,
		"--client-secret-file", write(demotenant.ConfidentialClientSecret), "--cloud", "custom", "--token-endpoint", server.TenantTokenEndpoint(),
	}, "--graph-endpoint", server.GraphEndpoint())...)
	do(exitDone, "import", "Unattended")
	do(exitDone, "connection", "edit", "Unattended", "--client-secret-file", write("not-the-right-secret"))
	do(exitFailed, "import", "Unattended")
	do(exitDone, "connection", "add", "Proxied", "--refresh-token-file", write("0.no-token-at-all"), "--proxy-server", proxy.URL, "--proxy-username", "user")
	do(exitDone, "connection", "edit", "Proxied", "--proxy-password-file", write(proxyPassword))
	heard.add("0.no-token-at-all")
	do(exitFailed, "import", "Proxied")
	do(exitFailed, "connection", "test", "Proxied")
	server.RevokeAll()
	do(exitFailed, "import", "Contoso")
	for _, args := range [][]string{
		{"connection", "list", "--json"},
		{"connection", "show", "Contoso"},
		{"connection", "show", "Contoso", "--json"},
		{"connection", "show", "Unattended", "--json"},
		{"connection", "show", "Proxied", "--json"},
		{"task", "list", "--json"},
		{"task", "show", "1", "--json"},
		{"task", "show", "5", "--json"},
		{"inventory", "users", "--format", "csv"},
	} {
		do(exitDone, args...)
	}

	if len(heard.secrets) < 8 {
		t.Fatalf("only %d secrets were overheard: the journey is too short", len(heard.secrets))
	}
	for secret := range heard.secrets {
		if strings.Contains(said.String(), secret) {
			t.Errorf("%.12s... was printed", secret)
		}
	}
	searched := 0
	err = filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o, want 600", path, info.Mode().Perm())
		}
		content, err := os.ReadFile(path)
		searched++
		for secret := range heard.secrets {
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("%.12s... stands in %s", secret, filepath.Base(path))
			}
		}
		return err
	})
	if err != nil || searched < 4 {
		t.Errorf("%d files searched, %v", searched, err)
	}
}

func TestNoSecretIsAnArgumentOrVariable(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("arguments of other processes are read from /proc")
		return
	}
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	file := server.connect(t, dir, "Contoso")
	token, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	held := server.hold()
	running := start(t, dir, "import", "Contoso")
	<-held
	for _, name := range []string{"cmdline", "environ"} {
		content, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(running.Process.Pid), name))
		if err != nil || len(content) == 0 || bytes.Contains(content, token) {
			t.Errorf("%s: %v, or it holds the refresh token", name, err)
		}
	}
	if err := running.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	running.status(t)
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
	command := process(t.Context(), dir, "connection", "delete", "Contoso")
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
	setModes(t, dir, 0o555, 0o444)
	output, err := command.CombinedOutput()
	setModes(t, dir, 0o755, 0o600)
	if err == nil || command.ProcessState.ExitCode() != exitFailed {
		t.Fatalf("%v: %s", err, output)
	}
	if text := string(output); !strings.Contains(text, "no permission to write the data directory "+dir) || !strings.Contains(text, "nothing was changed") {
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

	failure := writeFile(old, func(w io.Writer) error {
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
