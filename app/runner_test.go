package app

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

const usersPath = "/v1.0/users"

// holdUsers lets pages of users through and holds the next one until the client
// gives up; held is closed when that one has come.
func holdUsers(server *demotenant.Server, pages int) (held <-chan struct{}) {
	var mu sync.Mutex
	come := make(chan struct{})
	server.Script(func(r *http.Request) *demotenant.Fault {
		if r.URL.Path != usersPath {
			return nil
		}
		mu.Lock()
		pages--
		left := pages
		mu.Unlock()
		if left >= 0 {
			return nil
		}
		if left == -1 {
			close(come)
		}
		<-r.Context().Done()
		return nil
	})
	return come
}

func freely(server *demotenant.Server) {
	server.Script(func(*http.Request) *demotenant.Fault { return nil })
}

func start(t *testing.T, b *opened, c connector.Connection) store.Task {
	t.Helper()
	task, err := b.Start(t.Context(), c.ID, store.TriggerManual)
	if err != nil {
		t.Fatal(err)
	}
	return task
}

// await returns a task as it was recorded when it had ended.
func await(t *testing.T, b *opened, id int64) store.Task {
	t.Helper()
	ended := make(chan struct{}, 1)
	stop := b.OnProgress(func() {
		select {
		case ended <- struct{}{}:
		default:
		}
	})
	defer stop()
	for runs(b, id) {
		select {
		case <-ended:
		case <-t.Context().Done():
			t.Fatal("the task has not ended")
		}
	}
	return task(t, b, id)
}

func runs(b *opened, id int64) bool {
	return slices.ContainsFunc(b.Running(), func(e imports.Execution) bool { return e.Task.ID == id })
}

func task(t *testing.T, b *opened, id int64) store.Task {
	t.Helper()
	found, err := b.Task(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func logText(t *testing.T, b *opened, id int64) string {
	t.Helper()
	lines, err := b.TaskLines(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, line := range lines {
		text.WriteString(line.Level.String() + " " + line.Text + "\n")
	}
	return text.String()
}

func TestAnImportIsCountedAndTheNextOneChangesNothing(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 300})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := connect(t, b, "Contoso")

	first := mustImport(t, b, c)
	users := first.Counts.Users
	if first.Status != store.StatusSucceeded || users != (connector.Count{Total: 300, Added: 300}) || len(first.Warnings) != 0 {
		t.Errorf("the first import: %s, %+v, warnings %v", first.Status, users, first.Warnings)
	}
	if first.ID == 0 || first.Trigger != store.TriggerManual || first.Ended.Before(first.Started) || first.Started.IsZero() {
		t.Errorf("the first task: %+v", first)
	}
	licenses := int64(len(server.Licenses()))
	if got := first.Counts.Licenses; got.Total != licenses || got.Added != licenses {
		t.Errorf("licenses %+v, want %d", got, licenses)
	}

	second := mustImport(t, b, c)
	for what, count := range map[string]connector.Count{
		"users": second.Counts.Users, "licenses": second.Counts.Licenses, "assignments": second.Counts.Assignments,
		"applications": second.Counts.Applications, "usage": second.Counts.Usage,
	} {
		if count.Total == 0 || count.Added != 0 || count.Changed != 0 || count.Removed != 0 {
			t.Errorf("the second import's %s: %+v, want only a total", what, count)
		}
	}

	stored := task(t, b, second.ID)
	if stored.Status != store.StatusSucceeded || stored.Counts != second.Counts {
		t.Errorf("stored %+v, want %+v", stored, second)
	}
	if diff := cmp.Diff(second.Phases, stored.Phases); diff != "" || len(stored.Phases) != len(allPhases) {
		t.Errorf("stored phases %+v\n%s", stored.Phases, diff)
	}
	for _, p := range second.Phases {
		if took := second.Ended.Sub(second.Started).Seconds(); p.Started+p.Seconds > took+0.002 {
			t.Errorf("%+v is not within the %g s of the import", p, took)
		}
	}
	if text := logText(t, b, first.ID); !strings.Contains(text, "300 users.") || !strings.Contains(text, "Published: 300 users (300 added)") ||
		!strings.Contains(text, "INFO Took ") {
		t.Errorf("the task's log does not tell of the users:\n%s", text)
	}
	entry, _ := b.Entry(c.ID)
	if entry.LastTask.ID != second.ID || entry.Tenant != "Contoso" {
		t.Errorf("the workspace shows task %d of tenant %q", entry.LastTask.ID, entry.Tenant)
	}
	if _, published := b.LastPublished()[c.ID]; !published {
		t.Error("the workspace does not know when the inventory was published")
	}
}

func TestWhatIsMissingIsAWarning(t *testing.T) {
	for name, given := range map[string]struct {
		options demotenant.Options
		want    string
	}{
		"reports are forbidden": {demotenant.Options{Users: 40, ReportsForbidden: true}, "report"},
		"names are concealed":   {demotenant.Options{Users: 40, ConcealNames: true}, "conceal"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			server := demotenanttest.Start(t, given.options)
			b := openDir(t, t.TempDir(), sourceOf(server))
			done := mustImport(t, b, connect(t, b, "Contoso"))
			if done.Status != store.StatusWarnings || done.Counts.Users.Total != 40 || done.Failure.Message != "" {
				t.Errorf("%s, %d users, failure %q", done.Status, done.Counts.Users.Total, done.Failure.Message)
			}
			if len(done.Warnings) != 1 || !strings.Contains(done.Warnings[0].Message, given.want) || done.Warnings[0].Advice == "" {
				t.Fatalf("warnings %+v, want one about %q with advice", done.Warnings, given.want)
			}
			if text := logText(t, b, done.ID); !strings.Contains(text, "WARN "+done.Warnings[0].Message) {
				t.Errorf("the warning is not in the log:\n%s", text)
			}
			if stored := task(t, b, done.ID); len(stored.Warnings) != 1 || stored.Status != store.StatusWarnings {
				t.Errorf("stored %+v", stored)
			}
		})
	}
}

