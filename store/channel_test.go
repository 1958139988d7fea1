package store

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// addChannel stores a channel with a secret.
func addChannel(t *testing.T, s *Store, id, name string, secrets ChannelSecrets) {
	t.Helper()
	storetest.Must(t, s.EditChannels(t.Context(), ChannelEdit{
		Put: []Channel{{ID: id, Name: name, Content: json.RawMessage(`{"kind":"webhook"}`)}}, Secrets: map[string]ChannelSecrets{id: secrets},
	}))
}

func TestSecretsOfChannelsAreSealedAndReplacedWithTheKey(t *testing.T) {
	dir, ring := t.TempDir(), storetest.NewMemoryKeyring()
	s := openStore(t, dir, ring)
	const address = "https://hooks.example/a-secret-path"
	addChannel(t, s, "a", "Team", ChannelSecrets{"address": address, "signing-key": "a signing key"})
	if storetest.Contains(t, dir, []byte(address)) {
		t.Error("the address stands in a file")
	}
	done, err := s.Vault.Rotate(t.Context())
	if err != nil || done.Resealed != 2 {
		t.Errorf("%d, %v", done.Resealed, err)
	}
	// One is cleared, the other stays.
	addChannel(t, s, "a", "Team", ChannelSecrets{"signing-key": ""})
	got, err := s.ChannelSecrets(t.Context(), "a")
	storetest.Must(t, err)
	if len(got) != 1 || got["address"].Reveal() != address {
		t.Errorf("%d secrets", len(got))
	}
	fields, err := s.ChannelSecretFields(t.Context())
	storetest.Must(t, err)
	if diff := cmp.Diff(map[string][]connector.Field{"a": {"address"}}, fields); diff != "" {
		t.Error(diff)
	}
	// A secret that is moved to another channel cannot be opened there.
	addChannel(t, s, "b", "Other", nil)
	storetest.Must(t, s.db.Update(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), "UPDATE secret SET connection_id = 'b'")
		return err
	}))
	_, err = s.ChannelSecrets(t.Context(), "b")
	storetest.WantError[*vault.KeyError](t, err)
	storetest.Must(t, s.Vault.Forget(t.Context()))
	if got, err := s.ChannelSecrets(t.Context(), "b"); err != nil || len(got) != 0 {
		t.Errorf("%d secrets are left, %v", len(got), err)
	}
}

func TestAChannelNeedsANameOfItsOwn(t *testing.T) {
	s := newStore(t)
	addChannel(t, s, "a", "Team", nil)
	err := s.EditChannels(t.Context(), ChannelEdit{Put: []Channel{{ID: "b", Name: "TEAM", Content: json.RawMessage("{}")}}})
	storetest.WantMessage(t, err, "store.channel-name-taken")
	storetest.Must(t, s.EditChannels(t.Context(),
		ChannelEdit{Remove: []string{"a"}, Put: []Channel{{ID: "b", Name: "TEAM", Content: json.RawMessage("{}")}}}))
	if all, err := s.Channels(t.Context()); err != nil || len(all) != 1 || all[0].ID != "b" {
		t.Errorf("%+v, %v", all, err)
	}
}

func TestACauseIsToldWithItsMessagesAtOnce(t *testing.T) {
	s := newStore(t)
	addChannel(t, s, "a", "Team", nil)
	cause := Cause{Key: "failed:1", Kind: "import-failed", At: testTime}
	message := Outgoing{Delivery: "d", ChannelID: "a", Content: json.RawMessage(`{}`), Created: testTime, Due: testTime}
	lost := message
	lost.ChannelID = "gone"
	storetest.Must(t, s.Tell(t.Context(),
		Telling{Come: []Cause{cause}, Messages: []Outgoing{message, lost}, Settings: map[string]string{"x": "y"}}))
	causes, err := s.Causes(t.Context())
	storetest.Must(t, err)
	waiting, err := s.OutgoingMessages(t.Context())
	storetest.Must(t, err)
	if len(causes) != 1 || causes[0] != cause || len(waiting) != 1 || waiting[0].Tries != 0 || len(waiting[0].Done) != 0 {
		t.Fatalf("%+v %+v", causes, waiting)
	}
	later := testTime.Add(time.Hour)
	postponed := waiting[0]
	postponed.Due, postponed.Failure, postponed.Done, postponed.Apart = later, "no answer", []string{"anne@contoso.com"}, true
	storetest.Must(t, s.Postpone(t.Context(), postponed, Reception{}))
	waiting, err = s.OutgoingMessages(t.Context())
	storetest.Must(t, err)
	if w := waiting[0]; w.Tries != 1 || !w.Due.Equal(later) || w.Failure != "no answer" || w.Delivery != "d" ||
		!slices.Equal(w.Done, postponed.Done) || !w.Apart {
		t.Errorf("%+v", w)
	}
	glance, err := GlanceAt(t.Context(), s.dir(), storetest.NewMemoryKeyring())
	if err != nil || glance.Undelivered != 1 || glance.NotSent != "no answer" {
		t.Errorf("%+v, %v", glance, err)
	}
	// Whoever stores the channel may have mended it.
	storetest.Must(t, s.EditChannels(t.Context(), ChannelEdit{Put: []Channel{{ID: "a", Name: "Team", Content: json.RawMessage("{}")}}}))
	if waiting, err = s.OutgoingMessages(t.Context()); err != nil || len(waiting) != 1 || waiting[0].Due.After(testTime) ||
		waiting[0].Failure != "no answer" {
		t.Errorf("%+v, %v", waiting, err)
	}
	storetest.Must(t, s.Tell(t.Context(), Telling{Over: []string{cause.Key}}))
	storetest.Must(t, s.EditChannels(t.Context(), ChannelEdit{Remove: []string{"a"}}))
	causes, _ = s.Causes(t.Context())
	waiting, _ = s.OutgoingMessages(t.Context())
	if len(causes)+len(waiting) != 0 {
		t.Errorf("%+v %+v", causes, waiting)
	}
}

