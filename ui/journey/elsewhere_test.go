//go:build linux

package journey

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"inventorybeacon/connector/demotenant"
)

// console runs a command on the data directory of an account, beside its window.
func (h home) console(t *testing.T, arguments ...string) *exec.Cmd {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, append([]string{"--data", h.data}, arguments...)...)
	command.Env = h.environment("")
	return command
}

func TestAnImportOfAnotherProcessIsShownAndCancelled(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	graph := slowTenant(t, "--users", "120000", "--latency", "1200ms")["Graph Endpoint"]
	secret := filepath.Join(h.temp, "secret")
	if err := os.WriteFile(secret, []byte(demotenant.ConfidentialClientSecret), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := h.console(t, "connection", "add", "Contoso", "--cloud", "custom", "--flow", "client-credentials",
		"--token-endpoint", graph+"/contoso.example/oauth2/v2.0/token", "--client-id", demotenant.ConfidentialClientID,
		"--graph-endpoint", graph, "--client-secret-file", secret).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if err := os.Remove(secret); err != nil {
		t.Fatal(err)
	}
	w := s.start(h)
	w.resize(pictureWidth, pictureHeight)
	w.use("cell", "Contoso")

	// Given a window, when another process imports,
	importing := h.console(t, "import", "Contoso")
	run(t, importing)
	// then the window shows how far it is,
	w.until("the import of the other process", func(v view) bool { return v.says("task 1 ·") && v.says("/s") })
	// and cancels it.
	w.cancelImport()
	w.until("the import to be cancelled", func(v view) bool { return slices.Contains(v.cells("Contoso"), "Cancelled") })
	if err := importing.Wait(); err == nil || importing.ProcessState.ExitCode() != 1 {
		t.Errorf("the other process ended with %v", importing.ProcessState)
	}
	w.open("Tasks")
	w.until("the task", func(v view) bool { return slices.Contains(v.row(0), "Cancelled") })
	w.exit()
}
