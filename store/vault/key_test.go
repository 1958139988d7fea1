package vault_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

func TestKeyIsInTheKeyringWhereThereIsOne(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir := stored(t, ring)
	s := openStore(t, dir, ring)
	place, err := s.Vault.Place(t.Context())
	if err != nil || !place.Keyring() {
		t.Errorf("place = %v, %v", place, err)
	}
	if _, err := os.Stat(filepath.Join(dir, vault.FileName)); !errors.Is(err, os.ErrNotExist) {
		t.Error("there is a key file too")
	}
	if len(ring.Entries) != 1 {
		t.Errorf("%d entries in the keyring", len(ring.Entries))
	}
}

func TestAKeyringThatCannotBeUsedIsLogged(t *testing.T) {
	var log bytes.Buffer
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir,
		store.Options{Keyring: &storetest.MemoryKeyring{Gone: errNoKeyring}, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	storetest.Must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	must2(s.Vault.Make(t.Context()))(t)
	for _, want := range []string{"level=WARN", "keyring cannot be used", filepath.Join(dir, vault.FileName), errNoKeyring.Error()} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("%q is not in the log %q", want, log.String())
		}
	}
}

func TestKeyIsInAFileElsewhere(t *testing.T) {
	for name, arrange := range map[string]func(*testing.T) vault.Keyring{
		"no keyring": func(*testing.T) vault.Keyring { return &storetest.MemoryKeyring{Gone: errNoKeyring} },
		"the variable says so": func(t *testing.T) vault.Keyring {
			t.Setenv(vault.Variable, "file")
			return storetest.NewMemoryKeyring()
		},
	} {
		t.Run(name, func(t *testing.T) {
			ring := arrange(t)
			dir := stored(t, ring)
			s := openStore(t, dir, ring)
			wantToken(t, s, "token")
			place, err := s.Vault.Place(t.Context())
			if file := filepath.Join(dir, vault.FileName); err != nil || place.File != file {
				t.Errorf("place = %v, %v", place, err)
			}
			info, err := os.Stat(place.File)
			storetest.Must(t, err)
			if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("mode %o", info.Mode().Perm())
			}
		})
	}
}

func TestKeyVariableMovesTheKeyToAFile(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir := stored(t, ring)
	running := openStore(t, dir, ring) // another process, which has the key from the keyring
	wantToken(t, running, "token")

	t.Setenv(vault.Variable, "file")
	s := openStore(t, dir, ring)
	wantToken(t, s, "token")
	if place, err := s.Vault.Place(t.Context()); err != nil || place.Keyring() {
		t.Errorf("place = %v, %v", place, err)
	}
	if len(ring.Entries) != 0 {
		t.Error("the key is still in the keyring")
	}
	wantToken(t, running, "token")
	storetest.Must(t, running.SetRefreshToken(t.Context(), "id", "token", "rotated"))
	wantToken(t, s, "rotated")
}

func TestKeyVariableHasNoOtherValues(t *testing.T) {
	t.Setenv(vault.Variable, "flie")
	_, err := store.Open(t.Context(), t.TempDir(), store.Options{})
	storetest.WantMessage(t, err, "vault.variable", "flie")
}

