//go:build linux

package journey

import (
	"slices"
	"strings"
	"testing"
)

const createTitle = "Create PowerShell Source Connection"

// connect makes a connection to the demonstration tenant and signs in for it:
// the dialog then waits for OK.
func (w *window) connect(name string) {
	w.t.Helper()
	w.fill("Connection Name", name)
	w.press("Generate...")
	w.dialog("Sign In")
	w.screen.signIn()
	w.until("the refresh token", func(v view) bool {
		token, _ := v.field("Refresh Token")
		return v.titled(createTitle) && token.Placeholder == "received for "+account
	})
}

// account is the first one of the offline tenant, as the dialog names it.
const account = "admin@contoso.example, Contoso"

// create opens the dialog for a new connection.
func (w *window) create() {
	w.t.Helper()
	w.keys("ctrl+n")
	w.dialog(createTitle)
}

// imported makes a connection, saves it and imports through it; again says that
// its tenant has been imported before.
func (w *window) imported(name string, again bool) {
	w.t.Helper()
	w.create()
	w.connect(name)
	w.press("OK")
	w.page()
	w.save()
	w.press("Execute Now")
	if again {
		w.dialog("The tenant has been imported already")
		w.press("Import All the Same")
	}
	w.succeeded(name)
}

func (w *window) save() {
	w.t.Helper()
	w.press("Save")
	w.until("everything to be saved", func(v view) bool {
		save, found := v.find("button", "Save")
		return found && !save.Enabled && !v.says("unsaved")
	})
}

func (w *window) succeeded(name string) {
	w.t.Helper()
	w.until("the import to succeed", func(v view) bool { return slices.Contains(v.cells(name), "Succeeded") })
}

// exit leaves the program by its button and expects success.
func (w *window) exit() {
	w.t.Helper()
	w.press("Exit")
	if code := w.exited(); code != 0 {
		w.t.Errorf("the program ended with %d", code)
	}
}

func TestConnectImportAndLookAround(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "2500")
	w.resize(pictureWidth, pictureHeight)

	w.press("More")
	w.use("menu item", "PowerShell")
	w.dialog(createTitle)
	w.connect("Contoso 365")
	w.picture("dialog")
	w.press("OK")
	w.page()
	w.shows("1 unsaved change")
	w.save()
	w.press("Execute Now")
	w.succeeded("Contoso 365")

	w.lookAround()
	w.exit()

	h.preferDark(t)
	again := s.start(h, "demo", "--users", "2500")
	again.until("the window in the size of before", func(v view) bool { return v.Width == pictureWidth && v.Height == pictureHeight })
	again.until("the connection of before", func(v view) bool { return slices.Contains(v.cells("Contoso 365"), "Succeeded") })
	again.picture("systems-dark")
	again.open("Users")
	again.shows("2,500 users")
	again.open("Tasks")
	again.until("the task of before", func(v view) bool { return slices.Contains(v.cells("Contoso 365"), "2,500") })
	again.exit()
	for _, w := range []*window{w, again} {
		if strings.Contains(w.stderr(), password) {
			t.Error("the password stands in standard error")
		}
	}
	if left := h.browsers(t); len(left) > 0 {
		t.Errorf("browsers are left: %v", left)
	}
}

// lookAround visits the pages after an import of the 2,500 users.
func (w *window) lookAround() {
	w.t.Helper()
	w.open("Users")
	all := w.until("the users", func(v view) bool { return v.says("2,500 users") && slices.ContainsFunc(v.rows(), whole) })
	w.picture("users")
	first := all.rows()[slices.IndexFunc(all.rows(), whole)]

	w.use("header", "Display Name") // it is sorted by that one: now the other way round
	w.until("the users from the other end", func(v view) bool {
		rows := v.rows()
		return len(rows) > 0 && rows[0][0] > all.rows()[0][0]
	})
	w.use("header", "User Principal Name")
	w.until("the users by their principal names", func(v view) bool {
		return len(v.rows()) > 2 && slices.IsSortedFunc(v.rows(), func(a, b []string) int {
			n := min(len(a[1]), len(b[1]), 8) // what is too long for its column is cut off
			return strings.Compare(a[1][:n], b[1][:n])
		})
	})

	w.choose("All users", "A license failed")
	w.until("the few users without a license that they should have",
		func(v view) bool { return !v.says("Counting...") && !v.says("2,500 users") && len(v.rows()) > 0 })
	w.choose("A license failed", "All users")
	w.shows("2,500 users")
	w.fill("Search name, UPN or mail", first[1])
	w.until("the user that is searched for", func(v view) bool {
		_, counted := v.find("status", "1 user")
		return counted && len(v.rows()) == 1 && v.rows()[0][1] == first[1]
	})
	w.doubleClick("cell", first[1])
	details := w.dialog(first[0])
	for _, words := range []string{"User Principal Name", first[1]} {
		if !details.says(words) {
			w.t.Errorf("the details of a user do not say %q", words)
		}
	}
	w.picture("user")
	for _, words := range []string{"Licenses", "Last activity by application"} { // further down
		w.until(words, func(v view) bool {
			if v.says(words) {
				return true
			}
			w.keys("Next")
			return false
		})
	}
	w.keys("Escape")
	w.page()

	w.open("Licenses")
	w.until("the licenses, and what the paid ones come to", func(v view) bool {
		return len(v.rows()) > 5 && v.says("15 paid: ")
	})
	w.picture("licenses")
	w.choose("Active in 90 days", "Active in 30 days")
	w.open("Applications")
	w.until("the applications", func(v view) bool { return slices.Contains(v.all("cell"), "Exchange") && !v.says("Counting...") })
	w.picture("applications")
	w.open("Usage")
	w.until("the usage", func(v view) bool { return v.says("users in the usage reports") && len(v.rows()) > 5 })
	w.picture("usage")
	w.open("Tasks")
	w.until("the task and its log", func(v view) bool {
		return slices.Contains(v.cells("Contoso 365"), "Succeeded") && slices.Contains(v.cells("Contoso 365"), "2,500") && v.says("users")
	})
	w.picture("tasks")
}

// whole reports whether the row is of a user whose names are not cut off, and who has
// been active: the list is counted before all of it is there.
func whole(row []string) bool {
	return len(row) > 3 && !strings.Contains(row[0]+row[1], "…") && strings.HasPrefix(row[len(row)-1], "20")
}
