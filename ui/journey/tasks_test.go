//go:build linux

package journey

import (
	"archive/zip"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// row returns the texts of the first row of the list, from left to right.
func (v view) row(i int) []string {
	if rows := v.rows(); i < len(rows) {
		return rows[i]
	}
	return nil
}

func TestRunNowAndTasks(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "150")
	w.resize(pictureWidth, pictureHeight)
	w.imported("Contoso", false)

	// Given a schedule, when a connection is taken from Not scheduled into it,
	w.open("Scheduling")
	w.schedule("Nightly", "02:00")
	w.use("cell", "Not scheduled")
	w.keys("Right")
	w.use("cell", "Contoso")
	w.keys("Return")
	w.dialog(selectSchedule)
	w.choose("Schedule", "Nightly")
	w.press("OK")
	w.page()
	// and the schedule is run by hand, everything is saved first.
	w.use("cell", "Nightly"+waiting)
	w.press("Run Now")
	w.dialog("There are unsaved changes")
	w.press("Save and Run")
	w.page()
	w.until("the run to end", func(v view) bool {
		return slices.Contains(v.cells("Nightly"), "None failed") && !v.says("unsaved")
	})
	w.shows("This window runs the schedules while it is open.")

	// Then it stands among the tasks, with its log.
	w.open("Tasks")
	w.until("both tasks", func(v view) bool {
		return len(v.rows()) >= 2 && slices.Contains(v.row(0), "2") && slices.Contains(v.row(0), "Manual") && v.says("task 2 ·") &&
			v.says("Published: 150 users")
	})
	w.until("their number", func(v view) bool { return v.says("2 tasks") })
	w.press("Execute Again")
	w.until("the third task with its log", func(v view) bool {
		return slices.Contains(v.row(0), "3") && slices.Contains(v.row(0), "Succeeded") && v.says("task 3 ·") && v.says("Published: 150 users")
	})

	// The selection stays with its task while others come.
	w.use("cell", "3") // from the button to the list
	w.keys("End")
	w.until("the first task", func(v view) bool { return v.says("task 1 ·") && slices.Contains(v.selected(), "1") })
	w.open("Inventory Systems")
	w.press("Execute Now")
	w.until("its end", func(v view) bool { return v.says("task 4 ") && v.says("Succeeded · ") })
	w.open("Tasks")
	w.until("four tasks", func(v view) bool { return v.says("4 tasks") && slices.Contains(v.selected(), "1") })

	// Filters choose tasks, and say when there are none.
	w.choose("All statuses", "Failed")
	w.shows("No such tasks")
	w.press("Show All Tasks")
	w.until("all tasks", func(v view) bool { return v.says("4 tasks") && len(v.rows()) >= 4 })
	w.choose("All times", "Today")
	w.choose("All connections", "Contoso")
	w.until("the tasks of today", func(v view) bool { return v.says("4 tasks") && len(v.rows()) >= 4 })

	w.supportBundle(t)
	w.exit()
}

// supportBundle writes one and looks into it.
func (w *window) supportBundle(t *testing.T) {
	t.Helper()
	w.press("Support Bundle...")
	w.takeFile("inventory-beacon-support-")
	w.shows("no secret")
	w.press("OK")
	w.page()
	found, err := filepath.Glob(filepath.Join(w.home.dir, "inventory-beacon-support-*.zip"))
	if err != nil || len(found) != 1 {
		t.Fatalf("bundles: %v, %v", found, err)
	}
	bundle, err := zip.OpenReader(found[0])
	if err != nil {
		t.Fatal(err)
	}
	defer bundle.Close()
	var names []string
	for _, f := range bundle.File {
		names = append(names, f.Name)
	}
	for _, want := range []string{"about.json", "connections.json", "schedules.json", "tasks.json", "tasks/4.log"} {
		if !slices.Contains(names, want) {
			t.Errorf("the bundle has no %s, but %s", want, strings.Join(names, ", "))
		}
	}
}
