package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/vault"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(rotatorVariable); dir != "" {
		fmt.Fprintln(os.Stderr, rotateForever(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// memoryKeyring is a keyring that can be taken away. The real ones are tried in
// keyring_linux_test.go.
type memoryKeyring struct {
	mu      sync.Mutex
	entries map[string]string
	gone    error // what every call returns when it is set
}

func newMemoryKeyring() *memoryKeyring { return &memoryKeyring{entries: map[string]string{}} }

func (k *memoryKeyring) Get(_ context.Context, service, user string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.gone != nil {
		return "", k.gone
	}
	secret, found := k.entries[service+"/"+user]
	if !found {
		return "", keyring.ErrNotFound
	}
	return secret, nil
}

func (k *memoryKeyring) Set(_ context.Context, service, user, secret string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.gone == nil {
		k.entries[service+"/"+user] = secret
	}
	return k.gone
}

func (k *memoryKeyring) Delete(_ context.Context, service, user string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.gone == nil {
		delete(k.entries, service+"/"+user)
	}
	return k.gone
}

var testTime = time.Date(2026, 3, 1, 12, 30, 15, 123e6, time.UTC)

func openStore(t *testing.T, dir string, ring vault.Keyring) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.Options{Keyring: ring, Now: func() time.Time { return testTime }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantError wants an error of type E that an administrator can read.
func wantError[E error](t *testing.T, err error) E {
	t.Helper()
	var typed E
	if !errors.As(err, &typed) {
		t.Fatalf("error = %v, want %T", err, typed)
	}
	if advice, ok := connector.AdviceOf(err); !ok || advice.Message == "" || advice.Action == "" {
		t.Errorf("%T gives the advice %+v", typed, advice)
	}
	return typed
}

func secret(text string) *connector.Secret { return (*connector.Secret)(&text) }

func exampleConnection(id, name string) connector.Connection {
	return connector.Connection{ID: id, Name: name, SourceType: connector.Microsoft365, Flow: connector.AuthorizationCode}
}

func put(c connector.Connection, secrets store.SecretChanges) []store.Change {
	return []store.Change{{Put: &c, Secrets: secrets}}
}

func must2[T any](_ T, err error) func(t *testing.T) {
	return func(t *testing.T) { t.Helper(); must(t, err) }
}

func putExample(t *testing.T, s *store.Store, name string) {
	t.Helper()
	token := connector.Secret("token of " + name)
	c := exampleConnection(name, name)
	must(t, s.Apply(t.Context(), []store.Change{{Put: &c, Secrets: store.SecretChanges{RefreshToken: &token}}}))
}

// search reports whether any file below dir contains text.
func search(t *testing.T, dir string, text []byte) (found bool) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		found = found || bytes.Contains(content, text)
		return err
	}))
	return found
}

var errNoKeyring = errors.New("no keyring here")

// stored returns a data directory whose store holds one connection with a token.
func stored(t *testing.T, ring vault.Keyring) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s := openStore(t, dir, ring)
	must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), store.SecretChanges{RefreshToken: secret("token")})))
	must(t, s.Close())
	return dir
}

func wantToken(t *testing.T, s *store.Store, want connector.Secret) {
	t.Helper()
	secrets, err := s.Secrets(t.Context(), "id")
	if err != nil || secrets.RefreshToken != want {
		t.Errorf("token = %q, %v; want %q", secrets.RefreshToken.Reveal(), err, want.Reveal())
	}
}
