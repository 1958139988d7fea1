//go:build !windows

package command

import (
	"crypto/sha256"
	"encoding/json"
	"math"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"inventorybeacon/connector/demotenant"
)

// TestKilledImportsNeverShowAMixture kills the program at random moments of
// imports of another tenant than the one whose inventory is there, and looks each
// time at what can be seen: one whole import, the old or the new. In the end
// everything is what the tenant says of itself.
func TestKilledImportsNeverShowAMixture(t *testing.T) {
	const kills = 15
	before, after := newTenant(t, demotenant.Options{Users: 300, Seed: 1}), newTenant(t,
		demotenant.Options{Users: 1_000, Seed: 2, MaxPage: 50})
	dir := t.TempDir()
	before.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	old := seen(t, dir)

	// How many requests an import takes that is left alone.
	undisturbed := t.TempDir()
	after.connect(t, undisturbed, "Contoso")
	var requests atomic.Int64
	after.count(&requests, math.MaxInt64, nil)
	succeed(t, undisturbed, "import", "Contoso")
	whole := requests.Load()
	fresh := seen(t, undisturbed)

	token := after.connect(t, t.TempDir(), "Contoso")
	succeed(t, dir, append([]string{"connection", "edit", "Contoso", "--refresh-token-file", token}, after.endpoints()...)...)
	random := rand.New(rand.NewPCG(4, 500))
	killed := 0
	for n := range kills {
		// One kill of three comes after the last request, while it publishes.
		at, later := min(whole, 1+random.Int64N(whole+whole/2)), time.Duration(random.Int64N(int64(100*time.Millisecond)))
		come := make(chan struct{})
		requests.Store(0)
		after.count(&requests, at, func() { close(come) })
		running := start(t, dir, "import", "Contoso", "--replace-inventory", "--yes")
		over := make(chan int, 1)
		go func() { over <- running.status(t) }()
		select {
		case <-come:
			if at == whole {
				time.Sleep(later) // the moment of the kill
			}
			_ = running.Process.Kill() // it may have ended
			if <-over != exitDone {
				killed++
			}
		case <-over: // it went on where another was killed, and so took fewer requests
		}
		if now := seen(t, dir); now != old && now != fresh {
			t.Fatalf("after kill %d: what can be seen is neither the old inventory nor the new one", n+1)
		}
	}
	if killed == 0 {
		t.Error("every import ended before it was killed")
	}
	after.fail("", nil)
	succeed(t, dir, "import", "Contoso", "--replace-inventory", "--yes")
	compareWithTruth(t, after, dir)
	if left, _ := filepath.Glob(filepath.Join(dir, "staging", "*")); len(left) > 0 {
		t.Errorf("files stayed behind: %v", left)
	}
	if tasks := succeed(t, dir, "task", "list", "--limit", "100"); strings.Contains(tasks, "running") ||
		strings.Count(tasks, "interrupted") == 0 {
		t.Errorf("tasks:\n%s", tasks)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 12 {
		t.Errorf("the data directory holds %v, %v", left, err)
	}
}

// count counts the requests to the tenant, and calls then with the one of a number.
func (s *tenant) count(requests *atomic.Int64, number int64, then func()) {
	s.Script(func(*http.Request) *demotenant.Fault {
		if requests.Add(1) == number {
			then()
		}
		return nil
	})
}

// seen tells inventories apart by all that is printed of them.
func seen(t *testing.T, dir string) [sha256.Size]byte {
	t.Helper()
	sum := sha256.New()
	for _, what := range []string{"users", "licenses", "applications", "usage"} {
		var rows []json.RawMessage
		if err := json.Unmarshal([]byte(succeed(t, dir, "inventory", what, "--format", "json")), &rows); err != nil {
			t.Fatal(err)
		}
		texts := make([]string, len(rows))
		for i, row := range rows {
			texts[i] = string(row)
		}
		slices.Sort(texts)
		sum.Write([]byte(strings.Join(texts, "\n")))
	}
	return [sha256.Size]byte(sum.Sum(nil))
}