func TestAFailureIsExplainedAndChangesNothing(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := connect(t, b, "Contoso")
	mustImport(t, b, c)
	server.RevokeAll()

	failed, err := b.Import(t.Context(), c.ID, store.TriggerManual)
	if err == nil || failed.Status != store.StatusFailed {
		t.Fatalf("%s, %v", failed.Status, err)
	}
	if failed.Failure != message.Explain(err) || failed.Failure.Action == "" || !strings.Contains(failed.Failure.Reference, "AADSTS50173") {
		t.Errorf("the failure says %+v", failed.Failure)
	}
	if stored := task(t, b, failed.ID); stored.Failure != failed.Failure || stored.Ended.IsZero() {
		t.Errorf("stored %+v", stored)
	}
	if text := logText(t, b, failed.ID); !strings.Contains(text, failed.Failure.Message) {
		t.Errorf("the failure is not in the log:\n%s", text)
	}
	if n := userCount(t, b); n != 40 {
		t.Errorf("%d users after the failure, want the 40 of before", n)
	}
}

func TestACancelledImportLeavesTheInventoryAsItWas(t *testing.T) {
	for name, cancel := range map[string]func(b *opened, id int64, stop context.CancelFunc){
		"by Cancel":           func(b *opened, id int64, _ context.CancelFunc) { _ = b.CancelImport(context.Background(), id) },
		"by whoever executes": func(_ *opened, _ int64, stop context.CancelFunc) { stop() },
	} {
		t.Run("given it is cancelled "+name, func(t *testing.T) {
			dir := t.TempDir()
			small := demotenanttest.Start(t, demotenant.Options{Users: 40})
			b := openDir(t, dir, sourceOf(small))
			c := connect(t, b, "Contoso")
			mustImport(t, b, c)
			b.close()

			server := demotenanttest.Start(t, demotenant.Options{Users: 500, MaxPage: 100})
			b = openDir(t, dir, sourceOf(server))
			c = connectAgain(t, b, c)
			held := holdUsers(server, 2)
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			var ended store.Task
			var failure error
			var wait sync.WaitGroup
			wait.Go(func() { ended, failure = b.Import(ctx, c.ID, store.TriggerManual) })
			<-held
			running := b.Running()
			if len(running) != 1 || running[0].Task.Status != store.StatusRunning || running[0].Task.ConnectionName != "Contoso" {
				t.Fatalf("running: %+v", running)
			}
			cancel(b, running[0].Task.ID, stop)
			wait.Wait()

			if ended.Status != store.StatusCancelled || failure == nil || !strings.Contains(ended.Failure.Message, "as it was before") {
				t.Errorf("%s, %v, %q", ended.Status, failure, ended.Failure.Message)
			}
			if n := userCount(t, b); n != 40 {
				t.Errorf("%d users, want the 40 of before", n)
			}
			if stored := task(t, b, ended.ID); stored.Status != store.StatusCancelled {
				t.Errorf("stored as %s", stored.Status)
			}
			if len(b.Running()) != 0 {
				t.Error("it still runs")
			}
			_ = b.CancelImport(t.Context(), ended.ID) // one that has ended: nothing happens

			freely(server)
			if done := mustImport(t, b, c); done.Counts.Users.Total != 500 {
				t.Errorf("the next import: %+v", done.Counts.Users)
			}
		})
	}
}

