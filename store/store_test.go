package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/zalando/go-keyring"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/vault"
)

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

func openStore(t *testing.T, dir string, ring vault.Keyring) *Store {
	t.Helper()
	s, err := Open(t.Context(), dir, Options{Keyring: ring, Now: func() time.Time { return testTime }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func newStore(t *testing.T) *Store { return openStore(t, t.TempDir(), newMemoryKeyring()) }

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
	return connector.Connection{
		ID: id, Name: name, SourceType: connector.Microsoft365,
		Proxy:         connector.Proxy{Use: true, Server: "https://proxy.example:8080", Username: "proxy user"},
		Cloud:         connector.CloudGlobal,
		TokenEndpoint: "https://login.example/token", ClientID: "client", RedirectURI: "https://login.example/native",
		Flow: connector.AuthorizationCode, AuthorizationEndpoint: "https://login.example/authorize", GraphEndpoint: "https://graph.example",
		ClientSecretExpires: connector.DateOf(testTime),
		SignIn: connector.SignIn{
			Account: "admin@contoso.example", AccountName: "Ada", TenantID: "tenant", TenantName: "Contoso",
			Granted: []string{"Directory.Read.All"}, Missing: []string{"Reports.Read.All"}, At: testTime,
		},
	}
}

func put(c connector.Connection, secrets SecretChanges) []Change {
	return []Change{{Put: &c, Secrets: secrets}}
}

func TestConnectionComesBackWhole(t *testing.T) {
	dir, ring := t.TempDir(), newMemoryKeyring()
	s := openStore(t, dir, ring)
	want := exampleConnection("id-1", "Contoso M365")
	must(t, s.Apply(t.Context(), put(want, SecretChanges{RefreshToken: secret("token"), ProxyPassword: secret("password")})))
	bare := connector.Connection{ID: "id-2", Name: "Bare"}
	must(t, s.Apply(t.Context(), put(bare, SecretChanges{})))
	must(t, s.Close())

	s = openStore(t, dir, ring)
	all, err := s.Connections(t.Context())
	must(t, err)
	if diff := cmp.Diff([]connector.Connection{bare, want}, all); diff != "" {
		t.Error(diff)
	}
	secrets, err := s.Secrets(t.Context(), "id-1")
	must(t, err)
	if secrets != (connector.Secrets{RefreshToken: "token", ProxyPassword: "password"}) {
		t.Errorf("secrets = %q %q %q", secrets.RefreshToken.Reveal(), secrets.ClientSecret.Reveal(), secrets.ProxyPassword.Reveal())
	}
	state, err := s.SecretState(t.Context(), "id-1")
	must(t, err)
	if state != (SecretState{RefreshToken: testTime, ProxyPassword: testTime}) {
		t.Errorf("state = %+v", state)
	}
}

func TestSecretsChangeOneByOne(t *testing.T) {
	s := newStore(t)
	c := exampleConnection("id-1", "Contoso")
	for _, step := range []struct {
		when    string
		changes SecretChanges
		want    connector.Secrets
	}{
		{"all are new", SecretChanges{RefreshToken: secret("r"), ClientSecret: secret("c"), ProxyPassword: secret("p")}, connector.Secrets{RefreshToken: "r", ClientSecret: "c", ProxyPassword: "p"}},
		{"nil leaves as is", SecretChanges{}, connector.Secrets{RefreshToken: "r", ClientSecret: "c", ProxyPassword: "p"}},
		{"one changes", SecretChanges{ClientSecret: secret("c2")}, connector.Secrets{RefreshToken: "r", ClientSecret: "c2", ProxyPassword: "p"}},
		{"empty removes", SecretChanges{RefreshToken: secret(""), ProxyPassword: secret("")}, connector.Secrets{ClientSecret: "c2"}},
	} {
		must(t, s.Apply(t.Context(), put(c, step.changes)))
		got, err := s.Secrets(t.Context(), c.ID)
		must(t, err)
		if got != step.want {
			t.Errorf("%s: %q %q %q", step.when, got.RefreshToken.Reveal(), got.ClientSecret.Reveal(), got.ProxyPassword.Reveal())
		}
	}
	must(t, s.SetRefreshToken(t.Context(), c.ID, "rotated"))
	got, err := s.Secrets(t.Context(), c.ID)
	must(t, err)
	if got != (connector.Secrets{RefreshToken: "rotated", ClientSecret: "c2"}) {
		t.Error("the rotated token was not stored, or another secret changed with it")
	}
	wantError[*NotFoundError](t, s.SetRefreshToken(t.Context(), "nobody", "token"))
}

func TestNamesAreUniqueWithoutCase(t *testing.T) {
	s := newStore(t)
	must(t, s.Apply(t.Context(), put(connector.Connection{ID: "1", Name: "Große Straße"}, SecretChanges{})))
	for _, name := range []string{"große straße", "GROSSE STRASSE", "Gro\u00dfe Stra\u00dfe"} {
		err := wantError[*NameTakenError](t, s.Apply(t.Context(), put(connector.Connection{ID: "2", Name: name}, SecretChanges{})))
		if err.Name != name {
			t.Errorf("error names %q", err.Name)
		}
	}
	must(t, s.Apply(t.Context(), put(connector.Connection{ID: "1", Name: "GROSSE Straße"}, SecretChanges{})))
	if FoldName("Ångström") != FoldName("A\u030angstro\u0308m") {
		t.Error("composed and decomposed letters make two names")
	}
}

func TestSaveIsAllOrNothing(t *testing.T) {
	s := newStore(t)
	must(t, s.Apply(t.Context(), []Change{
		{Put: &connector.Connection{ID: "1", Name: "one"}, Secrets: SecretChanges{RefreshToken: secret("t")}},
		{Put: &connector.Connection{ID: "2", Name: "two"}},
	}))
	t.Run("a taken name writes nothing", func(t *testing.T) {
		wantError[*NameTakenError](t, s.Apply(t.Context(), []Change{
			{Delete: "1"},
			{Put: &connector.Connection{ID: "3", Name: "three"}},
			{Put: &connector.Connection{ID: "4", Name: "TWO"}},
		}))
		wantNames(t, s, "one two")
	})
	t.Run("names are swapped", func(t *testing.T) {
		must(t, s.Apply(t.Context(), []Change{
			{Put: &connector.Connection{ID: "1", Name: "two"}},
			{Put: &connector.Connection{ID: "2", Name: "one"}},
		}))
		c, err := s.Connection(t.Context(), "2")
		must(t, err)
		if c.Name != "one" {
			t.Errorf("connection 2 is %s", c.Name)
		}
	})
	t.Run("a deleted name is taken", func(t *testing.T) {
		must(t, s.Apply(t.Context(), []Change{{Put: &connector.Connection{ID: "3", Name: "Two"}}, {Delete: "1"}}))
		wantNames(t, s, "one Two")
		if state, err := s.SecretState(t.Context(), "1"); err != nil || state != (SecretState{}) {
			t.Errorf("secrets of a deleted connection: %+v, %v", state, err)
		}
	})
	for name, changes := range map[string][]Change{
		"nothing to do":  {{}},
		"both":           {{Put: &connector.Connection{ID: "9", Name: "n"}, Delete: "2"}},
		"twice the same": {{Delete: "2"}, {Put: &connector.Connection{ID: "2", Name: "n"}}},
		"no id":          {{Put: &connector.Connection{Name: "n"}}},
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			if err := s.Apply(t.Context(), changes); err == nil {
				t.Error("accepted")
			}
			wantNames(t, s, "one Two")
		})
	}
}

