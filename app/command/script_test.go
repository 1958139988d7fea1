package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"inventorybeacon/app"
	"inventorybeacon/connector/demotenant"
)

// TestScripts runs the files of testdata, each in a folder of its own, with testscript
// (github.com/rogpeppe/go-internal/testscript), whose commands they use beside those of
// scriptCommands.
func TestScripts(t *testing.T) {
	folder := build(t)
	setUp := func(env *testscript.Env) error {
		setUpScript(env, folder)
		return nil
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata", Setup: setUp, Cmds: scriptCommands(), RequireExplicitExec: true,
		RequireUniqueNames: true,
	})
}

// build builds the program, without a window, into a folder. Scripts start it some thousand
// times; with the race detector, which the tests have, each start takes four times as long.
func build(t *testing.T) (folder string) {
	t.Helper()
	const root = "../.."
	if _, err := os.ReadDir(root); err != nil { // which tells the go command that this test depends on it
		t.Fatal(err)
	}
	folder = t.TempDir()
	command := exec.Command("go", "build", "-buildvcs=false", "-tags", "sqlite_fts5,headless", "-o", filepath.Join(folder, program), ".")
	command.Dir = root
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, output)
	}
	return folder
}

// setUpScript lets a script find the program in a folder, and nothing of this account.
func setUpScript(env *testscript.Env, folder string) {
	env.Values[tenantKey{}] = &scriptTenant{}
	for name, value := range map[string]string{
		"PATH": folder + string(filepath.ListSeparator) + env.Getenv("PATH"),
		"HOME": env.WorkDir, "INVENTORY_BEACON_KEY": "file", "INVENTORY_BEACON_DATA": filepath.Join(env.WorkDir, "data"),
		"LONG100": strings.Repeat("é", 100), "LONG101": strings.Repeat("é", 101),
	} {
		env.Setenv(name, value)
	}
}

// scriptCommands are who runs the program in a script, and against what.
func scriptCommands() map[string]func(ts *testscript.TestScript, neg bool, args []string) {
	positive := func(command func(ts *testscript.TestScript, args []string)) func(*testscript.TestScript, bool, []string) {
		return func(ts *testscript.TestScript, neg bool, args []string) {
			if neg {
				ts.Fatalf("this command has no opposite")
			}
			command(ts, args)
		}
	}
	return map[string]func(*testscript.TestScript, bool, []string){
		"exits":   positive(exits),
		"tenant":  positive(serveTenant),
		"token":   positive(writeToken),
		"connect": positive(connectTo),
		"fault":   positive(setFault),
		"revoke":  positive(func(ts *testscript.TestScript, _ []string) { tenantOf(ts).RevokeAll() }),
		"paste":   positive(pasteAnswers),
		"keys":    positive(checkKeys),
		"proxy":   positive(refusingProxy),
		"port":    positive(closedPort),
		"users":   positive(countUsers),
		"website": positive(serveFolder),
		"hook":    positive(receiveWebhooks),
		"newer":   positive(makeNewer),

		"newest-backup": positive(nameNewestBackup),
		"newest-kept":   positive(nameNewestKept),
		"env-file":      positive(fillIn),
	}
}

// tenantKey finds the scriptTenant of a script.
type tenantKey struct{}

// scriptTenant is the tenant of a script, once there is one.
type scriptTenant struct{ tenant *tenant }

func tenantOf(ts *testscript.TestScript) *tenant {
	of := ts.Value(tenantKey{}).(*scriptTenant)
	if of.tenant == nil {
		ts.Fatalf("the script has no tenant yet")
	}
	return of.tenant
}

// exits runs the program, which must end with the status: exits STATUS ARGUMENT...
func exits(ts *testscript.TestScript, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var failed *exec.ExitError
	if err := ts.Exec(program, args[1:]...); errors.As(err, &failed) {
		got = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// serveTenant starts the script's tenant: tenant USERS [concealed|forbidden|certificate]
func serveTenant(ts *testscript.TestScript, args []string) {
	users, err := strconv.Atoi(args[0])
	ts.Check(err)
	options := demotenant.Options{
		Users: users, ConcealNames: slices.Contains(args, "concealed"), ReportsForbidden: slices.Contains(args, "forbidden"),
	}
	if slices.Contains(args, "certificate") {
		options.Apps = append(options.Apps, certifiedApp(ts))
	}
	server, err := startTenant(options)
	ts.Check(err)
	ts.Defer(func() { _ = server.Close() })
	ts.Value(tenantKey{}).(*scriptTenant).tenant = server
	ts.Setenv("TOKEN_ENDPOINT", server.TokenEndpoint())
	ts.Setenv("TENANT_TOKEN_ENDPOINT", server.TenantTokenEndpoint())
	ts.Setenv("AUTHORIZATION_ENDPOINT", server.AuthorizationEndpoint())
	ts.Setenv("REDIRECT_URI", server.RedirectURI())
	ts.Setenv("GRAPH_ENDPOINT", server.GraphEndpoint())
	ts.Setenv("CONFIDENTIAL_ID", demotenant.ConfidentialClientID)
	ts.Check(os.WriteFile(ts.MkAbs("client-secret"), []byte(demotenant.ConfidentialClientSecret+"\n"), 0o600))
	// As Windows' editors write it.
	ts.Check(os.WriteFile(ts.MkAbs("latin1"), []byte("geh\xe4im\r\n"), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("marked"), []byte("\ufeff"+demotenant.ConfidentialClientSecret+"\r\n"), 0o600))
}

// writeToken signs in and writes the refresh token: token FILE
func writeToken(ts *testscript.TestScript, args []string) {
	token, err := tenantOf(ts).refreshToken(context.Background())
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(token.Reveal()+"\n"), 0o600))
}

