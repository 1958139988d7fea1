package app

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

// TestAPageTokenThatHasExpiredBeginsTheUsersAnew cuts an import short after three
// pages and refuses the fourth to the next one, which goes on there.
func TestAPageTokenThatHasExpiredBeginsTheUsersAnew(t *testing.T) {
	expired := demotenant.ExpiredPage()
	for given, refusal := range map[string]*demotenant.Fault{
		"Directory_ExpiredPageToken": &expired,
		"410 Gone":                   {Status: http.StatusGone},
		"no refusal":                 nil,
	} {
		t.Run("given "+given, func(t *testing.T) {
			server := demotenanttest.Start(t, demotenant.Options{Users: 500, MaxPage: 100})
			b := openDir(t, t.TempDir(), sourceOf(server))
			c := connect(t, b, "Contoso")
			held := holdUsers(server, 3)
			cut := start(t, b, c)
			<-held
			_ = b.CancelImport(t.Context(), cut.ID)
			await(t, b, cut.ID)

			var first, pages atomic.Int64
			server.Script(func(r *http.Request) *demotenant.Fault {
				// The reading beside the listing asks for counts alone.
				if r.URL.Path != usersPath || strings.HasSuffix(r.URL.Path, "$count") {
					return nil
				}
				pages.Add(1)
				if r.URL.Query().Has("$skiptoken") && first.Add(1) == 1 {
					return refusal
				}
				return nil
			})
			done := mustImport(t, b, c)
			if done.Counts.Users.Total != 500 || done.Counts.Users.Added != 500 {
				t.Errorf("counts %+v", done.Counts.Users)
			}
			if anew := pages.Load() > 5; anew != (refusal != nil) {
				t.Errorf("%d pages were read", pages.Load())
			}
		})
	}
}

func TestACrashLeavesAnInterruptedTask(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	dir := t.TempDir()
	b := openDir(t, dir, sourceOf(server))
	c := connect(t, b, "Contoso")
	// What a killed process leaves behind: a running task whose lock is free.
	left, err := b.store.CreateTask(t.Context(),
		store.Task{ConnectionID: c.ID, ConnectionName: c.Name, Trigger: store.TriggerConsole, Status: store.StatusRunning})
	if err != nil {
		t.Fatal(err)
	}
	b.close()
	again := openDir(t, dir, sourceOf(server))
	if got := task(t, again, left.ID); got.Status != store.StatusInterrupted {
		t.Errorf("the task of the killed process is %s", got.Status)
	}
	if entry, _ := again.Entry(c.ID); entry.Status() != "Interrupted" {
		t.Errorf("the workspace shows %q", entry.Status())
	}
}
