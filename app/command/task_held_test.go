package command

import (
	"net/http"
	"strings"
	"testing"

	"inventorybeacon/connector/demotenant"
)

// contains looks for texts in their order.
func contains(t *testing.T, in string, texts ...string) {
	t.Helper()
	rest := in
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !found {
			t.Errorf("%q is missing, or out of order, in\n%s", text, in)
			return
		}
		rest = after
	}
}

func TestAHeldImportIsDecidedOnTheConsole(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 50}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	nothing := demotenant.Answer(`{"value":[]}`)
	server.fail("/v1.0/subscribedSkus", &nothing)

	status, _, stderr := run(t, dir, "import", "Contoso")
	if status != exitHeldBack {
		t.Fatalf("exit status %d\n%s", status, stderr)
	}
	contains(t, stderr, "would remove 19 of 19 licenses", "task show 2", "task publish 2", "task discard 2")
	status, stdout, stderr := run(t, dir, "task", "show", "Contoso")
	if status != exitDone {
		t.Fatalf("exit status %d\n%s", status, stderr)
	}
	contains(t, stdout, "held back", "Would go", "licenses", "19", "licenses", "SPE_E3")
	contains(t, stderr, "task publish 2", "task discard 2")

	succeed(t, dir, "task", "discard", "contoso", "--yes")
	status, _, stderr = run(t, dir, "task", "publish", "2")
	if status != exitFailed {
		t.Fatalf("exit status %d\n%s", status, stderr)
	}
	contains(t, stderr, "Task 2 of Contoso does not wait for a decision: its import was discarded.")
	if n := strings.Count(succeed(t, dir, "inventory", "licenses", "--format", "csv"), "\n"); n != 20 {
		t.Errorf("%d lines of licenses", n)
	}

	run(t, dir, "import", "Contoso")
	server.fail("/v1.0/subscribedSkus", &demotenant.Fault{Status: http.StatusForbidden})
	if status, _, stderr := run(t, dir, "import", "Contoso"); status != exitFailed { // a later task, which did not take its place
		t.Fatalf("exit status %d\n%s", status, stderr)
	}
	contains(t, succeed(t, dir, "task", "publish", "Contoso", "--yes"), "Licenses", "0", "19")
	if said := succeed(t, dir, "task", "show", "3"); strings.Contains(said, "Would go") || !strings.Contains(said, "Removed") {
		t.Errorf("of a published import: %s", said)
	}
	if said := succeed(t, dir, "task", "follow", "3", "--quiet"); said != "" {
		t.Errorf("with --quiet, follow prints %q", said)
	}
	server.fail("/v1.0/subscribedSkus", nil)
	succeed(t, dir, "import", "Contoso")
	server.fail("/v1.0/subscribedSkus", &nothing)
	run(t, dir, "import", "Contoso")
	if said := succeed(t, dir, "task", "publish", "6", "--yes", "--quiet"); said != "" {
		t.Errorf("with --quiet, publish prints %q", said)
	}
	_, _, stderr = run(t, dir, "task", "discard", "3")
	contains(t, stderr, "Task 3 of Contoso does not wait for a decision: its import is published.")
}
