package app

import (
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"inventorybeacon/app/imports"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

// TestCancelledImportsLeaveNothingBehind cancels imports at random requests and in
// the middle of publishing.
func TestCancelledImportsLeaveNothingBehind(t *testing.T) {
	const rounds = 40
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	server, dir := demotenanttest.Start(t, demotenant.Options{Users: 600, MaxPage: 50}), t.TempDir()
	b := openDir(t, dir, sourceOf(server))
	c := connect(t, b, "Contoso")
	mustImport(t, b, c)
	want := files(t, dir)

	before := goleak.IgnoreCurrent()
	descriptors := openDescriptors(t)
	random := rand.New(rand.NewPCG(1, 100))
	for n := range rounds {
		var task, count atomic.Int64
		at := random.Int64N(30) // there are about twenty requests; then it publishes
		stop := b.OnProgress(func() {
			for _, e := range b.Running() {
				if e.Task.ID == task.Load() && at >= 20 &&
					slices.ContainsFunc(e.Phases, func(p imports.PhaseProgress) bool { return p.Phase == "Publish" }) {
					_ = b.CancelImport(t.Context(), e.Task.ID)
				}
			}
		})
		server.Script(func(*http.Request) *demotenant.Fault {
			if count.Add(1) == at {
				_ = b.CancelImport(t.Context(), task.Load())
			}
			return nil
		})
		task.Store(start(t, b, c).ID)
		ended := await(t, b, task.Load())
		stop()
		if ended.Status != store.StatusCancelled && ended.Status != store.StatusSucceeded {
			t.Fatalf("import %d ended as %s: %+v", n, ended.Status, ended.Failure)
		}
		if users := userCount(t, b); users != 600 {
			t.Fatalf("after import %d: %d users", n, users)
		}
	}
	freely(server)
	if done := mustImport(t, b, c); done.Counts.Users.Changed != 0 {
		t.Errorf("the import at the end changed %+v", done.Counts.Users)
	}
	if got := files(t, dir); !slices.Equal(got, want) {
		t.Errorf("files %v, want %v", got, want)
	}
	if left := files(t, temporary); len(left) > 0 {
		t.Errorf("temporary files %v", left)
	}
	// Idle connections to the tenant are net/http's.
	if err := goleak.Find(before, goleak.IgnoreTopFunction("internal/poll.runtime_pollWait"),
		goleak.IgnoreTopFunction("net/http.(*persistConn).writeLoop")); err != nil {
		t.Error(err)
	}
	// Connections to the tenant and to the files may idle.
	if now := openDescriptors(t); now > descriptors+10 {
		t.Errorf("%d open files after %d imports, %d before", now, rounds, descriptors)
	}
}

// files are those below a directory that stay; SQLite's logs come and go.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.HasSuffix(path, "-wal") && !strings.HasSuffix(path, "-shm") &&
			!strings.Contains(path, "backups") {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// openDescriptors is how many files this process has open; zero where that cannot
// be told.
func openDescriptors(t *testing.T) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		return 0
	}
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}
