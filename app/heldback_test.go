package app

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
)

const noLicenses = `{"value":[]}`

// withoutLicenses has a tenant answer as if it had lost all its licenses.
func withoutLicenses(server *demotenant.Server) {
	server.Script(emptyList("/v1.0/subscribedSkus"))
}

// emptyList answers a listing as if nothing stood in it.
func emptyList(path string) func(r *http.Request) *demotenant.Fault {
	return func(r *http.Request) *demotenant.Fault {
		if r.URL.Path != path {
			return nil
		}
		f := demotenant.Answer(noLicenses)
		return &f
	}
}

// heldBack imports well, then loses all licenses.
func heldBack(t *testing.T, dir string) (*opened, *demotenant.Server, connector.Connection, store.Task) {
	t.Helper()
	server := demotenanttest.Start(t, demotenant.Options{Users: 50})
	b := openDir(t, dir, sourceOf(server))
	c := connect(t, b, "Contoso")
	mustImport(t, b, c)
	withoutLicenses(server)
	task, err := b.Import(t.Context(), c.ID, store.TriggerSchedule)
	var held *inventory.HeldBackError
	if !errors.As(err, &held) {
		t.Fatalf("%v", err)
	}
	return b, server, c, task
}

// heldFile is where what was held back lies.
func heldFile(t *testing.T, dir string, c connector.Connection) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "staging", c.ID+".held.*.db"))
	if err != nil || len(files) != 1 {
		t.Fatalf("held back are %v, %v", files, err)
	}
	return files[0]
}

