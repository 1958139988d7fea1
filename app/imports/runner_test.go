package imports

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3" // beacon.db is changed beside the program

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/connector/microsoft365"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/storetest"
)

// office is a runner with all that it works with.
type office struct {
	*Runner
	t      *testing.T
	server *demotenant.Server
	inv    *inventory.Inventory
	// after is how often AfterTask was called, refused what it returns.
	after   atomic.Int64
	refused error
}

const contoso = "contoso"

// openOffice has a connection to a small tenant.
func openOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, server: demotenanttest.Start(t, demotenant.Options{Users: 20})}
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{Keyring: storetest.NewMemoryKeyring()})
	storetest.Must(t, err)
	t.Cleanup(func() { storetest.Must(t, s.Close()) })
	o.inv, err = inventory.Open(t.Context(), dir, inventory.Options{})
	storetest.Must(t, err)
	t.Cleanup(func() { _ = o.inv.Close() })
	o.Runner = New(Options{
		Dir: dir, Source: microsoft365.New(microsoft365.Options{Clouds: []connector.Cloud{o.server.Cloud()}}), Store: s, Inventory: o.inv,
		Log: slog.New(slog.DiscardHandler), Now: time.Now,
		AfterTask: func(context.Context) error { o.after.Add(1); return o.refused },
	})
	t.Cleanup(o.Close)
	o.connect(contoso)
	return o
}

// connect saves a connection that needs no sign-in.
func (o *office) connect(id string) {
	o.t.Helper()
	c := o.source.(*microsoft365.Source).Defaults(connector.CloudDemonstration)
	c.ID, c.Name = id, "Name of "+id
	c.Flow, c.ClientID, c.TokenEndpoint = connector.ClientCredentials, demotenant.ConfidentialClientID, o.server.TenantTokenEndpoint()
	secret := connector.Secret(demotenant.ConfidentialClientSecret)
	storetest.Must(o.t, o.store.Apply(o.t.Context(), []store.Change{{Put: &c, Secrets: store.SecretChanges{ClientSecret: &secret}}}))
}

// on changes beacon.db beside the program.
func (o *office) on(statement string) {
	o.t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(o.dir, store.FileName))
	storetest.Must(o.t, err)
	_, err = db.ExecContext(o.t.Context(), statement)
	storetest.Must(o.t, errors.Join(err, db.Close()))
}

func (o *office) create(status store.Status) store.Task {
	o.t.Helper()
	task, err := o.store.CreateTask(o.t.Context(), store.Task{
		ConnectionID: contoso, ConnectionName: "Name of contoso", Status: status, Started: time.Now(),
	})
	storetest.Must(o.t, err)
	return task
}

func (o *office) want(id int64, status store.Status) store.Task {
	o.t.Helper()
	task, err := o.store.Task(o.t.Context(), id)
	storetest.Must(o.t, err)
	if task.Status != status {
		o.t.Errorf("task %d is %s, want %s", id, task.Status, status)
	}
	return task
}

// held imports well, and then without any license.
func (o *office) held() store.Task {
	o.t.Helper()
	_, err := o.Import(o.t.Context(), contoso, store.TriggerManual)
	storetest.Must(o.t, err)
	o.server.Script(func(r *http.Request) *demotenant.Fault {
		if r.URL.Path != "/v1.0/subscribedSkus" {
			return nil
		}
		f := demotenant.Answer(`{"value":[]}`)
		return &f
	})
	task, err := o.Import(o.t.Context(), contoso, store.TriggerSchedule)
	storetest.WantError[*endedError](o.t, err)
	return o.want(task.ID, store.StatusHeldBack)
}

