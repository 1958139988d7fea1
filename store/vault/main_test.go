package vault_test

import (
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(rotatorVariable); dir != "" {
		fmt.Fprintln(os.Stderr, rotateForever(dir))
		os.Exit(1)
	}
	if given := os.Getenv(mortalVariable); given != "" {
		if err := doUntilKilled(given); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
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

func secret(text string) *connector.Secret { return (*connector.Secret)(&text) }

func exampleConnection(id, name string) connector.Connection {
	return connector.Connection{ID: id, Name: name, SourceType: connector.Microsoft365, Flow: connector.AuthorizationCode}
}

func put(c connector.Connection, secrets store.SecretChanges) []store.Change {
	return []store.Change{{Put: &c, Secrets: secrets}}
}

func must2[T any](_ T, err error) func(t *testing.T) {
	return func(t *testing.T) { t.Helper(); storetest.Must(t, err) }
}

func putExample(t *testing.T, s *store.Store, name string) {
	t.Helper()
	token := connector.Secret("token of " + name)
	c := exampleConnection(name, name)
	storetest.Must(t, s.Apply(t.Context(), []store.Change{{Put: &c, Secrets: store.SecretChanges{RefreshToken: &token}}}))
}

var errNoKeyring = errors.New("no keyring here")

// stored returns a data directory whose store holds one connection with a token.
func stored(t *testing.T, ring vault.Keyring) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s := openStore(t, dir, ring)
	storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), store.SecretChanges{RefreshToken: secret("token")})))
	storetest.Must(t, s.Close())
	return dir
}

func wantToken(t *testing.T, s *store.Store, want connector.Secret) {
	t.Helper()
	secrets, err := s.Secrets(t.Context(), "id")
	if err != nil || secrets.RefreshToken != want {
		t.Errorf("token = %q, %v; want %q", secrets.RefreshToken.Reveal(), err, want.Reveal())
	}
}
