package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/connector/demotenant"
)

// scriptCommands are what the files in testdata say beside the commands of
// script.go: who runs the program, and against what.
var scriptCommands = map[string]func(ts *script, args []string){
	"exits":   exits,
	"tenant":  serveTenant,
	"token":   writeToken,
	"connect": connectTo,
	"fault":   setFault,
	"revoke":  func(ts *script, _ []string) { tenantOf(ts).RevokeAll() },
	"paste":   pasteAnswers,
	"keys":    checkKeys,
	"proxy":   refusingProxy,
	"port":    closedPort,
	"users":   countUsers,
	"newer":   makeNewer,

	"newest-backup": nameNewestBackup,
}

func tenantOf(ts *script) *tenant {
	if ts.tenant == nil {
		ts.Fatalf("the script has no tenant yet")
	}
	return ts.tenant
}

// exits runs the program, which must end with the status: exits STATUS ARGUMENT...
func exits(ts *script, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var failed *exec.ExitError
	if err := ts.Exec(args[1:]...); errors.As(err, &failed) {
		got = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// serveTenant starts the script's tenant: tenant USERS [concealed|forbidden|certificate]
func serveTenant(ts *script, args []string) {
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
	ts.tenant = server
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
func writeToken(ts *script, args []string) {
	token, err := tenantOf(ts).refreshToken(ts.Context())
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(token.Reveal()+"\n"), 0o600))
}

// connectTo adds a connection to the tenant with a refresh token: connect NAME
func connectTo(ts *script, args []string) {
	writeToken(ts, []string{".token"})
	flags := append([]string{"connection", "add", args[0], "--refresh-token-file", ts.MkAbs(".token")}, tenantOf(ts).endpoints()...)
	ts.Check(ts.Exec(flags...))
}

// setFault makes requests fail until the next fault, or the next one alone:
// fault PATH KIND [once]
func setFault(ts *script, args []string) {
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
func pasteAnswers(ts *script, args []string) {
	notes, err := paste(ts.Context(), ts.Getenv("INVENTORY_BEACON_DATA"), args[0], args[1:])
	ts.Check(os.WriteFile(ts.MkAbs("paste.log"), []byte(notes), 0o600))
	if err != nil {
		ts.Fatalf("%v\n%s", err, notes)
	}
}

// checkKeys compares the keys of a JSON object, or of every object of an array,
// with the given ones, order included: keys FILE KEY...
func checkKeys(ts *script, args []string) {
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
func refusingProxy(ts *script, args []string) {
	status, err := strconv.Atoi(args[0])
	ts.Check(err)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Proxy-Authenticate", `Basic realm="proxy"`)
		w.WriteHeader(status)
	}))
	ts.Defer(server.Close)
	ts.Setenv("PROXY", server.URL)
}

// closedPort names an address at which nobody listens.
func closedPort(ts *script, _ []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv("CLOSED", "http://"+listener.Addr().String())
	ts.Check(listener.Close())
}

// countUsers compares the number of users in the inventory: users N
func countUsers(ts *script, args []string) {
	ts.Check(ts.Exec("inventory", "users", "--format", "json"))
	var users []struct{ ID string }
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &users))
	if want := args[0]; strconv.Itoa(len(users)) != want {
		ts.Fatalf("%d users, want %s", len(users), want)
	}
}

// makeNewer makes a database look as if a newer version had written it: its
// schema version stands at byte 60 (sqlite.org/fileformat.html): newer FILE
func makeNewer(ts *script, args []string) {
	content := []byte(ts.ReadFile(args[0]))
	copy(content[60:], []byte{0, 0, 0x27, 0x0f}) // 9999
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), content, 0o600))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".before"), content, 0o600))
}

// nameNewestBackup puts the name of the newest backup into a variable.
func nameNewestBackup(ts *script, args []string) {
	backups, err := app.Backups(ts.Getenv("INVENTORY_BEACON_DATA"))
	ts.Check(err)
	ts.Setenv(args[0], backups[0].Name)
}
