// Package openid signs in with the built program at an OpenID provider that the
// OpenID Foundation has certified, in every way there is, and imports with what
// it got. Linux, with npm, Xvfb and a Chromium.
//
//	cd bench && go test ./openid
package openid

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

const (
	clientID     = "11111111-2222-4333-8444-555555555555"
	nativeClient = "https://login.microsoftonline.com/common/oauth2/nativeclient"
	loopback     = "http://localhost"
	account      = "alex@contoso.example"
)

func TestSignInAtACertifiedProvider(t *testing.T) {
	program := build(t)
	cases := []struct {
		way, redirect string
		wrap          []string // what the program runs in
		finish        func(*run, *testing.T)
	}{
		{way: "none", redirect: nativeClient, finish: (*run).pastes},
		{way: "system", redirect: loopback, finish: (*run).waits},
		{way: "popup", redirect: nativeClient, wrap: []string{"xvfb-run", "--auto-servernum"}, finish: (*run).waits},
	}
	for _, c := range cases {
		t.Run(c.way, func(t *testing.T) {
			b := beacon{t: t, program: program, dir: t.TempDir(), provider: startProvider(t)}
			b.must(b.command("connection", "add", "Contoso", "--cloud", "custom", "--client-id", clientID, "--redirect-uri", c.redirect,
				"--authorization-endpoint", b.provider+"/auth", "--token-endpoint", b.provider+"/token", "--graph-endpoint", b.provider))
			signIn := b.command("connection", "sign-in", "Contoso", "--browser", c.way)
			signIn.Args = append(c.wrap, signIn.Args...)
			if len(c.wrap) > 0 {
				signIn.Path = look(t, c.wrap[0])
			}
			c.finish(start(t, signIn), t)

			b.shows(account, "connection", "show", "Contoso")
			b.shows("passed", "connection", "test", "Contoso")
			// The provider refuses a token that it has replaced: the second import
			// goes through only if the first has kept the new one.
			for range 2 {
				b.imports(2)
			}
		})
	}
}

// beacon is the program with a data directory of its own.
type beacon struct {
	t                      *testing.T
	program, dir, provider string
}

func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "inventory-beacon")
	command := exec.CommandContext(t.Context(), "go", "build", "-tags", "sqlite_fts5,headless", "-o", program, ".")
	command.Dir = "../.."
	if said, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return program
}

func (b beacon) command(arguments ...string) *exec.Cmd {
	command := exec.CommandContext(b.t.Context(), b.program, append([]string{"--data", b.dir}, arguments...)...)
	command.Env = append(os.Environ(), "INVENTORY_BEACON_KEY=file", "PATH="+browserOnPath(b.t)+":"+os.Getenv("PATH"))
	return command
}

func (b beacon) must(command *exec.Cmd) string {
	b.t.Helper()
	said, err := command.CombinedOutput()
	if err != nil {
		b.t.Fatalf("%s: %v\n%s", strings.Join(command.Args[3:], " "), err, said)
	}
	return string(said)
}

func (b beacon) shows(words string, arguments ...string) {
	b.t.Helper()
	if said := b.must(b.command(arguments...)); !strings.Contains(said, words) {
		b.t.Errorf("%s does not say %q:\n%s", strings.Join(arguments, " "), words, said)
	}
}

func (b beacon) imports(users int) {
	b.t.Helper()
	command := b.command("import", "Contoso", "--json")
	said, err := command.Output()
	if err != nil {
		b.t.Fatalf("import: %v\n%s", err, said)
	}
	var got struct{ Users struct{ Total int } }
	if err := json.Unmarshal(said, &got); err != nil {
		b.t.Fatal(err)
	}
	if got.Users.Total != users {
		b.t.Errorf("imported %d users, want %d:\n%s", got.Users.Total, users, said)
	}
}

// startProvider installs and starts the provider, and returns its address.
func startProvider(t *testing.T) string {
	t.Helper()
	install := exec.CommandContext(t.Context(), "npm", "install", "--no-audit", "--no-fund", "--silent")
	if said, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm install: %v\n%s", err, said)
	}
	command := exec.CommandContext(t.Context(), "node", "provider.mjs", clientID, nativeClient, loopback)
	var said bytes.Buffer
	command.Stderr = &said
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Wait() // ended by the test's context
		if t.Failed() {
			t.Logf("the provider said:\n%s", &said)
		}
	})
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the provider did not start: %v", err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return strings.TrimSpace(address)
}

// run is a sign-in under way on the console.
type run struct {
	command *exec.Cmd
	input   io.WriteCloser
	output  *bufio.Reader
}

func start(t *testing.T, command *exec.Cmd) *run {
	t.Helper()
	input, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return &run{command: command, input: input, output: bufio.NewReader(output)}
}

// waits waits until the program has signed in by itself.
func (r *run) waits(t *testing.T) {
	t.Helper()
	said, _ := io.ReadAll(r.output)
	if err := r.command.Wait(); err != nil {
		t.Fatalf("sign-in: %v\n%s", err, said)
	}
}

// pastes signs in at the address that the program prints, and answers with
// where that ended.
func (r *run) pastes(t *testing.T) {
	t.Helper()
	for {
		line, err := r.output.ReadString('\n')
		if err != nil {
			t.Fatalf("the program prints no address: %v", err)
		}
		if address := strings.TrimSpace(line); strings.HasPrefix(address, "http") {
			fmt.Fprintln(r.input, signInAt(t, address))
			break
		}
	}
	r.waits(t)
}

// browserOnPath is a folder with a default browser: this test, which presses the
// buttons of the pages.
func browserOnPath(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\nSIGN_IN_AT=\"$1\" exec " + self + " -test.run '^TestBrowser$'\n"
	for _, name := range []string{"xdg-open", "x-www-browser", "www-browser"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestBrowser is the default browser of the program under test, when it is asked
// to be one.
func TestBrowser(t *testing.T) {
	if address := os.Getenv("SIGN_IN_AT"); address != "" {
		signInAt(t, address)
	}
}

// signInAt signs in as a browser without a window does, and returns where it
// ended: at an address of this computer, which it has opened, or at the first
// one elsewhere.
func signInAt(t *testing.T, address string) string {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	browser := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	method := http.MethodGet
	for range 30 {
		request, err := http.NewRequestWithContext(ctx, method, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := browser.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		page, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		method = http.MethodGet
		next, err := answer.Location()
		switch {
		case err == nil && strings.HasPrefix(next.String(), nativeClient):
			return next.String()
		case err == nil:
			address = next.String()
		case buttonPage.Match(page):
			method = http.MethodPost
		default:
			return address
		}
	}
	t.Fatalf("the sign-in does not end; last at %s", (&url.URL{Path: address}).Redacted())
	return ""
}

var buttonPage = regexp.MustCompile(`<button>`)

func look(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}