func TestKeyThatCannotBeHad(t *testing.T) {
	for name, c := range map[string]struct {
		inFile bool
		damage func(*testing.T, string, *storetest.MemoryKeyring)
		want   vault.Problem
		mend   func(*testing.T, string, *storetest.MemoryKeyring)
	}{
		"keyring unavailable": {
			damage: func(_ *testing.T, _ string, ring *storetest.MemoryKeyring) { ring.Gone = errNoKeyring },
			want:   vault.Unavailable,
			mend:   func(_ *testing.T, _ string, ring *storetest.MemoryKeyring) { ring.Gone = nil },
		},
		"entry lost": {
			damage: func(_ *testing.T, _ string, ring *storetest.MemoryKeyring) { clear(ring.Entries) },
			want:   vault.Lost,
		},
		"entry of another": {
			damage: func(_ *testing.T, _ string, ring *storetest.MemoryKeyring) {
				for name := range ring.Entries {
					ring.Entries[name] = vault.EncodeKey(bytes.Repeat([]byte{1}, vault.KeySize))
				}
			},
			want: vault.Wrong,
		},
		"entry is no key": {
			damage: func(_ *testing.T, _ string, ring *storetest.MemoryKeyring) {
				for name := range ring.Entries {
					ring.Entries[name] = "a password"
				}
			},
			want: vault.NoKey,
		},
		"file lost": {
			inFile: true,
			damage: func(t *testing.T, file string, _ *storetest.MemoryKeyring) {
				storetest.Must(t, os.Rename(file, file+".moved"))
			},
			want: vault.Lost,
			mend: func(t *testing.T, file string, _ *storetest.MemoryKeyring) {
				storetest.Must(t, os.Rename(file+".moved", file))
			},
		},
		"file of another": {
			inFile: true,
			damage: func(t *testing.T, file string, _ *storetest.MemoryKeyring) {
				storetest.Must(t, os.WriteFile(file, []byte(vault.EncodeKey(bytes.Repeat([]byte{1}, vault.KeySize))), 0o600))
			},
			want: vault.Wrong,
		},
		"file cut": {
			inFile: true,
			damage: func(t *testing.T, file string, _ *storetest.MemoryKeyring) { storetest.Must(t, os.Truncate(file, 10)) },
			want:   vault.NoKey,
		},
		"file empty": {
			inFile: true,
			damage: func(t *testing.T, file string, _ *storetest.MemoryKeyring) { storetest.Must(t, os.Truncate(file, 0)) },
			want:   vault.NoKey,
		},
	} {
		t.Run(name, func(t *testing.T) {
			if c.inFile {
				t.Setenv(vault.Variable, "file")
			}
			ring := storetest.NewMemoryKeyring()
			dir := stored(t, ring)
			file := filepath.Join(dir, vault.FileName)
			c.damage(t, file, ring)
			s := openStore(t, dir, ring)
			refused := func(err error) {
				t.Helper()
				if problem := storetest.WantError[*vault.KeyError](t, err).Problem; problem != c.want {
					t.Errorf("problem %d, want %d: %v", problem, c.want, err)
				}
			}
			before := dump(t, s)
			_, err := s.Secrets(t.Context(), "id")
			refused(err)
			_, err = s.Vault.Place(t.Context())
			refused(err)
			refused(s.SetRefreshToken(t.Context(), "id", "token", "new"))
			refused(s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), store.SecretChanges{ClientSecret: secret("new")})))
			refused(s.PutDraft(t.Context(), store.Draft{ConnectionID: "id"}))
			if after := dump(t, s); after != before {
				t.Errorf("the store was changed from %s to %s", before, after)
			}
			// What needs no key goes on.
			storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("id", "Renamed"), store.SecretChanges{})))
			if c.mend != nil {
				c.mend(t, file, ring)
				wantToken(t, s, "token")
				return
			}
			storetest.Must(t, s.Vault.Forget(t.Context()))
			storetest.Must(t, s.SetRefreshToken(t.Context(), "id", "", "signed in again"))
			wantToken(t, s, "signed in again")
		})
	}
}

// dump returns what is stored of the key and the secrets.
func dump(t *testing.T, s *store.Store) (content string) {
	t.Helper()
	storetest.Must(t, s.Vault.DB().Read.QueryRow(`
		SELECT (SELECT hex(fingerprint) || place || keyring_user FROM data_key) || (SELECT group_concat(hex(sealed)) FROM secret)`).
		Scan(&content))
	return content
}

func TestLostKeyThatNothingNeedsIsReplaced(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir := stored(t, ring)
	s := openStore(t, dir, ring)
	storetest.Must(t, s.Apply(t.Context(), []store.Change{{Delete: "id"}}))
	clear(ring.Entries)
	s = openStore(t, dir, ring)
	storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), store.SecretChanges{RefreshToken: secret("token")})))
	wantToken(t, s, "token")
}

func TestUnusableKeyFileIsMovedAside(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, vault.FileName)
	storetest.Must(t, os.WriteFile(file, []byte("notes"), 0o600))
	s := openStore(t, dir, &storetest.MemoryKeyring{Gone: errNoKeyring})
	_, err := s.Vault.Make(t.Context())
	storetest.Must(t, err)
	if content, err := os.ReadFile(file + ".unusable"); err != nil || string(content) != "notes" {
		t.Errorf("%q, %v", content, err)
	}
}

