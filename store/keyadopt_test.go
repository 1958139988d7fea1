package store

import (
	"os"
	"path/filepath"
	"testing"
)

// A process that was killed after it wrote the key file, and before it recorded the key,
// has left a key that is as good as another.
func TestAKeyFileThatNobodyRecordedIsTaken(t *testing.T) {
	t.Setenv(KeyVariable, "file")
	whole := openStore(t, t.TempDir(), newMemoryKeyring())
	_, err := whole.MakeKey(t.Context())
	must(t, err)
	key, err := os.ReadFile(filepath.Join(whole.dir(), KeyFileName))
	must(t, err)

	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, KeyFileName), key, 0o600))
	s := openStore(t, dir, newMemoryKeyring())
	c := exampleConnection("id-1", "Contoso")
	must(t, s.Apply(t.Context(), put(c, SecretChanges{RefreshToken: secret("token")})))
	must(t, s.Close())

	again := openStore(t, dir, newMemoryKeyring())
	secrets, err := again.Secrets(t.Context(), c.ID)
	must(t, err)
	if secrets.RefreshToken != "token" {
		t.Error("another token comes back")
	}
	if left, err := os.ReadFile(filepath.Join(dir, KeyFileName)); err != nil || string(left) != string(key) {
		t.Errorf("the key file was changed: %v", err)
	}
}

// There is nothing to forget yet, and a key afterwards, where it belongs.
func TestForgetSecretsOfANewDirectory(t *testing.T) {
	for name, variable := range keyStores {
		t.Run("given the key shall be in the "+name, func(t *testing.T) {
			t.Setenv(KeyVariable, variable)
			s := newStore(t)
			must(t, s.ForgetSecrets(t.Context()))
			if place, err := s.KeyPlace(t.Context()); err != nil || place.Keyring() != (variable == "") {
				t.Errorf("the key is in the %s, %v", place, err)
			}
			must(t, s.Apply(t.Context(), put(exampleConnection("id", "Contoso"), SecretChanges{RefreshToken: secret("token")})))
			wantToken(t, s, "token")
		})
	}
}