// refusals are what may fail of beacon.db: how it is spoiled, and mended.
var refusals = map[string]struct{ spoil, mend string }{
	"tasks cannot be read": {"ALTER TABLE task RENAME TO hidden", "ALTER TABLE hidden RENAME TO task"},
	"tasks cannot be changed": {
		"CREATE TRIGGER stays BEFORE UPDATE OF status ON task BEGIN SELECT RAISE(FAIL, 'it stays'); END", "DROP TRIGGER stays",
	},
	"tasks cannot be added": {
		"CREATE TRIGGER none BEFORE INSERT ON task BEGIN SELECT RAISE(FAIL, 'no more'); END", "DROP TRIGGER none",
	},
	"lines cannot be added": {
		"CREATE TRIGGER silent BEFORE INSERT ON task_line BEGIN SELECT RAISE(FAIL, 'be silent'); END", "DROP TRIGGER silent",
	},
	"connections cannot be read": {"ALTER TABLE connection RENAME TO hidden", "ALTER TABLE hidden RENAME TO connection"},
	"secrets cannot be read":     {"ALTER TABLE secret RENAME TO hidden", "ALTER TABLE hidden RENAME TO secret"},
}

// What cannot be settled is told, and settled when it can be.
func TestWhatCannotBeSettledIsToldAndSettledLater(t *testing.T) {
	for given, c := range map[string]struct {
		refusal string
		// leave leaves what there is to settle, and returns the task and what it becomes.
		leave func(o *office) (store.Task, store.Status)
	}{
		"a task of a killed process, and tasks cannot be read": {"tasks cannot be read", func(o *office) (store.Task, store.Status) {
			return o.create(store.StatusRunning), store.StatusInterrupted
		}},
		"a task of a killed process, and tasks cannot be changed": {"tasks cannot be changed", func(o *office) (store.Task, store.Status) {
			return o.create(store.StatusRunning), store.StatusInterrupted
		}},
		"a task that was published, and tasks cannot be changed": {"tasks cannot be changed", func(o *office) (store.Task, store.Status) {
			return o.published(), store.StatusSucceeded
		}},
		"a task that was published, and lines cannot be added": {"lines cannot be added", func(o *office) (store.Task, store.Status) {
			return o.published(), store.StatusSucceeded
		}},
		"what is staged, and connections cannot be read": {"connections cannot be read", func(o *office) (store.Task, store.Status) {
			left := filepath.Join(o.dir, "staging", contoso+".held.99.db")
			storetest.Must(o.t, errors.Join(os.MkdirAll(filepath.Dir(left), 0o700), os.WriteFile(left, nil, 0o600)))
			return o.create(store.StatusFailed), store.StatusFailed
		}},
	} {
		t.Run("given "+given, func(t *testing.T) {
			o := openOffice(t)
			task, want := c.leave(o)
			before := o.after.Load()
			o.on(refusals[c.refusal].spoil)
			if some, err := o.Settle(t.Context()); err == nil || some {
				t.Errorf("settled %v, %v", some, err)
			}
			if o.after.Load() != before || lock.ConnectionHeld(o.dir, contoso) {
				t.Errorf("it is shown, or the connection locked, after nothing was settled")
			}
			o.on(refusals[c.refusal].mend)
			o.want(task.ID, task.Status)
			some, err := o.Settle(t.Context())
			if err != nil || some != (want != task.Status) {
				t.Errorf("settled later: %v, %v", some, err)
			}
			if o.after.Load() > before != some {
				t.Errorf("shown %d times", o.after.Load()-before)
			}
			o.want(task.ID, want)
			if staged, err := o.inv.StagedConnections(); err != nil || len(staged) > 0 {
				t.Errorf("left are %v, %v", staged, err)
			}
		})
	}
}

// published is a task whose process was killed when it was published, and not yet recorded.
func (o *office) published() store.Task {
	o.t.Helper()
	task, err := o.Import(o.t.Context(), contoso, store.TriggerManual)
	storetest.Must(o.t, err)
	task.Status, task.Ended = store.StatusRunning, time.Time{}
	storetest.Must(o.t, o.store.UpdateTask(o.t.Context(), task))
	return task
}

