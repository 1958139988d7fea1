//go:build !windows

package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"inventorybeacon/connector/demotenant"
)

// TestKilledDeletionsLeaveEverythingOrNothing kills the program at moments that are
// spread over the deletion of a connection with its inventory. Whoever looks next sees
// the connection with all of its inventory, or nothing of either.
func TestKilledDeletionsLeaveEverythingOrNothing(t *testing.T) {
	const users, kills = 400, 20
	tenant, before := newTenant(t, demotenant.Options{Users: users, Seed: 3}), t.TempDir()
	tenant.connect(t, before, "Contoso")
	succeed(t, before, "import", "Contoso")
	connections, _ := left(t, before)
	if connections != 1 {
		t.Fatalf("%d connections", connections)
	}

	undisturbed := copyOf(t, before)
	began := time.Now()
	if status := start(t, undisturbed, "connection", "delete", "Contoso", "--yes").status(t); status != exitDone {
		t.Fatalf("exit status %d", status)
	}
	whole, killed := time.Since(began), 0
	for n := range kills {
		dir := copyOf(t, before)
		running := start(t, dir, "connection", "delete", "Contoso", "--yes")
		over := make(chan int, 1)
		go func() { over <- running.status(t) }()
		select {
		case <-time.After(whole * time.Duration(n+1) / kills): // the moment of the kill
			_ = running.Process.Kill() // it may have ended
		case status := <-over:
			over <- status
		}
		if <-over != exitDone {
			killed++
		}
		connections, imported := left(t, dir)
		if connections == 1 && imported == users {
			continue
		}
		if files, err := filepath.Glob(filepath.Join(dir, "staging", "*")); connections != 0 || imported != 0 || len(files) != 0 || err != nil {
			t.Errorf("after kill %d: %d connections, %d users, staging files %v", n+1, connections, imported, files)
		}
		if kept := succeed(t, dir, "inventory", "kept", "--json"); kept != "[]\n" {
			t.Errorf("after kill %d: kept %s", n+1, kept)
		}
	}
	if killed == 0 {
		t.Error("every deletion ended before it was killed")
	}
}

// left counts what a command sees that opens the data directory.
func left(t *testing.T, dir string) (connections, users int) {
	t.Helper()
	count := func(args ...string) int {
		var rows []json.RawMessage
		if err := json.Unmarshal([]byte(succeed(t, dir, args...)), &rows); err != nil {
			t.Fatal(err)
		}
		return len(rows)
	}
	return count("connection", "list", "--json"), count("inventory", "users", "--json")
}

func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}