// connectAgain points a stored connection to another tenant.
func connectAgain(t *testing.T, b *opened, c connector.Connection) connector.Connection {
	t.Helper()
	defaults := b.Defaults(connector.CloudDemonstration)
	c, token := signIn(t, b, c.WithCloud(defaults, defaults))
	save(t, b, c, store.SecretChanges{RefreshToken: &token})
	return c
}

func TestAClosedProgramGoesOnFromTheLastPage(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 500, MaxPage: 100})
	dir := t.TempDir()
	b := openDir(t, dir, sourceOf(server))
	c := connect(t, b, "Contoso")
	held := holdUsers(server, 3)
	begun := start(t, b, c)
	<-held
	b.close()

	again := openDir(t, dir, sourceOf(server))
	interrupted := task(t, again, begun.ID)
	if interrupted.Status != store.StatusInterrupted || !strings.Contains(interrupted.Failure.Action, "goes on") ||
		interrupted.Ended.IsZero() {
		t.Errorf("after the close: %+v", interrupted)
	}
	if n := userCount(t, again); n != 0 {
		t.Errorf("%d users can be seen of an import that has not ended", n)
	}
	before := server.Stats().Requests[usersPath]
	freely(server)
	if done := mustImport(t, again, c); done.Counts.Users.Total != 500 {
		t.Errorf("the next import has %+v", done.Counts.Users)
	}
	if pages := server.Stats().Requests[usersPath] - before; pages >= 5 {
		t.Errorf("the next import read %d pages of 5: it began anew", pages)
	}
}

func TestProgressNeverFalls(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 500, MaxPage: 50})
	b := openDir(t, t.TempDir(), sourceOf(server))
	c := connect(t, b, "Contoso")
	var mu sync.Mutex
	done, finished := map[connector.Phase]int64{}, map[connector.Phase]bool{}
	var order []connector.Phase
	lines := 0
	stop := b.OnProgress(func() {
		mu.Lock()
		defer mu.Unlock()
		for _, e := range b.Running() {
			if len(e.Lines) < lines {
				t.Errorf("%d lines after %d", len(e.Lines), lines)
			}
			lines = len(e.Lines)
			order = order[:0]
			for _, p := range e.Phases {
				order = append(order, p.Phase)
				if p.Done < done[p.Phase] || finished[p.Phase] && !p.Finished {
					t.Errorf("%s fell from %d to %d", p.Phase, done[p.Phase], p.Done)
				}
				done[p.Phase], finished[p.Phase] = p.Done, p.Finished
			}
		}
	})
	defer stop()
	mustImport(t, b, c)
	mu.Lock()
	defer mu.Unlock()
	if !slices.Equal(order, allPhases) {
		t.Errorf("phases %v, want %v", order, allPhases)
	}
	for _, phase := range allPhases {
		if !finished[phase] {
			t.Errorf("%s was never finished", phase)
		}
	}
	if done[connector.PhaseUsers] != 500 {
		t.Errorf("%d users at the end, want 500", done[connector.PhaseUsers])
	}
}

func TestTheLogHoldsNoSecret(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	var log bytes.Buffer
	b := openWith(t, Options{
		Dir: t.TempDir(), Source: sourceOf(server), Window: true,
		Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	c := connect(t, b, "Contoso")
	first := storedToken(t, b, c.ID)
	done := mustImport(t, b, c)
	rotated := storedToken(t, b, c.ID)
	server.RevokeAll()
	if _, err := b.Import(t.Context(), c.ID, store.TriggerManual); err == nil {
		t.Fatal("a revoked token was taken")
	}
	for _, text := range []string{log.String(), logText(t, b, done.ID), logText(t, b, done.ID+1)} {
		if text == "" || strings.Contains(text, first.Reveal()) || strings.Contains(text, rotated.Reveal()) {
			t.Errorf("a log is empty or holds a refresh token:\n%s", text)
		}
	}
}

// allPhases are those of an import in their order.
var allPhases = []connector.Phase{
	connector.PhaseSignIn, connector.PhaseOrganization, connector.PhaseLicenses, connector.PhaseUsers, connector.PhaseUsage,
	connector.PhasePublish,
}