func TestAConnectionThatCannotBeLockedIsNotSettled(t *testing.T) {
	o := openOffice(t)
	task := o.create(store.StatusRunning)
	locks := filepath.Join(o.dir, lock.Folder)
	storetest.Must(t, os.Rename(locks, locks+".aside"))
	storetest.Must(t, os.WriteFile(locks, nil, 0o600))
	if some, err := o.Settle(t.Context()); err == nil || some {
		t.Errorf("settled %v, %v", some, err)
	}
	storetest.Must(t, errors.Join(os.Remove(locks), os.Rename(locks+".aside", locks)))
	o.want(task.ID, store.StatusRunning)
}

// What an import cannot begin with is told, and holds nothing.
func TestAnImportThatCannotBeginIsTold(t *testing.T) {
	for _, refusal := range []string{"connections cannot be read", "secrets cannot be read", "tasks cannot be read", "tasks cannot be added"} {
		t.Run("given "+refusal, func(t *testing.T) {
			o := openOffice(t)
			o.on(refusals[refusal].spoil)
			if task, err := o.Import(t.Context(), contoso, store.TriggerManual); err == nil || task.ID != 0 {
				t.Errorf("imported as task %d, %v", task.ID, err)
			}
			if lock.ConnectionHeld(o.dir, contoso) || len(o.Running()) > 0 {
				t.Error("the connection is locked still")
			}
			o.on(refusals[refusal].mend)
			task, err := o.Import(t.Context(), contoso, store.TriggerManual)
			storetest.Must(t, err)
			o.want(task.ID, store.StatusSucceeded)
		})
	}
}

// The end of an import that cannot be recorded is kept in memory, and recorded by the next try.
func TestTheEndOfAnImportThatCannotBeRecordedIsTold(t *testing.T) {
	for _, refusal := range []string{"tasks cannot be changed", "lines cannot be added"} {
		t.Run("given "+refusal, func(t *testing.T) {
			o := openOffice(t)
			o.on(refusals[refusal].spoil)
			task, err := o.Import(t.Context(), contoso, store.TriggerManual)
			if err == nil || !strings.HasPrefix(err.Error(), "recording the task: ") {
				t.Errorf("told %v", err)
			}
			o.want(task.ID, store.StatusRunning)
			before := o.after.Load()
			o.RetryWriting(t.Context())
			if o.after.Load() != before {
				t.Error("it is shown although nothing was recorded")
			}
			o.on(refusals[refusal].mend)
			o.RetryWriting(t.Context())
			if o.after.Load() != before+1 {
				t.Errorf("shown %d times", o.after.Load()-before)
			}
			if stored := o.want(task.ID, store.StatusSucceeded); stored.Counts.Users.Total != 20 || stored.Ended.IsZero() {
				t.Errorf("recorded %+v", stored)
			}
			lines, err := o.store.TaskLines(t.Context(), task.ID, 0)
			if err != nil || len(lines) == 0 || lines[len(lines)-2].Text != ClosingLine(task) {
				t.Errorf("its log is %v, %v", lines, err)
			}
		})
	}
}

// A decision that cannot be recorded is told, and nothing is lost meanwhile.
func TestADecisionThatCannotBeMadeIsTold(t *testing.T) {
	for _, refusal := range []string{"tasks cannot be read", "connections cannot be read"} {
		t.Run("given "+refusal, func(t *testing.T) {
			o := openOffice(t)
			task := o.held()
			o.on(refusals[refusal].spoil)
			for name, decide := range map[string]func() error{
				"PublishHeld":      func() error { _, err := o.PublishHeld(t.Context(), task.ID); return err },
				"StartPublishHeld": func() error { return o.StartPublishHeld(t.Context(), task.ID) },
				"DiscardHeld":      func() error { return o.DiscardHeld(t.Context(), task.ID) },
			} {
				if err := decide(); err == nil {
					t.Errorf("%s is done", name)
				}
				if lock.ConnectionHeld(o.dir, contoso) {
					t.Errorf("%s has left the connection locked", name)
				}
			}
			o.on(refusals[refusal].mend)
			published, err := o.PublishHeld(t.Context(), task.ID)
			if err != nil || published.Counts.Licenses.Removed != 19 {
				t.Errorf("published %+v, %v", published.Counts, err)
			}
			o.want(task.ID, store.StatusSucceeded)
		})
	}
}

