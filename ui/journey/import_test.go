//go:build linux

package journey

import (
	"bufio"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// slowTenant starts an offline tenant that takes its time, and returns its
// addresses by the names of the dialog's fields.
func slowTenant(t *testing.T, arguments ...string) map[string]string {
	t.Helper()
	addresses, _ := offlineTenant(t, arguments...)
	return addresses
}

// offlineTenant starts an offline tenant, and returns its addresses and what ends it.
func offlineTenant(t *testing.T, arguments ...string) (addresses map[string]string, stop func()) {
	t.Helper()
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	tenant := exec.Command(program, append([]string{"tenant"}, arguments...)...)
	tenant.Env = []string{"HOME=" + t.TempDir()}
	output, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	tenant.Stdout = write
	run(t, tenant)
	write.Close()
	t.Cleanup(func() { _ = output.Close() }) // it writes more than is read here
	addresses = map[string]string{}
	for lines := bufio.NewScanner(output); len(addresses) < 4 && lines.Scan(); {
		label, address, _ := strings.Cut(lines.Text(), "  ")
		if address = strings.TrimSpace(address); strings.HasPrefix(address, "http") {
			addresses[label] = address
		}
	}
	return addresses, func() { _ = tenant.Process.Kill(); _ = tenant.Wait() }
}

func TestCancelledImportChangesNothing(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "150")
	w.resize(pictureWidth, pictureHeight)
	for _, other := range []string{"Fabrikam", "Tailspin_Toys_Gov"} {
		w.create()
		w.fill("Connection Name", other)
		w.press("OK")
		w.page()
	}
	w.imported("Contoso 365", false)

	// Given an import of 150 users, when the connection is pointed to a slow tenant...
	addresses := slowTenant(t, "--users", "120000", "--latency", "1200ms")
	w.doubleClick("cell", "Contoso 365")
	w.dialog("Edit PowerShell Source Connection")
	w.choose("Cloud", "Custom")
	for _, label := range []string{"Token Endpoint", "Redirect URI", "Authorization Endpoint", "Graph Endpoint"} {
		w.fill(label, addresses[label])
	}
	w.press("Generate...")
	w.dialog("Sign In")
	s.signIn()
	w.dialog("Edit PowerShell Source Connection")
	w.press("OK")
	w.page()
	// ... and its import is cancelled,
	w.press("Execute Now")
	w.dialog("The connection has unsaved changes")
	w.press("Save and Execute")
	w.until("some users to have come", func(v view) bool { return slices.Contains(v.cells("Contoso 365"), "Importing") && v.says("/s") })
	w.picture("systems")
	w.cancelImport()
	w.until("the import to be cancelled", func(v view) bool { return slices.Contains(v.cells("Contoso 365"), "Cancelled") })
	// then what was imported before is still there, and other connections are untouched.
	if v, err := w.look(); err != nil || !slices.Contains(v.cells("Fabrikam"), "Never") {
		t.Errorf("the other connection shows %v (%v)", v.cells("Fabrikam"), err)
	}
	w.open("Users")
	w.shows("150 users")
	w.open("Tasks")
	w.until("both tasks", func(v view) bool {
		all := v.all("cell")
		return slices.Contains(all, "Succeeded") && slices.Contains(all, "Cancelled")
	})

	// When the program is left during an import, it asks.
	w.open("Inventory Systems")
	w.press("Execute Now")
	w.until("the import to run", func(v view) bool { return slices.Contains(v.cells("Contoso 365"), "Importing") })
	w.press("Exit")
	w.dialog("An import is running")
	w.press("Exit Anyway")
	if code := w.exited(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
	w = s.start(h, "demo", "--users", "150")
	w.until("the import to be known as cut short", func(v view) bool {
		status := v.cells("Contoso 365")
		return slices.Contains(status, "Cancelled") || slices.Contains(status, "Interrupted")
	})
	w.exit()
}

// cancelImport presses the Cancel of the progress, not that of the status bar.
func (w *window) cancelImport() {
	w.t.Helper()
	w.click(w.place("Cancel of the import", func(v view) (part, bool) {
		for _, p := range v.Shown {
			if p.Kind == "button" && p.Text == "Cancel" && p.Y < v.Height-100 {
				return p, true
			}
		}
		return part{}, false
	}))
}

func TestDeletedConnectionLeavesOrTakesItsInventory(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "150")
	w.imported("Kept", false)

	w.remove("Kept", "Delete, Keep Inventory")
	w.open("Users")
	w.shows("150 users")
	w.open("Inventory Systems")

	w.imported("Gone", true)
	w.remove("Gone", "Delete with Inventory")
	w.open("Users")
	w.until("only the users that were kept", func(v view) bool { return v.says("150 users") })
	w.open("Tasks")
	w.until("the tasks of both", func(v view) bool { return len(v.cells("Kept")) > 0 && len(v.cells("Gone")) > 0 })
	w.exit()
}

// remove deletes a connection, takes that back, and deletes it for good.
func (w *window) remove(name, choice string) {
	w.t.Helper()
	deleted := func(v view) bool { return slices.Contains(v.cells(name), "Deleted, not saved") }
	w.use("cell", name)
	w.press("Delete")
	w.press(choice)
	w.until("the connection to wait for its end", deleted)
	w.press("Undo Deletion")
	w.until("the connection to be back", func(v view) bool { return len(v.cells(name)) > 0 && !deleted(v) })
	w.press("Delete")
	w.press(choice)
	w.until("the connection to wait for its end", deleted)
	w.save()
	w.until("the end of the connection", func(v view) bool { return len(v.cells(name)) == 0 })
}
