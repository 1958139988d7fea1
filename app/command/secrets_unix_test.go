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
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"inventorybeacon/connector/demotenant"
)

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
	do(exitDone, "connection", "add", "Proxied", "--refresh-token-file", write("0.no-token-at-all"), "--proxy-server", proxy.URL,
		"--proxy-username", "user")
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