// connectTo adds a connection to the tenant with a refresh token: connect NAME
func connectTo(ts *testscript.TestScript, args []string) {
	writeToken(ts, []string{".token"})
	flags := append([]string{"connection", "add", args[0], "--refresh-token-file", ts.MkAbs(".token")}, tenantOf(ts).endpoints()...)
	ts.Check(ts.Exec(program, flags...))
}

// setFault makes requests fail until the next fault, or the next one alone:
// fault PATH KIND [once]
func setFault(ts *testscript.TestScript, args []string) {
	fault, known := faults[args[1]]
	switch {
	case !known:
		ts.Fatalf("no fault %q", args[1])
	case len(args) == 3:
		tenantOf(ts).fail(args[0], nil)
		tenantOf(ts).Inject(args[0], *fault)
	default:
		tenantOf(ts).fail(args[0], fault)
	}
}

// pasteAnswers signs in with wrong answers before the right one, and writes what
// the program said to the file paste.log: paste NAME WRONG...
func pasteAnswers(ts *testscript.TestScript, args []string) {
	notes, err := paste(context.Background(), ts.Getenv("INVENTORY_BEACON_DATA"), args[0], args[1:])
	ts.Check(os.WriteFile(ts.MkAbs("paste.log"), []byte(notes), 0o600))
	if err != nil {
		ts.Fatalf("%v\n%s", err, notes)
	}
}

// checkKeys compares the keys of a JSON object, or of every object of an array,
// with the given ones, order included: keys FILE KEY...
func checkKeys(ts *testscript.TestScript, args []string) {
	text := bytes.TrimSpace([]byte(strings.TrimPrefix(ts.ReadFile(args[0]), "\ufeff")))
	objects := []json.RawMessage{text}
	if text[0] == '[' {
		ts.Check(json.Unmarshal(text, &objects))
	}
	if len(objects) == 0 {
		ts.Fatalf("there are no objects")
	}
	for _, object := range objects {
		got, err := keysOf(object)
		ts.Check(err)
		if !slices.Equal(got, args[1:]) {
			ts.Fatalf("keys %q, want %q", got, args[1:])
		}
	}
}

// keysOf are the keys of an object in their order.
func keysOf(object []byte) ([]string, error) {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil, fmt.Errorf("%v, %w", start, err)
	}
	var keys []string
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
		keys = append(keys, key.(string))
	}
	return keys, nil
}

// refusingProxy serves a proxy that lets nobody through: proxy STATUS
func refusingProxy(ts *testscript.TestScript, args []string) {
	status, err := strconv.Atoi(args[0])
	ts.Check(err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Proxy-Authenticate", `Basic realm="proxy"`)
		w.WriteHeader(status)
	}))
	ts.Defer(server.Close)
	ts.Setenv("PROXY", server.URL)
}

// serveFolder serves the files of the script's folder.
func serveFolder(ts *testscript.TestScript, _ []string) {
	server := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs("."))))
	ts.Defer(server.Close)
	ts.Setenv("WEBSITE", server.URL)
}

// closedPort names an address at which nobody listens.
func closedPort(ts *testscript.TestScript, _ []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv("CLOSED", "http://"+listener.Addr().String())
	ts.Setenv("CLOSED_ADDRESS", listener.Addr().String())
	ts.Check(listener.Close())
}

// countUsers compares the number of users in the inventory: users N
func countUsers(ts *testscript.TestScript, args []string) {
	ts.Check(ts.Exec(program, "inventory", "users", "--format", "json"))
	var users []struct{ ID string }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &users))
	if want := args[0]; strconv.Itoa(len(users)) != want {
		ts.Fatalf("%d users, want %s", len(users), want)
	}
}

// makeNewer makes a database look as if a newer version had written it: its
// schema version stands at byte 60 (sqlite.org/fileformat.html): newer FILE
func makeNewer(ts *testscript.TestScript, args []string) {
	content := []byte(ts.ReadFile(args[0]))
	copy(content[60:], []byte{0, 0, 0x27, 0x0f}) // 9999
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), content, 0o600))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".before"), content, 0o600))
}

// nameNewestBackup puts the name of the newest backup into a variable.
func nameNewestBackup(ts *testscript.TestScript, args []string) {
	backups, err := app.Backups(ts.Getenv("INVENTORY_BEACON_DATA"))
	ts.Check(err)
	ts.Setenv(args[0], backups[0].Name)
}

// nameNewestKept puts the path of the newest beacon.db that a restore has kept into a
// variable, and that of the history.db beside it into another.
func nameNewestKept(ts *testscript.TestScript, args []string) {
	dir := ts.Getenv("INVENTORY_BEACON_DATA")
	for i, name := range []string{"beacon.db", "history.db"} {
		kept, err := filepath.Glob(filepath.Join(dir, name+".replaced-*"))
		ts.Check(err)
		ts.Setenv(args[i], slices.Max(kept))
	}
}

// fillIn writes a file with the values of the variables that it names: env-file FROM TO
func fillIn(ts *testscript.TestScript, args []string) {
	filled := os.Expand(ts.ReadFile(args[0]), ts.Getenv)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(filled), 0o600))
}
