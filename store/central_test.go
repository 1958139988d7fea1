package store

import (
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
)

func exampleCentral() Central {
	return Central{
		Server: "db.example:5432", Database: "assets", User: "beacon", Schema: "beacon", TLS: "verify-full", CA: "an authority",
		Certificate: "a certificate",
	}
}

func TestTheCentralDatabaseComesBackWhole(t *testing.T) {
	dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
	s := openStore(t, dir, ring)
	if c, found, err := s.Central(t.Context()); found || err != nil || c != (Central{}) {
		t.Errorf("before it is set up there is %+v, %v, %v", c, found, err)
	}
	storetest.Must(t, s.SetCentral(t.Context(), exampleCentral(),
		CentralSecrets[*connector.Secret]{Password: secret("a password of it"), Key: secret("a private key")}))
	storetest.Must(t, s.Close())

	s = openStore(t, dir, ring)
	if c, found, err := s.Central(t.Context()); !found || err != nil || c != exampleCentral() {
		t.Errorf("%+v, %v, %v", c, found, err)
	}
	if state, err := s.CentralSecretState(t.Context()); err != nil || state != (CentralSecrets[time.Time]{Password: testTime, Key: testTime}) {
		t.Errorf("stored %+v, %v", state, err)
	}
	holdsCentralSecrets(t, s, "a password of it", "a private key")
	if storetest.Contains(t, dir, []byte("a password of it")) || storetest.Contains(t, dir, []byte("a private key")) {
		t.Error("a secret stands open in a file")
	}
}

func holdsCentralSecrets(t *testing.T, s *Store, password, key connector.Secret) {
	t.Helper()
	secrets, err := s.CentralSecrets(t.Context())
	if err != nil || secrets != (CentralSecrets[connector.Secret]{Password: password, Key: key}) {
		t.Errorf("the secrets are others, %v", err)
	}
}

func TestSecretsOfTheCentralDatabaseChangeOneByOne(t *testing.T) {
	s := newStore(t)
	storetest.Must(t, s.SetCentral(t.Context(), exampleCentral(),
		CentralSecrets[*connector.Secret]{Password: secret("first"), Key: secret("key")}))
	moved := exampleCentral()
	moved.Server = "other.example:5433"
	storetest.Must(t, s.SetCentral(t.Context(), moved, CentralSecrets[*connector.Secret]{}))
	holdsCentralSecrets(t, s, "first", "key")
	storetest.Must(t, s.SetCentral(t.Context(), moved, CentralSecrets[*connector.Secret]{Password: secret("second"), Key: secret("")}))
	holdsCentralSecrets(t, s, "second", "")
	if c, _, err := s.Central(t.Context()); err != nil || c != moved {
		t.Errorf("%+v, %v", c, err)
	}
	storetest.Must(t, s.ForgetCentral(t.Context()))
	if _, found, err := s.Central(t.Context()); found || err != nil {
		t.Errorf("after it was forgotten: %v, %v", found, err)
	}
	holdsCentralSecrets(t, s, "", "")
}

func TestSecretsOfTheCentralDatabaseFollowTheKey(t *testing.T) {
	s := newStore(t)
	c := exampleConnection("id-1", "Contoso")
	storetest.Must(t, s.Apply(t.Context(), put(c, SecretChanges{RefreshToken: secret("token")})))
	storetest.Must(t, s.SetCentral(t.Context(), exampleCentral(), CentralSecrets[*connector.Secret]{Password: secret("p"), Key: secret("k")}))
	if n, err := s.Vault.Rotate(t.Context()); err != nil || n.Resealed != 3 {
		t.Fatalf("%d sealed anew, %v", n, err)
	}
	holdsCentralSecrets(t, s, "p", "k")

	storetest.Must(t, s.Apply(t.Context(), []Change{{Delete: "id-1"}}))
	if state, err := s.SecretState(t.Context(), "id-1"); err != nil || state != (SecretState{}) {
		t.Errorf("a deleted connection leaves secrets: %+v, %v", state, err)
	}
	holdsCentralSecrets(t, s, "p", "k")

	storetest.Must(t, s.Vault.Forget(t.Context()))
	holdsCentralSecrets(t, s, "", "")
	if _, found, err := s.Central(t.Context()); !found || err != nil {
		t.Errorf("with its secrets went the database: %v, %v", found, err)
	}
}
