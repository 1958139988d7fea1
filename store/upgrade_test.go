package store

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// openOld opens a copy of the file of an earlier version in testdata, with its key.
func openOld(t *testing.T, name string) *Store {
	t.Helper()
	dir := t.TempDir()
	dump, err := os.ReadFile(filepath.Join("testdata", name+".sql"))
	storetest.Must(t, err)
	key, err := os.ReadFile(filepath.Join("testdata", name+".key"))
	storetest.Must(t, err)
	storetest.Must(t, os.WriteFile(filepath.Join(dir, vault.FileName), key, 0o600))
	db, err := sql.Open("sqlite3", filepath.Join(dir, FileName))
	storetest.Must(t, err)
	_, err = db.ExecContext(t.Context(), string(dump))
	storetest.Must(t, err)
	storetest.Must(t, db.Close())
	return openStore(t, dir, storetest.NewMemoryKeyring())
}

func TestFileOfVersion1KeepsItsDataAndTakesWhatIsNew(t *testing.T) {
	const signedIn, unattended = "6f0f2a8e-7a51-4b43-9d0c-0e8f5a3b7c11", "1c9d4b32-5f6e-4a7b-8c9d-0e1f2a3b4c5d"
	s := openOld(t, "version1")
	at := time.Date(2026, 2, 1, 8, 0, 0, 0, time.UTC)

	want := exampleConnection(signedIn, "Contoso M365")
	want.Proxy.From, want.Proxy.Exceptions, want.Proxy.Script = "", "", "" // it had a proxy that was entered
	want.SignIn.At = at
	want.TokenUsed = at.AddDate(0, 0, 20) // when the token was rotated
	got, err := s.Connection(t.Context(), signedIn)
	storetest.Must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	secrets, err := s.Secrets(t.Context(), signedIn)
	storetest.Must(t, err)
	if secrets != (connector.Secrets{RefreshToken: "an old rotated token", ProxyPassword: "an old password"}) {
		t.Error("the secrets are not what they were")
	}
	drafts, err := s.Drafts(t.Context())
	storetest.Must(t, err)
	if len(drafts) != 1 || drafts[0].Connection.Name != "Renamed" || *drafts[0].Secrets.ClientSecret != "a waiting secret" ||
		drafts[0].Secrets.Certificate != nil {
		t.Errorf("drafts %+v", drafts)
	}
	if tasks, err := s.Tasks(t.Context(), TaskQuery{}); err != nil || len(tasks) != 1 || tasks[0].ConnectionID != signedIn ||
		tasks[0].Phases != nil {
		t.Errorf("tasks %+v, %v", tasks, err)
	}

	other, err := s.Connection(t.Context(), unattended)
	storetest.Must(t, err)
	if other.Disabled || !other.TokenUsed.IsZero() || other.Certificate != (connector.Certificate{}) {
		t.Errorf("what is new has values: %+v", other)
	}
	other.Disabled = true
	other.Certificate = connector.Certificate{Subject: "CN=new", Thumbprint: "AB", NotAfter: connector.DateOf(testTime)}
	storetest.Must(t, s.Apply(t.Context(), put(other, SecretChanges{Certificate: secret("PEM"), ClientSecret: secret("")})))
	if got, err = s.Connection(t.Context(), unattended); err != nil || cmp.Diff(other, got) != "" {
		t.Errorf("%v\n%s", err, cmp.Diff(other, got))
	}
}
