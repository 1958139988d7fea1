package store

import (
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
	storetest.Must(t, s.DropDrafts(t.Context(), "a", "nobody"))
	if got, err = s.Drafts(t.Context()); err != nil || len(got) != 1 || got[0].ConnectionID != "b" {
		t.Errorf("drafts = %+v, %v", got, err)
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
	storetest.Must(t, s.DropDrafts(t.Context(), "b"))
}
