//go:build linux

package journey

import "testing"

const (
	saveQuestion = "Save the changes before exit?"
	waiting      = " •" // follows the name of a connection that waits for Save
)

// rename edits the selected connection's name.
func (w *window) rename(from, to string) {
	w.t.Helper()
	w.doubleClick("cell", from)
	w.dialog("Edit PowerShell Source Connection")
	w.fill("Connection Name", to)
	w.press("OK")
	w.page()
	w.until("the new name", func(v view) bool { return len(v.cells(to+waiting)) > 0 })
}

func TestExitAsksAboutUnsavedChanges(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "50")
	w.create()
	w.fill("Connection Name", "First")
	w.press("OK")
	w.page()

	w.press("Exit")
	w.dialog(saveQuestion)
	w.press("Keep Editing")
	w.page()
	w.shows("1 unsaved change")

	// The window's own button asks too.
	w.keys("alt+F4")
	w.dialog(saveQuestion)
	w.press("Save")
	if code := w.exited(); code != 0 {
		t.Errorf("Save ended with %d", code)
	}

	w = s.start(h, "demo", "--users", "50")
	w.rename("First", "Second")
	w.press("Exit")
	w.dialog(saveQuestion)
	w.press("Discard")
	if code := w.exited(); code != 0 {
		t.Errorf("Discard ended with %d", code)
	}

	w = s.start(h, "demo", "--users", "50")
	w.until("the connection as it was saved", func(v view) bool { return len(v.cells("First")) > 0 && !v.says("unsaved") })
	w.rename("First", "Third")
	w.press("Cancel")
	w.dialog("Drop all unsaved changes?")
	w.press("Drop Changes")
	w.page()
	w.until("the name of before", func(v view) bool { return len(v.cells("First")) > 0 && !v.says("unsaved") })
	w.exit()
}

// A crash does not cost the administrator a sign-in.
func TestCrashKeepsASignIn(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "50")
	w.create()
	w.connect("Contoso")
	w.press("OK")
	w.page()
	w.shows("1 unsaved change")
	w.kill()

	w = s.start(h, "demo", "--users", "50")
	w.until("the edit to be offered", func(v view) bool {
		return v.says("was closed before these changes were saved") && len(v.cells("Contoso"+waiting)) > 0
	})
	w.save()
	w.press("Execute Now")
	w.succeeded("Contoso")
	w.exit()
}
