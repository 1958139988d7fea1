package store

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

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

func newStore(t *testing.T) *Store { return openStore(t, t.TempDir(), storetest.NewMemoryKeyring()) }

func secret(text string) *connector.Secret { return (*connector.Secret)(&text) }

func exampleConnection(id, name string) connector.Connection {
	return connector.Connection{
		ID: id, Name: name, SourceType: connector.Microsoft365,
		Proxy: connector.Proxy{
			Use: true, From: connector.ProxyByScript, Server: "https://proxy.example:8080", Username: "proxy user",
			Exceptions: "*.example", Script: "http://proxy.example/proxy.pac",
		},
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
	dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
	s := openStore(t, dir, ring)
	want := exampleConnection("id-1", "Contoso M365")
	storetest.Must(t, s.Apply(t.Context(), put(want, SecretChanges{RefreshToken: secret("token"), ProxyPassword: secret("password")})))
	bare := connector.Connection{ID: "id-2", Name: "Bare"}
	storetest.Must(t, s.Apply(t.Context(), put(bare, SecretChanges{})))
	storetest.Must(t, s.Close())

	s = openStore(t, dir, ring)
	all, err := s.Connections(t.Context())
	storetest.Must(t, err)
	if diff := cmp.Diff([]connector.Connection{bare, want}, all); diff != "" {
		t.Error(diff)
	}
	secrets, err := s.Secrets(t.Context(), "id-1")
	storetest.Must(t, err)
	if secrets != (connector.Secrets{RefreshToken: "token", ProxyPassword: "password"}) {
		t.Errorf("secrets = %q %q %q", secrets.RefreshToken.Reveal(), secrets.ClientSecret.Reveal(), secrets.ProxyPassword.Reveal())
	}
	state, err := s.SecretState(t.Context(), "id-1")
	storetest.Must(t, err)
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
		{
			"all are new",
			SecretChanges{RefreshToken: secret("r"), ClientSecret: secret("c"), ProxyPassword: secret("p")},
			connector.Secrets{RefreshToken: "r", ClientSecret: "c", ProxyPassword: "p"},
		},
		{"nil leaves as is", SecretChanges{}, connector.Secrets{RefreshToken: "r", ClientSecret: "c", ProxyPassword: "p"}},
		{"one changes", SecretChanges{ClientSecret: secret("c2")}, connector.Secrets{RefreshToken: "r", ClientSecret: "c2", ProxyPassword: "p"}},
		{"empty removes", SecretChanges{RefreshToken: secret(""), ProxyPassword: secret("")}, connector.Secrets{ClientSecret: "c2"}},
	} {
		storetest.Must(t, s.Apply(t.Context(), put(c, step.changes)))
		got, err := s.Secrets(t.Context(), c.ID)
		storetest.Must(t, err)
		if got != step.want {
			t.Errorf("%s: %q %q %q", step.when, got.RefreshToken.Reveal(), got.ClientSecret.Reveal(), got.ProxyPassword.Reveal())
		}
	}
	storetest.Must(t, s.SetRefreshToken(t.Context(), c.ID, "", "rotated"))
	got, err := s.Secrets(t.Context(), c.ID)
	storetest.Must(t, err)
	if got != (connector.Secrets{RefreshToken: "rotated", ClientSecret: "c2"}) {
		t.Error("the rotated token was not stored, or another secret changed with it")
	}
	storetest.WantError[*NotFoundError](t, s.SetRefreshToken(t.Context(), "nobody", "", "token"))
	if err := s.SetRefreshToken(t.Context(), c.ID, "r", "late"); !errors.Is(err, ErrTokenChanged) {
		t.Errorf("given another token is stored: %v", err)
	}
	if again, err := s.Secrets(t.Context(), c.ID); err != nil || again != got {
		t.Errorf("given another token is stored, it was replaced, %v", err)
	}
}

func TestNamesAreUniqueWithoutCase(t *testing.T) {
	s := newStore(t)
	storetest.Must(t, s.Apply(t.Context(), put(connector.Connection{ID: "1", Name: "Große Straße"}, SecretChanges{})))
	for _, name := range []string{"große straße", "GROSSE STRASSE", "Gro\u00dfe Stra\u00dfe"} {
		err := s.Apply(t.Context(), put(connector.Connection{ID: "2", Name: name}, SecretChanges{}))
		storetest.WantMessage(t, err, "store.name-taken", name)
	}
	storetest.Must(t, s.Apply(t.Context(), put(connector.Connection{ID: "1", Name: "GROSSE Straße"}, SecretChanges{})))
	if FoldName("Ångström") != FoldName("A\u030angstro\u0308m") {
		t.Error("composed and decomposed letters make two names")
	}
}

