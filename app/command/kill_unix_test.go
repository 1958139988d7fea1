//go:build !windows

package command

import (
	"crypto/sha256"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
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
	before, after := newTenant(t, demotenant.Options{Users: 1_500, Seed: 1}), newTenant(t, demotenant.Options{Users: 4_000, Seed: 2, MaxPage: 200})
	dir := t.TempDir()
	before.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	old := seen(t, dir)

	// How long an import takes that is left alone, in a directory of its own.
	undisturbed := t.TempDir()
	after.connect(t, undisturbed, "Contoso")
	began := time.Now()
	if p := start(t, undisturbed, "import", "Contoso"); p.status(t) != exitDone {
		t.Fatal(p.stderr.String())
	}
	whole := time.Since(began)
	fresh := seen(t, undisturbed)

	token := after.connect(t, t.TempDir(), "Contoso")
	succeed(t, dir, append([]string{"connection", "edit", "Contoso", "--refresh-token-file", token}, after.endpoints()...)...)
	random := rand.New(rand.NewPCG(4, 500))
	ended := 0
	for n := range kills {
		running := start(t, dir, "import", "Contoso")
		time.Sleep(time.Duration(random.Float64() * float64(whole))) // the moment of the kill
		_ = running.Process.Kill()                                   // it may have ended
		if running.status(t) == exitDone {
			ended++
		}
		if now := seen(t, dir); now != old && now != fresh {
			t.Fatalf("after kill %d: what can be seen is neither the old inventory nor the new one", n+1)
		}
	}
	if ended == kills {
		t.Error("every import ended before it was killed")
	}
	succeed(t, dir, "import", "Contoso")
	compareWithTruth(t, after, dir)
	if left, _ := filepath.Glob(filepath.Join(dir, "staging", "*")); len(left) > 0 {
		t.Errorf("files stayed behind: %v", left)
	}
	if tasks := succeed(t, dir, "task", "list", "--limit", "100"); strings.Contains(tasks, "running") || strings.Count(tasks, "interrupted") == 0 {
		t.Errorf("tasks:\n%s", tasks)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 12 {
		t.Errorf("the data directory holds %v, %v", left, err)
	}
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