func TestValueSealedWithAReplacedKeyIsRefused(t *testing.T) {
	ring := storetest.NewMemoryKeyring()
	dir := stored(t, ring)
	one, other := openStore(t, dir, ring), openStore(t, dir, ring)
	key, err := one.Vault.Get(t.Context())
	storetest.Must(t, err)
	storetest.Must(t, other.Vault.Forget(t.Context()))
	storetest.WantError[*vault.KeyError](t, one.Vault.DB().Update(t.Context(), func(tx *sql.Tx) error { return key.Confirm(t.Context(), tx) }))
	storetest.Must(t, one.SetRefreshToken(t.Context(), "id", "", "again"))
	wantToken(t, other, "again")
}

func TestMovedAndAlteredSecretsAreNotOpened(t *testing.T) {
	for name, statement := range map[string]string{
		"moved to another connection": "UPDATE secret SET sealed = (SELECT sealed FROM secret WHERE connection_id = 'other') WHERE connection_id = 'id'",
		"moved to another field":      "UPDATE secret SET field = 'client-secret' WHERE connection_id = 'id'",
		"altered":                     "UPDATE secret SET sealed = CAST(x'01' || randomblob(40) AS BLOB)",
		"of another version":          "UPDATE secret SET sealed = CAST(x'02' || substr(sealed, 2) AS BLOB)",
		"emptied":                     "UPDATE secret SET sealed = x''",
	} {
		t.Run(name, func(t *testing.T) {
			ring := storetest.NewMemoryKeyring()
			s := openStore(t, stored(t, ring), ring)
			storetest.Must(t, s.Apply(t.Context(), put(exampleConnection("other", "Fabrikam"), store.SecretChanges{RefreshToken: secret("theirs")})))
			_, err := s.Vault.DB().Write.Exec(statement)
			storetest.Must(t, err)
			secrets, err := s.Secrets(t.Context(), "id")
			if problem := storetest.WantError[*vault.KeyError](t, err).Problem; problem != vault.Altered || secrets != (connector.Secrets{}) {
				t.Errorf("problem %d, secrets returned: %v", problem, secrets != connector.Secrets{})
			}
		})
	}
}

func TestProcessesThatStartAtOnceAgreeOnTheKey(t *testing.T) {
	for name, ring := range map[string]*storetest.MemoryKeyring{"keyring": storetest.NewMemoryKeyring(), "file": {Gone: errNoKeyring}} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			openStore(t, dir, ring)
			var all sync.WaitGroup
			for i := range 4 {
				s := openStore(t, dir, ring)
				all.Go(func() {
					id := string(rune('a' + i))
					c := exampleConnection(id, "connection "+id)
					if err := s.Apply(t.Context(), put(c, store.SecretChanges{RefreshToken: secret(id)})); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			s := openStore(t, dir, ring)
			for i := range 4 {
				id := string(rune('a' + i))
				if secrets, err := s.Secrets(t.Context(), id); err != nil || secrets.RefreshToken.Reveal() != id {
					t.Errorf("%s: %q, %v", id, secrets.RefreshToken.Reveal(), err)
				}
			}
			if len(ring.Entries) > 1 {
				t.Errorf("%d entries in the keyring", len(ring.Entries))
			}
		})
	}
}

// deafKeyring waits until nobody listens any more.
type deafKeyring struct{}

func (deafKeyring) Get(ctx context.Context, _, _ string) (string, error) { return "", wait(ctx) }
func (deafKeyring) Set(ctx context.Context, _, _, _ string) error        { return wait(ctx) }
func (deafKeyring) Delete(ctx context.Context, _, _ string) error        { return wait(ctx) }

func wait(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestWaitingForAKeyringCanBeCancelled(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir, deafKeyring{})
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range 2 { // one waits for the keyring, one for the first
		all.Go(func() {
			if _, err := s.Vault.Make(ctx); !errors.Is(err, context.Canceled) {
				t.Errorf("MakeKey = %v", err)
			}
		})
	}
	cancel()
	all.Wait()
	if _, err := os.Stat(filepath.Join(dir, vault.FileName)); !errors.Is(err, os.ErrNotExist) {
		t.Error("a cancelled call has made a key file")
	}
}