func TestSaveIsAllOrNothing(t *testing.T) {
	s := newStore(t)
	storetest.Must(t, s.Apply(t.Context(), []Change{
		{Put: &connector.Connection{ID: "1", Name: "one"}, Secrets: SecretChanges{RefreshToken: secret("t")}},
		{Put: &connector.Connection{ID: "2", Name: "two"}},
	}))
	t.Run("a taken name writes nothing", func(t *testing.T) {
		storetest.WantMessage(t, s.Apply(t.Context(), []Change{
			{Delete: "1"},
			{Put: &connector.Connection{ID: "3", Name: "three"}},
			{Put: &connector.Connection{ID: "4", Name: "TWO"}},
		}), "store.name-taken", "TWO")
		wantNames(t, s, "one two")
	})
	t.Run("names are swapped", func(t *testing.T) {
		storetest.Must(t, s.Apply(t.Context(), []Change{
			{Put: &connector.Connection{ID: "1", Name: "two"}},
			{Put: &connector.Connection{ID: "2", Name: "one"}},
		}))
		c, err := s.Connection(t.Context(), "2")
		storetest.Must(t, err)
		if c.Name != "one" {
			t.Errorf("connection 2 is %s", c.Name)
		}
	})
	t.Run("a deleted name is taken", func(t *testing.T) {
		storetest.Must(t, s.Apply(t.Context(), []Change{{Put: &connector.Connection{ID: "3", Name: "Two"}}, {Delete: "1"}}))
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
	storetest.Must(t, err)
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
	storetest.Must(t, s.Apply(t.Context(), put(c, SecretChanges{})))
	storetest.Must(t, s.db.Update(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec("ALTER TABLE connection ADD COLUMN later TEXT NOT NULL DEFAULT ''; UPDATE connection SET later = 'kept'")
		return err
	}))
	c.Name = "renamed"
	storetest.Must(t, s.Apply(t.Context(), put(c, SecretChanges{})))
	var later string
	storetest.Must(t, s.db.Read.QueryRow("SELECT later FROM connection WHERE name = 'renamed'").Scan(&later))
	if later != "kept" {
		t.Errorf("later = %q", later)
	}
}

func TestUnknownConnection(t *testing.T) {
	s := newStore(t)
	_, err := s.Connection(t.Context(), "nobody")
	storetest.WantError[*NotFoundError](t, err)
}

func TestSettings(t *testing.T) {
	s := newStore(t)
	for _, want := range []string{"", "dark", "light"} {
		if want != "" {
			storetest.Must(t, s.SetSetting(t.Context(), "theme", want))
		}
		if got, err := s.Setting(t.Context(), "theme"); err != nil || got != want {
			t.Errorf("setting = %q, %v", got, err)
		}
	}
}

func TestWhoeverSetsFirstSetsForAll(t *testing.T) {
	s := newStore(t)
	for range 2 {
		got, err := s.FirstSetting(t.Context(), "id", func() string {
			if other, err := s.FirstSetting(t.Context(), "id", func() string { return "another process's" }); err != nil ||
				other != "another process's" {
				t.Errorf("meanwhile it is %q, %v", other, err)
			}
			return "ours"
		})
		if err != nil || got != "another process's" {
			t.Errorf("it is %q, %v", got, err)
		}
	}
}

func TestInventoryFileIsNotTakenForTheStore(t *testing.T) {
	dir := t.TempDir()
	other, err := sqlite.Open(t.Context(), filepath.Join(dir, FileName), sqlite.Options{ApplicationID: 1, Migrations: os.DirFS("migrations")})
	storetest.Must(t, err)
	storetest.Must(t, other.Close())
	_, err = Open(t.Context(), dir, Options{})
	storetest.WantError[*sqlite.ForeignFileError](t, err)
}

// What is stored survives a power cut: each commit waits for the disk
// (sqlite.org/pragma.html#pragma_synchronous, 2 is FULL).
func TestACommitWaitsForTheDisk(t *testing.T) {
	var synchronous int
	storetest.Must(t, newStore(t).db.Write.QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&synchronous))
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
	storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), SecretChanges{RefreshToken: secret("token")})))
	storetest.Must(t, s.Close())
	return dir
}
