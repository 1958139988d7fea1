//go:build linux

package journey

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// From a list to the users of a group, kept as a view, written into a folder, and taken off again.
func TestAListIsFilteredGroupedKeptAndExported(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "60")
	w.imported("First", false)
	w.open("Users")
	w.shows("60 users")

	// What cannot be understood is said beside the field, and corrected from the keyboard.
	w.press("Filter...")
	w.dialog("Filter")
	w.press("As Text...")
	w.dialog("Filter as Text")
	w.fill("Filter", "enabled = perhaps")
	w.press("Apply")
	w.shows("yes or no was expected")
	w.fill("Filter", "enabled = yes")
	w.press("Apply")
	w.page()
	w.until("the condition in words", func(v view) bool {
		_, shown := v.find("button", "Account is Enabled")
		return shown && !v.says("60 users")
	})

	w.press("Group By...")
	w.dialog("Group By")
	w.until("the groups", func(v view) bool { return len(v.cells("Sales")) > 0 })
	w.click(w.place("a group", func(v view) (part, bool) { return v.find("cell", "Sales") }))
	w.press("Show These Rows")
	w.page()
	w.until("the group as a condition", func(v view) bool { _, shown := v.find("button", "Department is Sales"); return shown })
	w.picture("filter")

	w.press("Views")
	w.menu("Save View...")
	w.use("menu item", "Save View...")
	w.dialog("Save View")
	w.fill("Name", "Enabled in Sales")
	w.keys("Return")
	w.page()
	w.press("Show All")
	w.shows("60 users")

	w.press("Views")
	w.menu("Automatic Exports...")
	w.use("menu item", "Automatic Exports...")
	w.dialog("Automatic Exports")
	w.fill("Folder", h.dir)
	w.press("Write After Every Import")
	w.until("the export", func(v view) bool { return len(v.cells("Enabled in Sales")) > 0 })
	w.press("Close")
	w.page()
	content, err := os.ReadFile(filepath.Join(h.dir, "Enabled in Sales.csv"))
	if err != nil || !strings.Contains(string(content), "Sales") {
		t.Fatalf("%q, %v", content, err)
	}

	w.press("Views")
	w.menu("Enabled in Sales")
	w.use("menu item", "Enabled in Sales")
	w.page()
	w.until("the view", func(v view) bool {
		_, shown := v.find("button", "Department is Sales")
		return shown && !v.says("60 users")
	})
	w.press("Take off: Department is Sales")
	w.press("Take off: Account is Enabled")
	w.shows("60 users")
}