func wantNames(t *testing.T, s *Store, want string) {
	t.Helper()
	all, err := s.Connections(t.Context())
	must(t, err)
	var names []string
	for _, c := range all {
		names = append(names, c.Name)
	}
	if got := strings.Join(names, " "); got != want {
		t.Errorf("connections %q, want %q", got, want)
	}
}

func TestColumnsOfLaterVersionsKeepTheirValue(t *testing.T) {
	s := newStore(t)
	c := exampleConnection("1", "one")
	must(t, s.Apply(t.Context(), put(c, SecretChanges{})))
	must(t, s.db.Update(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("ALTER TABLE connection ADD COLUMN later TEXT NOT NULL DEFAULT ''; UPDATE connection SET later = 'kept'")
		return err
	}))
	c.Name = "renamed"
	must(t, s.Apply(t.Context(), put(c, SecretChanges{})))
	var later string
	must(t, s.db.Read.QueryRow("SELECT later FROM connection WHERE name = 'renamed'").Scan(&later))
	if later != "kept" {
		t.Errorf("later = %q", later)
	}
}

func TestUnknownConnection(t *testing.T) {
	s := newStore(t)
	_, err := s.Connection(t.Context(), "nobody")
	wantError[*NotFoundError](t, err)
}

func TestSettings(t *testing.T) {
	s := newStore(t)
	for _, want := range []string{"", "dark", "light"} {
		if want != "" {
			must(t, s.SetSetting(t.Context(), "theme", want))
		}
		if got, err := s.Setting(t.Context(), "theme"); err != nil || got != want {
			t.Errorf("setting = %q, %v", got, err)
		}
	}
}

