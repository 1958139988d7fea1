package imports

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/storetest"
)

// holdUsers lets the tenant answer no listing of users until release is called; held is closed when one is asked for.
func (o *office) holdUsers() (held <-chan struct{}, release func()) {
	asked, free := make(chan struct{}, 100), make(chan struct{})
	o.server.Script(func(r *http.Request) *demotenant.Fault {
		if r.URL.Path == "/v1.0/users" {
			asked <- struct{}{}
			select {
			case <-free:
			case <-r.Context().Done():
			}
		}
		return nil
	})
	return asked, func() { close(free) }
}

// An import ends as it was ended, whoever has done that.
func TestAnImportEndsAsItWasEnded(t *testing.T) {
	for given, c := range map[string]struct {
		end    func(o *office, task store.Task, leave context.CancelFunc) error
		want   store.Status
		remedy string
	}{
		"it is cancelled": {func(o *office, task store.Task, _ context.CancelFunc) error {
			return o.CancelImport(context.Background(), task.ID)
		}, store.StatusCancelled, "cancel"},
		"another process cancels it": {func(o *office, task store.Task, _ context.CancelFunc) error {
			asked, err := o.store.AskToCancel(context.Background(), task.ID)
			if !asked {
				return errors.Join(err, errors.New("it was not asked for"))
			}
			return err
		}, store.StatusCancelled, "cancel"},
		"who waits for it leaves": {func(_ *office, _ store.Task, leave context.CancelFunc) error {
			leave()
			return nil
		}, store.StatusCancelled, "cancel"},
		"the program is closed": {func(o *office, _ store.Task, _ context.CancelFunc) error {
			go o.Close()
			return nil
		}, store.StatusInterrupted, "closed"},
	} {
		t.Run("given "+given, func(t *testing.T) {
			o := openOffice(t)
			held, release := o.holdUsers()
			defer release()
			ctx, leave := context.WithCancel(t.Context())
			defer leave()
			e, err := o.begin(ctx, contoso, store.TriggerManual, nil)
			storetest.Must(t, err)
			<-held
			if running := o.Running(); len(running) != 1 || running[0].Task.ID != e.task.ID || len(running[0].Phases) == 0 ||
				len(running[0].Lines) == 0 {
				t.Errorf("running are %+v", running)
			}
			if _, err := o.Start(ctx, contoso, store.TriggerManual); !errors.As(err, new(*lock.BusyError)) {
				t.Errorf("begun twice: %v", err)
			}
			if some, err := o.Settle(ctx); some || err != nil {
				t.Errorf("what runs is settled: %v, %v", some, err)
			}
			storetest.Must(t, c.end(o, e.snapshot().Task, leave))
			ended, err := e.wait(ctx)
			var told *endedError
			if !errors.As(err, &told) || ended.Status != c.want || !strings.Contains(strings.ToLower(ended.Failure.Message), c.remedy) {
				t.Errorf("%s, %+v, %v", ended.Status, ended.Failure, err)
			}
			stored := o.want(ended.ID, c.want)
			if told := Outcome(stored); told == nil || errors.Is(told, context.Canceled) != (c.want == store.StatusCancelled) {
				t.Errorf("its outcome is %v", told)
			}
			if len(o.Running()) > 0 || lock.ConnectionHeld(o.dir, contoso) {
				t.Error("it runs still")
			}
			if _, err := os.Stat(lock.ProgressFile(o.dir, contoso)); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("how far it was is left: %v", err)
			}
		})
	}
}

// A closed program records what it could not begin, where that waits for nobody.
func TestWhatAClosedProgramCannotBeginIsRecorded(t *testing.T) {
	o := openOffice(t)
	held := o.held()
	o.Close()
	task, err := o.Import(t.Context(), contoso, store.TriggerManual)
	if !errors.Is(err, ErrExit) || task.ID != 0 {
		t.Errorf("task %d, %v", task.ID, err)
	}
	if stored := o.want(held.ID+1, store.StatusInterrupted); stored.Ended.IsZero() {
		t.Errorf("recorded %+v", stored)
	}
	if _, err := o.PublishHeld(t.Context(), held.ID); !errors.Is(err, ErrExit) {
		t.Errorf("what waits: %v", err)
	}
	o.want(held.ID, store.StatusHeldBack)
	if lock.ConnectionHeld(o.dir, contoso) {
		t.Error("the connection is locked")
	}
}

