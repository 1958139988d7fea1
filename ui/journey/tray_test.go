//go:build linux

package journey

import (
	"slices"
	"strconv"
	"testing"
)

// visible reports whether the program's window can be seen.
func (w *window) visible() bool {
	return len(w.screen.windows("--pid", strconv.Itoa(w.process.Process.Pid))) > 0
}

// offers waits until the icon's menu has exactly these entries.
func (w *window) offers(d *desktop, entries ...string) {
	w.t.Helper()
	w.screen.await("the icon's menu to offer "+entries[0]+" and so on", func() bool { return slices.Equal(d.entries(), entries) })
}

// notified waits until a notification was shown.
func (w *window) notified(d *desktop, titles ...string) {
	w.t.Helper()
	w.screen.await("the notifications", func() bool { return slices.Equal(d.notified(), titles) })
}

func TestNotificationArea(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	d := newDesktop(t)
	h.bus = d.address
	w := s.start(h, "demo", "--users", "150")
	w.offers(d, "Open Inventory Beacon", "Exit")

	// Given a connection, then the icon offers to import through it.
	w.create()
	w.connect("Contoso")
	w.press("OK")
	w.page()
	w.save()
	w.offers(d, "Open Inventory Beacon", "Execute Now", "Execute Now/Contoso", "Exit")
	d.choose("Execute Now/Contoso")
	w.succeeded("Contoso")
	if told := d.notified(); len(told) > 0 {
		t.Errorf("a success after nothing is told: %v", told)
	}

	// The window's own button leaves the program, unless that was chosen otherwise.
	w.keys("alt+v")
	w.use("menu item", "Close to the Notification Area")
	w.page()
	w.keys("alt+F4")
	s.await("the window to hide", func() bool { return !w.visible() })
	// When an import needs an answer, the window comes back with the question.
	d.choose("Open Inventory Beacon")
	s.await("the window to come back", w.visible)
	w.rename("Contoso", "Contoso 2")
	w.keys("alt+F4")
	s.await("the window to hide", func() bool { return !w.visible() })
	w.offers(d, "Open Inventory Beacon", "Execute Now", "Execute Now/Contoso 2", "Exit")
	d.choose("Execute Now/Contoso 2")
	w.dialog("The connection has unsaved changes")
	s.await("the window to come back", w.visible)
	w.press("Save and Execute")
	w.succeeded("Contoso 2")

	// When the notification area goes, the window comes back by itself.
	w.keys("alt+F4")
	s.await("the window to hide", func() bool { return !w.visible() })
	d.removeTray()
	s.await("the window to come back", w.visible)
	// Without an icon, closing leaves the program.
	w.keys("alt+F4")
	if code := w.exited(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
}

func TestNotificationsOfFailures(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	d := newDesktop(t)
	h.bus = d.address
	w := s.start(h, "demo", "--users", "50")
	w.imported("Contoso", false)
	// Given an application that the tenant does not know, when it imports, that is told.
	w.application("Contoso", "00000000-1111-2222-3333-444444444444")
	w.press("Execute Now")
	w.notified(d, "Import of Contoso failed")
	// When it imports again, that is told too; a further success is not.
	w.application("Contoso", "5bb1a5a2-0d97-4335-9448-119f7b27aff9")
	for _, task := range []string{"task 3 ", "task 4 "} {
		w.press("Execute Now")
		w.until("its end", func(v view) bool { return v.says(task) && v.says("Succeeded ·") })
	}
	w.notified(d, "Import of Contoso failed", "Import of Contoso succeeds again")
	d.choose("Exit")
	if code := w.exited(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
}

// application gives a connection another application to sign in with, and saves it.
func (w *window) application(connection, id string) {
	w.t.Helper()
	w.doubleClick("cell", connection)
	w.dialog("Edit PowerShell Source Connection")
	w.fill("Application (client) ID", id)
	w.press("OK")
	w.page()
	w.save()
}