func licenseCount(t *testing.T, b *opened) int64 {
	t.Helper()
	n, err := b.CountLicenses(t.Context(), inventory.LicenseQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func wantTask(t *testing.T, b *opened, id int64, status store.Status, message string) store.Task {
	t.Helper()
	task, err := b.Task(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if task.Status != status || !strings.Contains(task.Failure.Message, message) {
		t.Errorf("task %d is %s: %q, want %s: %q", id, task.Status, task.Failure.Message, status, message)
	}
	return task
}

func TestAnImportThatLosesTooMuchWaitsForADecision(t *testing.T) {
	dir := t.TempDir()
	b, _, c, task := heldBack(t, dir)
	before := licenseCount(t, b)
	wantTask(t, b, task.ID, store.StatusHeldBack, "The import would remove 19 of 19 licenses")
	if lost, err := b.TaskLost(t.Context(), task.ID, 0, 5); err != nil || len(lost) != 5 || lost[0].Of != connector.LicenseRecords ||
		lost[0].Name == "" {
		t.Errorf("%v, %v", lost, err)
	}
	if n, err := b.CountTaskLost(t.Context(), task.ID); err != nil || n != 19 {
		t.Errorf("%d lost, %v", n, err)
	}
	entry, _ := b.Entry(c.ID)
	if entry.Status() != "Held back" || len(entry.Warnings()) != 1 || !strings.Contains(entry.Warnings()[0].Message, "19 of 19 licenses") {
		t.Errorf("%s, %v", entry.Status(), entry.Warnings())
	}
	b.close()

	b = openDir(t, dir, b.source) // another process decides
	published, err := b.PublishHeld(t.Context(), task.ID)
	if err != nil || published.Counts.Licenses.Removed != 19 {
		t.Fatalf("%+v, %v", published, err)
	}
	if done := wantTask(t, b, task.ID, store.StatusSucceeded, ""); done.Ended.IsZero() ||
		!done.Ended.Equal(task.Ended.Truncate(time.Millisecond)) {
		t.Errorf("ended %v", done.Ended)
	}
	if n := licenseCount(t, b); n >= before {
		t.Errorf("%d licenses of %d", n, before)
	}
	if _, err := b.PublishHeld(t.Context(), task.ID); message.Of(err).ID != "imports.not-held.published" {
		t.Errorf("published twice: %v", err)
	}
	if err := b.DiscardHeld(t.Context(), task.ID); message.Of(err).ID != "imports.not-held.published" {
		t.Errorf("discarded after it was published: %v", err)
	}
}

func TestAHeldImportThatIsDiscardedChangesNothing(t *testing.T) {
	dir := t.TempDir()
	b, _, _, task := heldBack(t, dir)
	if err := b.DiscardHeld(t.Context(), task.ID); err != nil {
		t.Fatal(err)
	}
	wantTask(t, b, task.ID, store.StatusDiscarded, "Somebody has discarded it")
	if left, err := filepath.Glob(filepath.Join(dir, "staging", "*")); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
	if n := licenseCount(t, b); n != 19 {
		t.Errorf("%d licenses", n)
	}
}

// A later import takes the place of one that waits, whether it is held back too or
// published.
func TestALaterImportTakesThePlaceOfAHeldOne(t *testing.T) {
	b, server, c, task := heldBack(t, t.TempDir())
	again, err := b.Import(t.Context(), c.ID, store.TriggerSchedule)
	if err == nil {
		t.Fatal("it was published")
	}
	wantTask(t, b, task.ID, store.StatusDiscarded, "A later import")
	wantTask(t, b, again.ID, store.StatusHeldBack, "")
	server.Script(nil)
	mustImport(t, b, c)
	wantTask(t, b, again.ID, store.StatusDiscarded, "A later import")
	if n := licenseCount(t, b); n != 19 {
		t.Errorf("%d licenses", n)
	}
}

// A kill after the later import is recorded leaves both waiting: only it is decided upon.
func TestOfTwoThatAKillHasLeftWaitingTheLaterOneIsDecidedUpon(t *testing.T) {
	b, _, c, task := heldBack(t, t.TempDir())
	again, err := b.Import(t.Context(), c.ID, store.TriggerSchedule)
	if err == nil {
		t.Fatal("it was published")
	}
	if err := b.store.UpdateTask(t.Context(), task); err != nil {
		t.Fatal(err)
	}
	wantTask(t, b, task.ID, store.StatusHeldBack, "")
	if _, err := b.PublishHeld(t.Context(), task.ID); message.Of(err).ID != "imports.not-held.discarded" {
		t.Errorf("the older one is published: %v", err)
	}
	wantTask(t, b, task.ID, store.StatusDiscarded, "A later import")
	if _, err := b.PublishHeld(t.Context(), again.ID); err != nil || licenseCount(t, b) == 19 {
		t.Errorf("%d licenses, %v", licenseCount(t, b), err)
	}
}

// onStore runs a statement on beacon.db beside the program.
func onStore(t *testing.T, dir, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	if err == nil {
		_, err = db.ExecContext(t.Context(), statement)
		err = errors.Join(err, db.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A kill before the later one is recorded leaves the older one to be decided upon.
func TestAnImportWaitsUntilTheOneThatTakesItsPlaceIsRecorded(t *testing.T) {
	dir := t.TempDir()
	b, _, c, task := heldBack(t, dir)
	older, err := os.ReadFile(heldFile(t, b.dir, c))
	if err != nil {
		t.Fatal(err)
	}
	onStore(t, dir, "CREATE TRIGGER killed BEFORE UPDATE OF status ON task BEGIN SELECT RAISE(FAIL, 'killed'); END")
	if _, err := b.Import(t.Context(), c.ID, store.TriggerSchedule); err == nil {
		t.Fatal("it was published")
	}
	b.close()
	onStore(t, dir, "DROP TRIGGER killed")
	b = openDir(t, dir, b.source)
	wantTask(t, b, task.ID, store.StatusHeldBack, "")
	files, err := filepath.Glob(filepath.Join(b.dir, "staging", fmt.Sprintf("%s.held.%d.db", c.ID, task.ID)))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	if now, err := os.ReadFile(files[0]); err != nil || !bytes.Equal(now, older) {
		t.Errorf("what was held back has changed, %v", err)
	}
	if _, err := b.PublishHeld(t.Context(), task.ID); err != nil || licenseCount(t, b) == 19 {
		t.Errorf("%d licenses, %v", licenseCount(t, b), err)
	}
}

func TestPublishingWhatIsGoneIsSaid(t *testing.T) {
	dir := t.TempDir()
	b, _, c, task := heldBack(t, dir)
	if err := os.Remove(heldFile(t, dir, c)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.PublishHeld(t.Context(), task.ID); !strings.Contains(message.Explain(err).Message, "no longer there") {
		t.Errorf("%v", err)
	}
	wantTask(t, b, task.ID, store.StatusDiscarded, "no longer there")
}

func TestPublishingWhatIsDamagedIsSaid(t *testing.T) {
	for name, damage := range map[string]func(file string) error{
		"emptied": func(file string) error { return os.Truncate(file, 0) },
		"cut":     func(file string) error { return os.Truncate(file, 5000) },
		"replaced by something else": func(file string) error {
			return os.WriteFile(file, []byte(strings.Repeat("no database ", 1000)), 0o600)
		},
		"overwritten but for its beginning": func(file string) error {
			text, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			for i := range text[4096:] {
				text[4096+i] = 0xa5
			}
			return os.WriteFile(file, text, 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			b, _, c, task := heldBack(t, dir)
			if err := damage(heldFile(t, dir, c)); err != nil {
				t.Fatal(err)
			}
			if _, err := b.PublishHeld(t.Context(), task.ID); !strings.Contains(message.Explain(err).Message,
				"is damaged, so it cannot be published") {
				t.Errorf("%v", err)
			}
			wantTask(t, b, task.ID, store.StatusDiscarded, "is damaged")
			if left, err := filepath.Glob(filepath.Join(dir, "staging", "*")); err != nil || len(left) != 0 {
				t.Errorf("left: %v, %v", left, err)
			}
			if licenseCount(t, b) != 19 || b.Replaced() != nil {
				t.Errorf("%d licenses, inventory replaced: %v", licenseCount(t, b), b.Replaced())
			}
		})
	}
}

func TestDeletingAConnectionDecidesAgainstItsHeldImport(t *testing.T) {
	for _, keepData := range []bool{true, false} {
		dir := t.TempDir()
		b, _, c, task := heldBack(t, dir)
		if err := b.DeleteConnection(t.Context(), c, keepData); err != nil {
			t.Fatal(err)
		}
		wantTask(t, b, task.ID, store.StatusDiscarded, "Its connection was deleted")
		if left, err := filepath.Glob(filepath.Join(dir, "staging", "*.held.*")); err != nil || len(left) != 0 {
			t.Errorf("left: %v, %v", left, err)
		}
		if n := licenseCount(t, b); keepData != (n == 19) {
			t.Errorf("%d licenses", n)
		}
	}
}

func TestTheShareCanBeSetPerConnection(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 50})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := connect(t, b, "Contoso")
	mustImport(t, b, c)
	c.LossShare = 100
	save(t, b, c, store.SecretChanges{})
	server.Script(func(r *http.Request) *demotenant.Fault {
		if r.URL.Path != "/v1.0/subscribedSkus" {
			return nil
		}
		f := demotenant.Answer(`{"value":[{"skuId":"06ebc4ee-1bb5-47dd-8120-11324bc54e06","skuPartNumber":"SPE_E5",
			"consumedUnits":1,"prepaidUnits":{"enabled":1},"servicePlans":[]}]}`)
		return &f
	})
	if task := mustImport(t, b, c); task.Counts.Licenses.Removed < 17 {
		t.Errorf("%+v", task.Counts.Licenses)
	}
	c.LossShare = 101
	var refused *workspace.ProblemsError
	if err := b.SaveConnection(t.Context(), c, store.SecretChanges{}); !errors.As(err, &refused) ||
		refused.Problems[0].Field != connector.FieldLossShare {
		t.Errorf("%v", err)
	}
}

// Subscriptions that are no longer listed hold nothing back, and nothing of them is lost.
func TestAnImportWarnsOfPartsThatItKeeps(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 50})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := connect(t, b, "Contoso")
	mustImport(t, b, c)
	server.Script(emptyList("/v1.0/directory/subscriptions"))
	task := mustImport(t, b, c)
	if task.Status != store.StatusWarnings || len(task.Warnings) != 1 || !strings.Contains(task.Warnings[0].Message, "listed only 0 of the") {
		t.Errorf("%s, %v", task.Status, task.Warnings)
	}
}

func TestAHeldImportIsLeftAloneWhileAnImportRuns(t *testing.T) {
	dir := t.TempDir()
	b, _, c, task := heldBack(t, dir)
	release, err := lock.Connection(dir, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	var busy *lock.BusyError
	if err := b.DiscardHeld(t.Context(), task.ID); !errors.As(err, &busy) {
		t.Errorf("%v", err)
	}
	if err := b.StartPublishHeld(t.Context(), task.ID); !errors.As(err, &busy) {
		t.Errorf("%v", err)
	}
	wantTask(t, b, task.ID, store.StatusHeldBack, "")
}

// A kill after the publish and before it is recorded leaves a task that waits for what
// has happened.
func TestAPublishedImportIsNeverSaidToBeDiscarded(t *testing.T) {
	for name, decide := range map[string]func(b *opened, id int64) error{
		"published once more": func(b *opened, id int64) error {
			_, err := b.PublishHeld(t.Context(), id)
			return err
		},
		"discarded": func(b *opened, id int64) error { return b.DiscardHeld(t.Context(), id) },
	} {
		t.Run("given it is to be "+name, func(t *testing.T) {
			b, _, _, task := heldBack(t, t.TempDir())
			if _, err := b.PublishHeld(t.Context(), task.ID); err != nil {
				t.Fatal(err)
			}
			left := licenseCount(t, b)
			if err := b.store.UpdateTask(t.Context(), task); err != nil { // as it was before the kill
				t.Fatal(err)
			}
			if err := decide(b, task.ID); message.Of(err).ID != "imports.not-held.published" {
				t.Errorf("the decision ended with %v", err)
			}
			wantTask(t, b, task.ID, store.StatusSucceeded, "")
			if now := licenseCount(t, b); now != left {
				t.Errorf("%d licenses, %d before", now, left)
			}
		})
	}
}