// What waits is discarded in memory at least, and recorded later; its file is gone.
func TestADiscardThatCannotBeRecordedIsTold(t *testing.T) {
	o := openOffice(t)
	task := o.held()
	o.on(refusals["tasks cannot be changed"].spoil)
	if err := o.DiscardHeld(t.Context(), task.ID); err == nil {
		t.Error("it is said to be recorded")
	}
	o.want(task.ID, store.StatusHeldBack)
	o.on(refusals["tasks cannot be changed"].mend)
	o.RetryWriting(t.Context())
	o.want(task.ID, store.StatusDiscarded)
	if staged, err := o.inv.StagedConnections(); err != nil || len(staged) > 0 {
		t.Errorf("left are %v, %v", staged, err)
	}
}

// What follows is no reason to take an import for one that has failed.
func TestAnImportWhoseEndCannotBeShownHasEnded(t *testing.T) {
	o := openOffice(t)
	o.refused = errors.New("it cannot be shown")
	task, err := o.Import(t.Context(), contoso, store.TriggerManual)
	storetest.Must(t, err)
	o.want(task.ID, store.StatusSucceeded)
	left := o.create(store.StatusRunning)
	if _, err := o.FollowTask(t.Context(), left.ID, func(Followed) {}); !errors.Is(err, o.refused) {
		t.Errorf("who follows a task that ends by that is told %v", err)
	}
	o.want(left.ID, store.StatusInterrupted)
}

// Whoever follows or cancels a task that cannot be read is told.
func TestATaskThatCannotBeReadIsTold(t *testing.T) {
	o := openOffice(t)
	task, err := o.Import(t.Context(), contoso, store.TriggerManual)
	storetest.Must(t, err)
	follow := func() error {
		_, err := o.FollowTask(t.Context(), task.ID, func(Followed) { t.Error("it is followed") })
		return err
	}
	o.on("ALTER TABLE task_line RENAME TO hidden")
	if err := follow(); err == nil {
		t.Error("given its lines cannot be read, it is followed")
	}
	o.on("ALTER TABLE hidden RENAME TO task_line")
	o.on(refusals["tasks cannot be read"].spoil)
	for name, do := range map[string]func() error{
		"FollowTask":   follow,
		"CancelImport": func() error { return o.CancelImport(t.Context(), task.ID) },
	} {
		err := do()
		if ended := (*TaskEndedError)(nil); err == nil || errors.As(err, &ended) {
			t.Errorf("%s: %v", name, err)
		}
	}
	o.on(refusals["tasks cannot be read"].mend)
	storetest.WantError[*TaskEndedError](t, o.CancelImport(t.Context(), task.ID))
}

// An inventory that cannot be asked whose it is is no empty one.
func TestAnInventoryThatCannotBeReadIsTold(t *testing.T) {
	o := openOffice(t)
	held := o.held()
	running := o.create(store.StatusRunning)
	storetest.Must(t, o.inv.Close())
	if some, err := o.Settle(t.Context()); err == nil || some {
		t.Errorf("settled %v, %v", some, err)
	}
	if task, err := o.Import(t.Context(), contoso, store.TriggerManual); err == nil || task.ID != 0 {
		t.Errorf("imported as task %d, %v", task.ID, err)
	}
	if _, err := o.PublishHeld(t.Context(), held.ID); err == nil {
		t.Error("it is published")
	}
	if err := o.DiscardHeld(t.Context(), held.ID); err == nil {
		t.Error("it is discarded")
	}
	o.want(held.ID, store.StatusHeldBack)
	o.want(running.ID, store.StatusRunning)
	if lock.ConnectionHeld(o.dir, contoso) {
		t.Error("the connection is locked")
	}
}
