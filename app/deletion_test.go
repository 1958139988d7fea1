package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

// deleted returns what a deletion has left of a connection.
func deleted(t *testing.T, b *opened, id string) (users int64, noted []store.DeletedConnection, files []string) {
	t.Helper()
	noted, err := b.store.DeletedConnections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if files, err = filepath.Glob(filepath.Join(b.dir, "staging", id+"*")); err != nil {
		t.Fatal(err)
	}
	return userCount(t, b), noted, files
}

func TestADeletionThatIsCutShortIsCarriedOutAtTheNextStart(t *testing.T) {
	for _, test := range []struct {
		name string
		keep bool
		// until is what the process has still done.
		until func(t *testing.T, b *opened, c connector.Connection) error
		users int64
	}{
		{name: "given it ends after the connection is deleted", until: noMore},
		{name: "given it ends after what was held back is discarded", until: func(t *testing.T, b *opened, c connector.Connection) error {
			last, err := b.store.LastTasks(t.Context())
			held := last[c.ID]
			held.Status = store.StatusDiscarded
			return errors.Join(err, b.data.DropHeldBut(c.ID, nil), b.store.UpdateTask(t.Context(), held))
		}},
		{name: "given it ends after staging files are removed", until: func(_ *testing.T, b *opened, c connector.Connection) error {
			return b.data.DropStaged(c.ID)
		}},
		{name: "given it ends after the inventory is removed", until: func(t *testing.T, b *opened, c connector.Connection) error {
			return b.data.Forget(t.Context(), c.ID)
		}},
		{name: "given it ends after the connection is deleted, and its inventory is kept", keep: true, until: noMore, users: 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir, source := t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20}))
			b := openDir(t, dir, source)
			c := connect(t, b, "Contoso")
			mustImport(t, b, c)
			held, err := b.store.CreateTask(t.Context(),
				store.Task{ConnectionID: c.ID, ConnectionName: c.Name, Trigger: store.TriggerManual, Status: store.StatusHeldBack, Started: b.now()})
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{c.ID + ".db", c.ID + ".held.db", c.ID + ".held.7.db"} {
				if err := os.WriteFile(filepath.Join(dir, "staging", name), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := b.store.Apply(t.Context(), []store.Change{{Delete: c.ID, KeepInventory: test.keep}}); err != nil {
				t.Fatal(err)
			}
			if err := test.until(t, b, c); err != nil {
				t.Fatal(err)
			}
			b.close()

			again := openWith(t, Options{Dir: dir, Source: source}) // as any command does
			users, noted, files := deleted(t, again, c.ID)
			if users != test.users || len(files) != 0 {
				t.Errorf("%d users and %v are left", users, files)
			}
			if test.keep != (len(noted) == 1 && noted[0].Cleared) || !test.keep && len(noted) != 0 {
				t.Errorf("noted: %+v", noted)
			}
			if test.keep != (keptNames(again) == "Contoso") {
				t.Errorf("kept: %s", keptNames(again))
			}
			if task, err := again.Task(t.Context(), held.ID); err != nil || task.Status != store.StatusDiscarded {
				t.Errorf("the task that was held back: %s, %v", task.Status, err)
			}
		})
	}
}

func noMore(*testing.T, *opened, connector.Connection) error { return nil }

// Another process may have brought it back between the look at the list and the lock.
func TestNothingIsRemovedOfAConnectionThatIsThereAgain(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	c := connect(t, b, "Contoso")
	mustImport(t, b, c)
	staged := filepath.Join(b.dir, "staging", c.ID+".db")
	if err := errors.Join(os.WriteFile(staged, nil, 0o600), b.FinishDeletion(t.Context(), c.ID)); err != nil {
		t.Fatal(err)
	}
	if users, _, files := deleted(t, b, c.ID); users != 20 || len(files) != 1 {
		t.Errorf("%d users and %v are left", users, files)
	}
}

func TestADeletionThatAnotherProcessCarriesOutIsLeftToIt(t *testing.T) {
	dir, source := t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20}))
	b := openDir(t, dir, source)
	c := connect(t, b, "Contoso")
	mustImport(t, b, c)
	if err := b.store.Apply(t.Context(), []store.Change{{Delete: c.ID}}); err != nil {
		t.Fatal(err)
	}
	b.close()
	release, err := lock.Connection(dir, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	meanwhile := openWith(t, Options{Dir: dir, Source: source})
	if users, noted, _ := deleted(t, meanwhile, c.ID); users != 20 || len(noted) != 1 || len(meanwhile.Kept()) != 0 {
		t.Errorf("%d users, noted %+v, kept %s", users, noted, keptNames(meanwhile))
	}
	release()
	meanwhile.retryDeletions(t.Context()) // as those do that run for long
	if users, noted, _ := deleted(t, meanwhile, c.ID); users != 0 || len(noted) != 0 || len(meanwhile.LastPublished()) != 0 {
		t.Errorf("afterward: %d users, noted %+v", users, noted)
	}
}

func TestWhatCannotBeRemovedIsRemovedLater(t *testing.T) {
	dir, source := t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20}))
	b := openDir(t, dir, source)
	c := connect(t, b, "Contoso")
	mustImport(t, b, c)
	inTheWay := filepath.Join(dir, "staging", c.ID+".db", "folder")
	if err := os.MkdirAll(inTheWay, 0o700); err != nil {
		t.Fatal(err)
	}
	err := b.DeleteConnection(t.Context(), c, false)
	if message.Of(err).ID != "workspace.unfinished-deletion" {
		t.Errorf("error %v", err)
	}
	if advice := message.Explain(err); !strings.Contains(advice.Message, `The connection "Contoso" is deleted`) ||
		!strings.Contains(advice.Message, c.ID+".db") {
		t.Errorf("advice %+v", advice)
	}
	if _, found := b.Entry(c.ID); found || len(b.Kept()) != 0 {
		t.Errorf("the connection is there: %v, kept: %s", found, keptNames(b))
	}
	b.close()
	if err := os.Remove(inTheWay); err != nil {
		t.Fatal(err)
	}
	again := openWith(t, Options{Dir: dir, Source: source})
	if users, noted, files := deleted(t, again, c.ID); users != 0 || len(noted) != 0 || len(files) != 0 {
		t.Errorf("%d users, noted %+v, files %v", users, noted, files)
	}
}
