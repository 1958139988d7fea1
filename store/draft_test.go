package store

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// plainSecrets makes the secrets of drafts comparable, which print as "[secret]".
var plainSecrets = cmp.Transformer("reveal", func(s connector.Secret) string { return s.Reveal() })

func TestDraftsComeBack(t *testing.T) {
	dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
	s := openStore(t, dir, ring)
	want := []Draft{
		{
			ConnectionID: "a", Kind: DraftPut, Connection: exampleConnection("a", "New one"), Changed: testTime,
			Secrets: SecretChanges{RefreshToken: secret("a token"), ClientSecret: secret("")},
		},
		{ConnectionID: "b", Kind: DraftDelete, Connection: exampleConnection("b", "Old one"), KeepData: true, Changed: testTime},
	}
	storetest.Must(t, s.PutDraft(t.Context(), Draft{ConnectionID: "a", Kind: DraftDelete}))
	for _, d := range want {
		storetest.Must(t, s.PutDraft(t.Context(), d))
	}
	storetest.Must(t, s.Close())

	s = openStore(t, dir, ring)
	got, err := s.Drafts(t.Context())
	storetest.Must(t, err)
	if diff := cmp.Diff(want, got, plainSecrets); diff != "" {
		t.Error(diff)
	}
	storetest.Must(t, s.DropDrafts(t.Context(), []string{"a", "nobody"}, nil))
	if got, err = s.Drafts(t.Context()); err != nil || len(got) != 1 || got[0].ConnectionID != "b" {
		t.Errorf("drafts = %+v, %v", got, err)
	}
}

// Drafts of former versions wait in data directories.
func TestDraftsStayAsTheyWereStored(t *testing.T) {
	changes := SecretChanges{
		RefreshToken: secret("a token"), ClientSecret: secret(""), ProxyPassword: secret("ü"), Certificate: secret("\x00PFX\xff"),
	}
	d := Draft{
		ConnectionID: "a", Kind: DraftPut, Connection: exampleConnection("a", "One"), KeepData: true, Changed: testTime,
		Secrets: changes,
	}
	connection, err := json.Marshal(d.Connection)
	storetest.Must(t, err)
	stored := `{"kind":"put","connection":` + string(connection) +
		`,"refreshToken":"a token","clientSecret":"","proxyPassword":"ü","certificate":"AFBGWP8=","keepData":true}`
	got, err := parseDraft("a", formatTime(testTime), []byte(stored))
	storetest.Must(t, err)
	if diff := cmp.Diff(d, got, plainSecrets); diff != "" {
		t.Error(diff)
	}
	content, err := d.content()
	storetest.Must(t, err)
	var want, have map[string]any
	storetest.Must(t, json.Unmarshal([]byte(stored), &want))
	storetest.Must(t, json.Unmarshal(content, &have))
	if diff := cmp.Diff(want, have); diff != "" {
		t.Error(diff)
	}
	if _, err := parseDraft("a", formatTime(testTime), []byte(`{"kind":"put","refreshToken":5}`)); err == nil {
		t.Error("a token that is a number is read")
	}
}

func TestEverySecretOfADraftComesBack(t *testing.T) {
	s := newStore(t)
	d := Draft{ConnectionID: "a", Kind: DraftPut, Connection: exampleConnection("a", "One")}
	for i, change := range d.Secrets.values() {
		*change = secret("the " + string(connector.SecretFields[i]))
	}
	storetest.Must(t, s.PutDraft(t.Context(), d))
	got, err := s.Drafts(t.Context())
	if err != nil || len(got) != 1 || cmp.Diff(d.Secrets, got[0].Secrets, plainSecrets) != "" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestSaveDropsItsDraftsAlone(t *testing.T) {
	s := newStore(t)
	for _, id := range []string{"put", "deleted", "other"} {
		storetest.Must(t, s.PutDraft(t.Context(), Draft{ConnectionID: id, Kind: DraftPut, Connection: exampleConnection(id, id)}))
	}
	c := exampleConnection("put", "put")
	taken := exampleConnection("taken", "PUT")
	storetest.WantMessage(t, s.Apply(t.Context(), []Change{{Put: &c}, {Put: &taken}}), "store.name-taken", "PUT")
	if drafts, err := s.Drafts(t.Context()); err != nil || len(drafts) != 3 {
		t.Errorf("after a Save that failed: %d drafts, %v", len(drafts), err)
	}
	storetest.Must(t, s.Apply(t.Context(), []Change{{Put: &c}, {Delete: "deleted"}}))
	if drafts, err := s.Drafts(t.Context()); err != nil || len(drafts) != 1 || drafts[0].ConnectionID != "other" {
		t.Errorf("after Save: %+v, %v", drafts, err)
	}
}

func TestDraftNeedsAConnection(t *testing.T) {
	if err := newStore(t).PutDraft(t.Context(), Draft{}); err == nil {
		t.Error("accepted")
	}
}

func TestMovedDraftIsNotOpened(t *testing.T) {
	s := newStore(t)
	storetest.Must(t, s.PutDraft(t.Context(), Draft{ConnectionID: "a", Kind: DraftPut}))
	_, err := s.db.Write.Exec("UPDATE draft SET connection_id = 'b'")
	storetest.Must(t, err)
	_, err = s.Drafts(t.Context())
	storetest.WantError[*vault.KeyError](t, err)
	storetest.Must(t, s.DropDrafts(t.Context(), []string{"b"}, nil))
}