// Another process sees how far an import is, by what its process writes.
func TestAnImportIsFollowedToItsEnd(t *testing.T) {
	o := openOffice(t)
	held, release := o.holdUsers()
	task, err := o.Start(t.Context(), contoso, store.TriggerManual)
	storetest.Must(t, err)
	<-held
	var told []Followed
	ended, err := o.FollowTask(t.Context(), task.ID, func(f Followed) {
		if told = append(told, f); len(f.Phases) > 0 && release != nil {
			release()
			release = nil
		}
	})
	storetest.Must(t, err)
	if release != nil {
		release()
		t.Error("nobody has told how far it was")
	}
	var lines []string
	for i, f := range told {
		for _, line := range f.Lines {
			lines = append(lines, line.Text)
		}
		if last := i == len(told)-1; f.Task.Status.Ended() != last || last && f.Phases != nil {
			t.Errorf("told %d of %d: %s, %v", i, len(told), f.Task.Status, f.Phases)
		}
	}
	stored, err := o.store.TaskLines(t.Context(), task.ID, 0)
	storetest.Must(t, err)
	if len(lines) != len(stored) || ended.Status != store.StatusSucceeded {
		t.Errorf("%s, told %q of %d lines", ended.Status, lines, len(stored))
	}
	if Outcome(ended) != nil {
		t.Errorf("its outcome is %v", Outcome(ended))
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	left := atWork(t, o)
	if _, err := o.FollowTask(ctx, left.ID, func(Followed) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("who leaves is told %v", err)
	}
}

// atWork is a task that another process is at work on.
func atWork(t *testing.T, o *office) store.Task {
	t.Helper()
	release, err := lock.Connection(o.dir, contoso)
	storetest.Must(t, err)
	t.Cleanup(release)
	return o.create(store.StatusRunning)
}

func TestATaskOfAnotherProcessIsAskedToEnd(t *testing.T) {
	o := openOffice(t)
	task := atWork(t, o)
	storetest.Must(t, o.CancelImport(t.Context(), task.ID))
	o.want(task.ID, store.StatusRunning)
	if asked, err := o.store.CancelAsked(t.Context(), task.ID); !asked || err != nil {
		t.Errorf("asked %v, %v", asked, err)
	}
}

func TestATaskOfAKilledProcessIsInterruptedAtOnce(t *testing.T) {
	o := openOffice(t)
	task := o.create(store.StatusRunning)
	storetest.Must(t, o.CancelImport(t.Context(), task.ID))
	o.want(task.ID, store.StatusInterrupted)
}

// Why a task has ended is what its process has said, or what is known of it without that.
func TestWhyATaskHasEndedIsTold(t *testing.T) {
	said := connector.Advice{Message: "It is so.", Action: "Do that.", Reference: "r", Code: "c"}
	for status, want := range map[store.Status]string{
		store.StatusFailed: "imports.has-ended", store.StatusCancelled: "imports.has-ended", store.StatusInterrupted: "imports.interrupted",
		store.StatusHeldBack: "imports.has-ended", store.StatusDiscarded: "imports.has-ended",
	} {
		task := store.Task{ID: 7, ConnectionName: "Contoso", Status: status}
		storetest.WantMessage(t, Outcome(task), want, "Contoso")
		task.Failure = said
		m := storetest.WantMessage(t, Outcome(task), "imports.ended", "It is so.", "Do that.", "r")
		if m.Code != "c" {
			t.Errorf("%+v", m)
		}
		if held := (*inventory.HeldBackError)(nil); errors.As(Outcome(task), &held) != (status == store.StatusHeldBack) {
			t.Errorf("%s is held back: %v", status, held != nil)
		}
	}
	for _, status := range []store.Status{store.StatusSucceeded, store.StatusWarnings} {
		if err := Outcome(store.Task{Status: status}); err != nil {
			t.Errorf("%s: %v", status, err)
		}
	}
}

func TestWhatDoesNotWaitIsNotDecidedUpon(t *testing.T) {
	o := openOffice(t)
	for status, want := range map[store.Status]string{
		store.StatusSucceeded: "imports.not-held.published", store.StatusWarnings: "imports.not-held.published",
		store.StatusDiscarded: "imports.not-held.discarded", store.StatusFailed: "imports.not-held.failed",
	} {
		task := o.create(status)
		for name, decide := range map[string]func() error{
			"PublishHeld": func() error { _, err := o.PublishHeld(t.Context(), task.ID); return err },
			"DiscardHeld": func() error { return o.DiscardHeld(t.Context(), task.ID) },
		} {
			err := decide()
			if m, _ := connector.MessageOf(err); m.ID != want {
				t.Errorf("%s of a task that is %s: %v", name, status, err)
			}
		}
		o.want(task.ID, status)
	}
	storetest.WantMessage(t, notHeld(store.Task{ID: 7, ConnectionName: "Contoso", Status: store.StatusRunning}), "imports.not-held.running",
		"7", "Contoso")
	storetest.WantError[*store.NotFoundError](t, o.DiscardHeld(t.Context(), 99))
}

// What waits goes when a later import is published, or held back itself.
func TestALaterImportTakesThePlaceOfOneThatWaits(t *testing.T) {
	o := openOffice(t)
	first := o.held()
	second, err := o.Import(t.Context(), contoso, store.TriggerSchedule)
	storetest.WantError[*endedError](t, err)
	o.want(second.ID, store.StatusHeldBack)
	if given := o.want(first.ID, store.StatusDiscarded); given.Failure.Message == "" {
		t.Errorf("%+v", given)
	}
	o.server.Script(nil)
	third, err := o.Import(t.Context(), contoso, store.TriggerManual)
	storetest.Must(t, err)
	o.want(third.ID, store.StatusSucceeded)
	o.want(second.ID, store.StatusDiscarded)
	if staged, err := o.inv.StagedConnections(); err != nil || len(staged) > 0 {
		t.Errorf("left are %v, %v", staged, err)
	}
}

// What waits and is gone, or damaged, is not published, now or later; all else goes on waiting.
func TestWhatWaitsIsPublishedOrWaits(t *testing.T) {
	for given, c := range map[string]struct {
		spoil func(file string) error
		want  store.Status
	}{
		"its file is gone":    {os.Remove, store.StatusDiscarded},
		"its file is damaged": {func(file string) error { return os.Truncate(file, 5000) }, store.StatusDiscarded},
	} {
		t.Run("given "+given, func(t *testing.T) {
			o := openOffice(t)
			held := o.held()
			files, err := filepath.Glob(filepath.Join(o.dir, "staging", contoso+".held.*.db"))
			if err != nil || len(files) != 1 {
				t.Fatalf("%v, %v", files, err)
			}
			storetest.Must(t, c.spoil(files[0]))
			ended, err := o.PublishHeld(t.Context(), held.ID)
			if err == nil || ended.Status != c.want || ended.Failure.Message == "" {
				t.Errorf("%s, %+v, %v", ended.Status, ended.Failure, err)
			}
			o.want(held.ID, c.want)
			if staged, err := o.inv.StagedConnections(); err != nil || len(staged) > 0 {
				t.Errorf("left are %v, %v", staged, err)
			}
		})
	}
}

// The tenant of another connection is refused where it is known before, warned about in the first import, and then noted.
func TestATenantThatCountsTwiceIsTold(t *testing.T) {
	o := openOffice(t)
	_, err := o.Import(t.Context(), contoso, store.TriggerManual)
	storetest.Must(t, err)
	published, err := o.inv.Published(t.Context())
	if err != nil || len(published) != 1 {
		t.Fatalf("%v, %v", published, err)
	}
	known := connector.Connection{
		ID: "known", Name: "Known", Flow: connector.AuthorizationCode,
		SignIn: connector.SignIn{TenantID: published[0].Tenant.ID},
	}
	o.connect("twin")
	for name, options := range map[string][]Option{"": nil, "allowed": {AllowDuplicate}} {
		watch, err := o.watchTenant(t.Context(), known, options)
		told := (*workspace.DuplicateTenantError)(nil)
		if refused := errors.As(err, &told); refused == (name == "allowed") || (watch == nil) != refused {
			t.Errorf("%s: watched %v, %v", name, watch != nil, err)
		}
		if told != nil && (!slices.Equal(told.Others, []string{"Name of contoso"}) || told.Name != "Known" ||
			told.Tenant != published[0].Tenant.DisplayName) {
			t.Errorf("%+v", told)
		}
	}
	for _, warnings := range []int{1, 0} {
		task, err := o.Import(t.Context(), "twin", store.TriggerManual)
		storetest.Must(t, err)
		lines, err := o.store.TaskLines(t.Context(), task.ID, 0)
		storetest.Must(t, err)
		if !slices.ContainsFunc(lines, func(l store.Line) bool { return strings.Contains(l.Text, "Name of contoso") }) ||
			len(task.Warnings) != warnings {
			t.Errorf("%v, %v, want %d warnings", lines, task.Warnings, warnings)
		}
	}
}

// The inventory of a tenant is not replaced by that of another one, unless somebody wants that.
func TestAnotherTenantIsRefused(t *testing.T) {
	had, got := connector.Tenant{ID: "had", DisplayName: "Had"}, connector.Tenant{ID: "got", DisplayName: "Got"}
	for given, c := range map[string]struct {
		access  connector.Access
		replace bool
		tenant  connector.Tenant
		refused bool
	}{
		"no inventory":                  {connector.Access{}, false, got, false},
		"the same tenant":               {connector.Access{InventoryTenant: had}, false, connector.Tenant{ID: "HAD"}, false},
		"another tenant":                {connector.Access{InventoryTenant: had}, false, got, true},
		"another tenant, that is to be": {connector.Access{InventoryTenant: had}, true, got, false},
		"another tenant, that was allowed": {
			connector.Access{InventoryTenant: had, Connection: connector.Connection{ReplaceTenant: "GOT"}},
			false, got, false,
		},
		"another one than was allowed": {
			connector.Access{InventoryTenant: had, Connection: connector.Connection{ReplaceTenant: "third"}},
			false,
			got, true,
		},
	} {
		var sink tenants
		err := bound(&sink, c.access, c.replace).Tenant(t.Context(), c.tenant)
		var other *connector.OtherTenantError
		if errors.As(err, &other) != c.refused || (len(sink.seen) == 1) == c.refused {
			t.Errorf("given %s: %v, passed on %v", given, err, sink.seen)
		}
		if c.refused && (other.Had != had || other.Got.ID != got.ID) {
			t.Errorf("given %s: %+v", given, other)
		}
	}
}

// tenants is where tenants go.
type tenants struct {
	connector.Sink
	seen []string
}

func (s *tenants) Tenant(_ context.Context, t connector.Tenant) error {
	s.seen = append(s.seen, t.ID)
	return nil
}

// An import that a schedule wants and that cannot begin stands among the tasks, with the reason.
func TestAnImportThatIsRefusedIsRecorded(t *testing.T) {
	o := openOffice(t)
	before := o.after.Load()
	task, err := o.Refuse(t.Context(), contoso, store.TriggerSchedule, &DisabledError{Name: "Name of contoso"})
	storetest.Must(t, err)
	stored := o.want(task.ID, store.StatusFailed)
	lines, err := o.store.TaskLines(t.Context(), task.ID, 0)
	if err != nil || len(lines) != 1 || !strings.Contains(lines[0].Text, stored.Failure.Message) || stored.Failure.Message == "" ||
		stored.Ended.IsZero() {
		t.Errorf("%+v, %v, %v", stored, lines, err)
	}
	if o.after.Load() != before+1 {
		t.Errorf("shown %d times", o.after.Load()-before)
	}
	for _, refusal := range []string{"connections cannot be read", "tasks cannot be added", "lines cannot be added"} {
		o.on(refusals[refusal].spoil)
		if task, err := o.Refuse(t.Context(), contoso, store.TriggerSchedule, errors.New("odd")); err == nil {
			t.Errorf("given %s: task %d", refusal, task.ID)
		}
		o.on(refusals[refusal].mend)
	}
}

func TestADisabledConnectionIsNotImported(t *testing.T) {
	o := openOffice(t)
	o.on("UPDATE connection SET disabled = 1")
	task, err := o.Import(t.Context(), contoso, store.TriggerManual)
	if disabled := storetest.WantError[*DisabledError](t, err); task.ID != 0 || disabled.Name != "Name of contoso" ||
		lock.ConnectionHeld(o.dir, contoso) {
		t.Errorf("task %d, %+v", task.ID, disabled)
	}
}

// What is told of an import that was killed when it was published is what its process would have told.
func TestWarningsOfAKilledProcessAreKept(t *testing.T) {
	o := openOffice(t)
	task := o.published()
	storetest.Must(t, o.store.AddTaskLines(t.Context(), task.ID, []store.Line{{At: time.Now(), Level: 4, Text: "Look at that."}}))
	if some, err := o.Settle(t.Context()); !some || err != nil {
		t.Errorf("settled %v, %v", some, err)
	}
	stored := o.want(task.ID, store.StatusWarnings)
	if len(stored.Warnings) != 1 || stored.Warnings[0].Message != "Look at that." || stored.Counts.Users.Total != 20 {
		t.Errorf("%+v", stored)
	}
}
