package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"testing"

	"go.uber.org/goleak"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
)

// lockForTest names the data directory and the connection that this test binary
// locks when it runs as another process.
const lockForTest = "INVENTORY_BEACON_TEST_LOCK"

func TestMain(m *testing.M) {
	if id := os.Getenv(lockForTest); id != "" {
		os.Exit(holdLock(os.Getenv("INVENTORY_BEACON_DATA"), id))
	}
	if err := os.Setenv("INVENTORY_BEACON_KEY", "file"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// holdLock is the other process: it locks a connection until its input ends.
func holdLock(dir, id string) int {
	release, err := lock.Connection(dir, id)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer release()
	fmt.Println("locked")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return 0
}

// sourceOf is a source that knows the demonstration tenant's cloud.
func sourceOf(server *demotenant.Server) Source {
	return microsoft365.New(microsoft365.Options{Clouds: []connector.Cloud{server.Cloud()}})
}

// opened is a Beacon that a test may also close before its end.
type opened struct {
	*Beacon
	t      testing.TB
	closed bool
}

// openConsole opens a data directory as the console does.
func openConsole(t *testing.T, dir string) *opened {
	t.Helper()
	return openWith(t, Options{Dir: dir, Source: microsoft365.New(microsoft365.Options{})})
}

// openDir opens a data directory as the window does.
func openDir(t testing.TB, dir string, source Source) *opened {
	t.Helper()
	return openWith(t, Options{Dir: dir, Source: source, Window: true})
}

func openWith(t testing.TB, o Options) *opened {
	t.Helper()
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	b, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	o2 := &opened{Beacon: b, t: t}
	t.Cleanup(o2.close)
	return o2
}

func (o *opened) close() {
	if o.closed {
		return
	}
	o.closed = true
	if err := o.Close(); err != nil {
		o.t.Errorf("closing: %v", err)
	}
}

// visitor signs in to the demonstration tenant in the administrator's place.
type visitor struct{ account string }

func (visitor) Status(string) {}

func (visitor) Address(string) bool { return false }

func (v visitor) Answer(ctx context.Context, address, problem string) (string, error) {
	if problem != "" {
		return "", fmt.Errorf("the answer was refused: %s", problem)
	}
	browser := demotenant.NewVisitor()
	browser.Account = v.account
	return browser.SignIn(ctx, address)
}

// newConnection returns a connection to the demonstration tenant.
func newConnection(b *opened, name string) connector.Connection {
	c := b.NewConnection(connector.CloudDemonstration)
	c.Name = name
	return c
}

// signIn signs in for a connection and returns it with its refresh token.
func signIn(t testing.TB, b *opened, c connector.Connection) (connector.Connection, connector.Secret) {
	t.Helper()
	who, token, err := b.SignIn(t.Context(), c, store.SecretChanges{}, connector.SignInNone, visitor{})
	if err != nil {
		t.Fatal(err)
	}
	c.SignIn = who
	return c, token
}

// connect stores a connection that somebody has signed in for.
func connect(t testing.TB, b *opened, name string) connector.Connection {
	t.Helper()
	c, token := signIn(t, b, newConnection(b, name))
	save(t, b, c, store.SecretChanges{RefreshToken: &token})
	return c
}

func save(t testing.TB, b *opened, c connector.Connection, changes store.SecretChanges) {
	t.Helper()
	if err := b.SaveConnection(t.Context(), c, changes); err != nil {
		t.Fatal(err)
	}
}

func mustImport(t testing.TB, b *opened, c connector.Connection) store.Task {
	t.Helper()
	task, err := b.Import(t.Context(), c.ID, store.TriggerManual)
	if err != nil {
		t.Fatal(err)
	}
	return task
}

// mustTenant is the id of the only tenant.
func (o *opened) mustTenant(t testing.TB) string {
	t.Helper()
	published, err := o.Published(t.Context())
	if err != nil || len(published) != 1 {
		t.Fatal(published, err)
	}
	return published[0].Tenant.ID
}

func userCount(t testing.TB, b *opened) int64 {
	t.Helper()
	n, err := b.CountUsers(t.Context(), inventory.UserQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func storedToken(t testing.TB, b *opened, id string) connector.Secret {
	t.Helper()
	secrets, err := b.store.Secrets(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return secrets.RefreshToken
}

// answerAsFabrikam has a tenant say that it is another one.
func answerAsFabrikam(server *demotenant.Server) {
	server.Script(func(r *http.Request) *demotenant.Fault {
		if r.URL.Path != "/v1.0/organization" {
			return nil
		}
		f := demotenant.Answer(`{"value":[{"id":"F","displayName":"Fabrikam","verifiedDomains":[{"name":"fabrikam.example","isDefault":true}]}]}`)
		return &f
	})
}