func TestARecipientIsRefusedUntilAMessageIsTaken(t *testing.T) {
	s := newStore(t)
	const anne, bob = "anne@contoso.com", "bob@contoso.com"
	addChannel(t, s, "a", "Mail", nil)
	refuse := func(at time.Time, said string, addresses ...string) {
		t.Helper()
		r := Reception{At: at, Refused: map[string]string{}}
		for _, address := range addresses {
			r.Refused[address] = said
		}
		storetest.Must(t, s.EndOutgoing(t.Context(), Outgoing{ChannelID: "a"}, r))
	}
	want := func(want ...RefusedRecipient) {
		t.Helper()
		got, err := s.RefusedRecipients(t.Context())
		storetest.Must(t, err)
		glance, err := GlanceAt(t.Context(), s.dir(), storetest.NewMemoryKeyring())
		storetest.Must(t, err)
		if !slices.Equal(got, want) || len(glance.Refused) != len(want) {
			t.Errorf("%+v, and at a glance %+v", got, glance.Refused)
		}
	}
	later := testTime.Add(time.Hour)
	refuse(testTime, "550 no such user", anne, bob)
	refuse(later, "550 gone", anne)
	want(RefusedRecipient{"a", anne, "550 gone", testTime, later, 2}, RefusedRecipient{"a", bob, "550 no such user", testTime, testTime, 1})
	storetest.Must(t, s.Receive(t.Context(), "a", Reception{At: later, Taken: []string{anne}}))
	want(RefusedRecipient{"a", bob, "550 no such user", testTime, testTime, 1})
	// Who stays a recipient is still refused, and nobody of a channel that was removed meanwhile.
	storetest.Must(t, s.EditChannels(t.Context(),
		ChannelEdit{Put: []Channel{{ID: "a", Name: "Mail", Content: json.RawMessage("{}"), Recipients: []string{bob}}}}))
	want(RefusedRecipient{"a", bob, "550 no such user", testTime, testTime, 1})
	storetest.Must(t, s.EditChannels(t.Context(),
		ChannelEdit{Put: []Channel{{ID: "a", Name: "Mail", Content: json.RawMessage("{}"), Recipients: []string{anne}}}}))
	want()
	storetest.Must(t, s.EditChannels(t.Context(), ChannelEdit{Remove: []string{"a"}}))
	refuse(later, "550 gone", anne)
	want()
}

func TestAnImportIsMissedUntilTheNext(t *testing.T) {
	s := newStore(t)
	plan := schedule.Schedule{ID: "s", Name: "Nightly", Kind: schedule.Daily}
	storetest.Must(t, s.Apply(t.Context(), nil, ScheduleChange{Put: &plan}))
	for id, disabled := range map[string]bool{"on": false, "off": true} {
		c := exampleConnection(id, id)
		c.ScheduleID, c.Disabled = "s", disabled
		storetest.Must(t, s.Apply(t.Context(), put(c, SecretChanges{})))
	}
	storetest.Must(t, s.PassOver(t.Context(), "s", testTime.Add(-time.Hour)))
	missed, err := s.MissedImports(t.Context())
	if diff := cmp.Diff(map[string]time.Time{"on": testTime.Add(-time.Hour)}, missed); err != nil || diff != "" {
		t.Fatal(err, diff)
	}
	_, err = s.CreateTask(t.Context(), Task{ConnectionID: "on", ConnectionName: "on", Status: StatusRunning})
	storetest.Must(t, err)
	if missed, err := s.MissedImports(t.Context()); err != nil || len(missed) != 0 {
		t.Errorf("%v, %v", missed, err)
	}
	// A run that is given up is missed by what it had still to import.
	_, err = s.BeginRun(t.Context(), "s", testTime.Add(time.Hour))
	storetest.Must(t, err)
	storetest.Must(t, s.GiveUpRun(t.Context(), "s"))
	if missed, err := s.MissedImports(t.Context()); err != nil || len(missed) != 1 || !missed["on"].Equal(testTime.Add(time.Hour)) {
		t.Errorf("%v, %v", missed, err)
	}
}

// What was made before there were channels, such as yesterday's backup, is looked at as well.
func TestAnOlderFileIsLookedAtWithoutChannels(t *testing.T) {
	dir := t.TempDir()
	dump, err := os.ReadFile(filepath.Join("testdata", "version1.sql"))
	storetest.Must(t, err)
	db, err := sql.Open("sqlite3", filepath.Join(dir, FileName))
	storetest.Must(t, err)
	_, err = db.ExecContext(t.Context(), string(dump)+"; DELETE FROM secret; DELETE FROM draft;")
	storetest.Must(t, err)
	storetest.Must(t, db.Close())
	if err := CheckBackupKey(t.Context(), dir, filepath.Join(dir, FileName), storetest.NewMemoryKeyring()); err != nil {
		t.Error(err)
	}
	var g Glance
	options, err := fileOptions()
	storetest.Must(t, err)
	storetest.Must(t, sqlite.View(t.Context(), filepath.Join(dir, FileName), options, func(db *sql.DB) error {
		return g.lookForUndelivered(t.Context(), db)
	}))
}
