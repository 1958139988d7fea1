package vault_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// rotatorVariable makes the test binary a process that replaces and moves the key of
// a data directory until it is killed.
const rotatorVariable = "STORE_TEST_ROTATE"

func rotateForever(dir string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, dir, store.Options{Keyring: storetest.FileKeyring{Path: filepath.Join(dir, "keyring")}})
	if err != nil {
		return err
	}
	fmt.Println("open")
	for {
		if _, err := s.Vault.Rotate(ctx); err != nil {
			return err
		}
		if os.Getenv("STORE_TEST_MOVE") == "" {
			continue
		}
		if err := s.Vault.MoveToKeyring(ctx); err != nil {
			return err
		}
		s.Vault.SetUseFile(true) // as a process with KeyVariable
		if _, err := s.Vault.Rotate(ctx); err != nil {
			return err
		}
		s.Vault.SetUseFile(false)
	}
}

func TestKeyRotationThatIsKilledLeavesEverySecretReadable(t *testing.T) {
	const kills = 25
	for name, c := range map[string]struct{ inFile, move string }{
		"the key is in a file":          {inFile: "file"},
		"the key is in a keyring":       {},
		"the key goes to and fro":       {move: "yes"},
		"the key goes back from a file": {inFile: "file", move: "yes"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			t.Setenv(vault.Variable, c.inFile)
			ring := func(dir string) vault.Keyring { return storetest.FileKeyring{Path: filepath.Join(dir, "keyring")} }
			dir := t.TempDir()
			s := openStore(t, dir, ring(dir))
			for n := range 20 {
				id := fmt.Sprint("id", n)
				storetest.Must(t, s.Apply(t.Context(),
					put(exampleConnection(id, "Contoso "+id),
						store.SecretChanges{RefreshToken: secret("token of " + id), ClientSecret: secret("secret of " + id)})))
				storetest.Must(t, s.PutDraft(t.Context(),
					store.Draft{ConnectionID: id, Kind: store.DraftPut, Secrets: store.SecretChanges{ProxyPassword: secret("waits for " + id)}}))
			}
			storetest.Must(t, s.Close())
			t.Setenv(vault.Variable, "")
			random := rand.New(rand.NewPCG(1, 8))
			fingerprints := map[string]bool{}
			for range kills {
				cmd := exec.CommandContext(t.Context(), os.Args[0])
				cmd.Env = append(os.Environ(), rotatorVariable+"="+dir, "STORE_TEST_MOVE="+c.move)
				var said strings.Builder
				cmd.Stderr = &said
				output, err := cmd.StdoutPipe()
				storetest.Must(t, err)
				storetest.Must(t, cmd.Start())
				_, _ = output.Read(make([]byte, 1))                                    // it is open
				time.Sleep(time.Duration(random.Int64N(int64(60 * time.Millisecond)))) // the moment of the kill
				_ = cmd.Process.Kill()
				_ = cmd.Wait()
				if said.Len() > 0 {
					t.Fatalf("it failed before it was killed: %s", said.String())
				}
				s := openStore(t, dir, ring(dir))
				drafts, err := s.Drafts(t.Context())
				storetest.Must(t, err)
				if len(drafts) != 20 {
					t.Fatalf("%d drafts", len(drafts))
				}
				for n := range 20 {
					id := fmt.Sprint("id", n)
					secrets, err := s.Secrets(t.Context(), id)
					if err != nil || secrets.RefreshToken != connector.Secret("token of "+id) ||
						secrets.ClientSecret != connector.Secret("secret of "+id) {
						t.Fatalf("the secrets of %s: %v", id, err)
					}
				}
				record, err := vault.ReadRecord(t.Context(), s.Vault.DB().Read)
				storetest.Must(t, err)
				fingerprints[record.Fingerprint()] = true
				storetest.Must(t, s.Close())
			}
			if len(fingerprints) < 3 {
				t.Errorf("the key was replaced only %d times", len(fingerprints))
			}
		})
	}
}
