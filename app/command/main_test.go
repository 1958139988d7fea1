package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"inventorybeacon/app/command/console"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365"
)

// program is the name under which the test binary is the program itself.
const program = "inventory-beacon"

func TestMain(m *testing.M) {
	for name, value := range map[string]string{
		"INVENTORY_BEACON_KEY": "file",
		"GORACE":               "atexit_sleep_ms=0", // else each process under the race detector takes a second to end
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	testscript.Main(m, map[string]func(){program: func() {
		ctx, stop := UntilSignal(context.Background(), EndSignals()...)
		status := Run(ctx, os.Args[1:], console.Streams{In: os.Stdin, Out: StandardOutput(), Err: os.Stderr}, nil)
		stop()
		os.Exit(status)
	}})
}

// process is the program, to be run as a process of its own on a data directory.
func process(ctx context.Context, dir string, args ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Args = append([]string{program}, args...)
	cmd.Env = append(os.Environ(), "INVENTORY_BEACON_DATA="+dir)
	return cmd
}

// run runs the program in this process.
func run(t testing.TB, dir string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, notes bytes.Buffer
	status = Run(t.Context(), append([]string{"--data", dir}, args...), console.Streams{In: strings.NewReader(""), Out: &out, Err: &notes},
		nil)
	return status, out.String(), notes.String()
}

// succeed runs the program and returns its output.
func succeed(t testing.TB, dir string, args ...string) string {
	t.Helper()
	status, stdout, stderr := run(t, dir, args...)
	if status != exitDone {
		t.Fatalf("%v: exit status %d\n%s%s", args, status, stdout, stderr)
	}
	return stdout
}

// tenant is a demonstration tenant for scripts and tests.
type tenant struct {
	*demotenant.Server

	mu   sync.Mutex
	held chan struct{}
}

func startTenant(o demotenant.Options) (*tenant, error) {
	server, err := demotenant.Start(context.Background(), "127.0.0.1:0", o)
	return &tenant{Server: server}, err
}

func newTenant(t testing.TB, o demotenant.Options) *tenant {
	t.Helper()
	tenant, err := startTenant(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tenant.Close() })
	return tenant
}

// endpoints are the flags of a connection to the tenant.
func (s *tenant) endpoints() []string {
	return []string{
		"--cloud", "custom", "--token-endpoint", s.TokenEndpoint(), "--authorization-endpoint", s.AuthorizationEndpoint(),
		"--redirect-uri", s.RedirectURI(), "--graph-endpoint", s.GraphEndpoint(),
	}
}

// refreshToken signs in as the administrator.
func (s *tenant) refreshToken(ctx context.Context) (connector.Secret, error) {
	source := microsoft365.New(microsoft365.Options{Clouds: []connector.Cloud{s.Cloud()}})
	access := connector.Access{Connection: source.Defaults(connector.CloudDemonstration)}
	_, token, err := source.SignIn(ctx, access, connector.SignInNone, browser{})
	return token, err
}

// browser signs in to the tenant as the administrator.
type browser struct{}

func (browser) Status(connector.Message) {}

func (browser) Words(m connector.Message) (connector.Advice, string) {
	return connector.Advice{Message: m.ID}, "en"
}

func (browser) Address(string) bool { return false }

func (browser) Answer(ctx context.Context, address string, problem connector.Message) (string, error) {
	if problem.ID != "" {
		return "", errors.New(problem.String())
	}
	return demotenant.NewVisitor().SignIn(ctx, address)
}

// connect adds a connection to the tenant, with a refresh token, and returns the
// file with the token.
func (s *tenant) connect(t testing.TB, dir, name string) (tokenFile string) {
	t.Helper()
	token, err := s.refreshToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tokenFile = filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(tokenFile, []byte(token.Reveal()), 0o600); err != nil {
		t.Fatal(err)
	}
	succeed(t, dir, append([]string{"connection", "add", name, "--refresh-token-file", tokenFile}, s.endpoints()...)...)
	return tokenFile
}

// hold makes the tenant keep every request for users waiting until it is given
// up. The channel is closed when the first has come.
func (s *tenant) hold() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	held := make(chan struct{})
	s.held = held
	come := sync.OnceFunc(func() { close(held) })
	s.Script(func(r *http.Request) *demotenant.Fault {
		if r.URL.Path != "/v1.0/users" {
			return nil
		}
		come()
		<-r.Context().Done()
		return nil
	})
	return held
}

// fail makes the tenant answer requests whose path contains match with a fault.
func (s *tenant) fail(match string, fault *demotenant.Fault) {
	s.Script(func(r *http.Request) *demotenant.Fault {
		if strings.Contains(r.URL.Path, match) {
			return fault
		}
		return nil
	})
}

var dayOfReport = regexp.MustCompile(`\b20\d\d-\d\d-\d\d\b`)

// faults are the ways to fail that scripts name.
var faults = map[string]*demotenant.Fault{
	"401":      {Status: http.StatusUnauthorized},
	"403":      {Status: http.StatusForbidden},
	"404":      {Status: http.StatusNotFound},
	"500":      {Status: http.StatusInternalServerError},
	"html":     {HTML: true},
	"truncate": {Truncate: 300},
	"columns":  {DropColumns: []string{"User Principal Name"}},
	"dates":    {Edit: func(body []byte) []byte { return dayOfReport.ReplaceAll(body, []byte("11/26/2026")) }},
	"none":     nil,
}

// paste signs in with --browser none, as somebody does who pastes some wrong
// answers and then the right one. It returns what the program wrote.
func paste(ctx context.Context, dir, name string, wrong []string) (notes string, err error) {
	cmd := process(ctx, dir, "connection", "sign-in", name, "--browser", "none")
	input, err := cmd.StdinPipe()
	if err != nil {
		return "", err
	}
	output, err := cmd.StderrPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	var all bytes.Buffer
	terminal := &terminal{from: io.TeeReader(output, &all)}
	address, err := terminal.until("Enter:\n")
	if err == nil {
		_, address, _ = strings.Cut(address, "\n\n")
		address, _, _ = strings.Cut(address, "\n")
		err = answer(ctx, input, terminal, address, wrong)
	}
	_, _ = io.Copy(io.Discard, terminal.from)
	return all.String(), errors.Join(err, input.Close(), cmd.Wait())
}

func answer(ctx context.Context, input io.Writer, terminal *terminal, address string, wrong []string) error {
	for _, text := range wrong {
		if _, err := fmt.Fprintln(input, text); err != nil {
			return err
		}
		if _, err := terminal.until("Enter:\n"); err != nil {
			return err
		}
	}
	right, err := demotenant.NewVisitor().SignIn(ctx, address)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(input, "  \"%s\"\r\n", right) // as it is pasted from a mail
	return err
}

// terminal reads what a program writes until it waits for an answer.
type terminal struct{ from io.Reader }

func (t *terminal) until(end string) (string, error) {
	var text []byte
	one := make([]byte, 1)
	for !strings.HasSuffix(string(text), end) {
		if _, err := io.ReadFull(t.from, one); err != nil {
			return "", fmt.Errorf("the program ended after %q: %w", text, err)
		}
		text = append(text, one[0])
	}
	return string(text), nil
}