func TestInventoryFileIsNotTakenForTheStore(t *testing.T) {
	dir := t.TempDir()
	other, err := sqlite.Open(t.Context(), filepath.Join(dir, FileName), sqlite.Options{ApplicationID: 1, Migrations: os.DirFS("migrations")})
	must(t, err)
	must(t, other.Close())
	_, err = Open(t.Context(), dir, Options{})
	wantError[*sqlite.ForeignFileError](t, err)
}

// What is stored survives a power cut: each commit waits for the disk
// (sqlite.org/pragma.html#pragma_synchronous, 2 is FULL).
func TestACommitWaitsForTheDisk(t *testing.T) {
	var synchronous int
	must(t, newStore(t).db.Write.QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&synchronous))
	if synchronous != 2 {
		t.Errorf("synchronous = %d, want 2", synchronous)
	}
}

var errNoKeyring = errors.New("no keyring here")

// stored returns a data directory whose store holds one connection with a token.
func stored(t *testing.T, ring vault.Keyring) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s := openStore(t, dir, ring)
	must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), SecretChanges{RefreshToken: secret("token")})))
	must(t, s.Close())
	return dir
}

// fileKeyring is a keyring that outlives its process.
type fileKeyring struct{ path string }

func (k fileKeyring) entries() (map[string]string, error) {
	entries := map[string]string{}
	content, err := os.ReadFile(k.path)
	if errors.Is(err, os.ErrNotExist) {
		return entries, nil
	}
	return entries, errors.Join(err, json.Unmarshal(content, &entries))
}

func (k fileKeyring) put(entries map[string]string) error {
	content, err := json.Marshal(entries)
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(k.path+".tmp", content, 0o600), os.Rename(k.path+".tmp", k.path))
}

func (k fileKeyring) Get(_ context.Context, service, user string) (string, error) {
	entries, err := k.entries()
	if err != nil {
		return "", err
	}
	secret, found := entries[service+"/"+user]
	if !found {
		return "", keyring.ErrNotFound
	}
	return secret, nil
}

func (k fileKeyring) Set(_ context.Context, service, user, secret string) error {
	entries, err := k.entries()
	if err != nil {
		return err
	}
	entries[service+"/"+user] = secret
	return k.put(entries)
}

func (k fileKeyring) Delete(_ context.Context, service, user string) error {
	entries, err := k.entries()
	if err != nil {
		return err
	}
	delete(entries, service+"/"+user)
	return k.put(entries)
}
