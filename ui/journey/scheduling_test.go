//go:build linux

package journey

import (
	"slices"
	"strings"
	"testing"
)

const (
	createSchedule = "Create Schedule"
	editSchedule   = "Edit Schedule"
	selectSchedule = "Select Schedule"
)

// connections makes connections that nobody has signed in for.
func (w *window) connections(names ...string) {
	w.t.Helper()
	for _, name := range names {
		w.create()
		w.fill("Connection Name", name)
		w.press("OK")
		w.page()
	}
	w.save()
}

// schedule makes a daily schedule on the page Scheduling.
func (w *window) schedule(name, time string) {
	w.t.Helper()
	w.press("New...")
	w.dialog(createSchedule)
	w.fill("Schedule Name", name)
	w.fill("Time", time)
	w.keys("Return")
	w.page()
	w.until("the schedule in the list", func(v view) bool { return len(v.cells(name+waiting)) > 0 })
}

// assign gives a connection a schedule on Inventory Systems.
func (w *window) assign(connection, schedule string) {
	w.t.Helper()
	w.use("cell", connection)
	w.press("Schedule...")
	w.dialog(selectSchedule)
	w.choose("Schedule", schedule)
}

func TestSchedules(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "50")
	w.resize(pictureWidth, pictureHeight)
	w.connections("Contoso", "Fabrikam", "Tailspin_Toys_Gov")

	// Given no schedules, the page says what to do next.
	w.open("Scheduling")
	if v := w.shows("No schedules yet"); !v.says("give it to connections with Schedule...") {
		t.Errorf("the empty page says %v", v.all("label"))
	}
	w.schedule("Nightly", "02:00")
	w.schedule("Office hours", "12:15")
	w.until("what is not scheduled", func(v view) bool { return slices.Contains(v.cells("Not scheduled"), "3") })

	// When connections get a schedule, the list shows it and its next run.
	w.open("Inventory Systems")
	w.assign("Contoso", "Nightly")
	v := w.dialog(selectSchedule)
	if !v.says("Daily at 02:00") || !v.says("Next run:") || !v.says("02:00") {
		t.Errorf("the dialog does not tell of the schedule:\n%s", v)
	}
	w.picture("select-schedule")
	w.press("OK")
	w.page()
	w.assign("Tailspin_Toys_Gov", "Nightly")
	w.press("OK")
	w.page()
	w.shows("4 unsaved changes")
	w.save()
	w.until("the schedule and its next run", func(v view) bool {
		row := strings.Join(v.cells("Contoso"), " ")
		return strings.Contains(row, "Nightly") && strings.Contains(row, "02:00") && slices.Contains(v.cells("Fabrikam"), "Not scheduled")
	})
	w.picture("systems-scheduled")

	// Then the page Scheduling lists them together, and unfolds with the keyboard.
	w.open("Scheduling")
	w.until("the connections of each", func(v view) bool {
		return slices.Contains(v.cells("Nightly"), "2") && slices.Contains(v.cells("Office hours"), "0") &&
			slices.Contains(v.cells("Not scheduled"), "1")
	})
	w.use("cell", "Nightly")
	w.keys("Right")
	w.until("the connections of Nightly", func(v view) bool { return len(v.cells("Contoso")) > 0 && len(v.cells("Fabrikam")) == 0 })
	w.picture("scheduling")
	w.keys("Down", "Left") // from the first connection back to its schedule
	w.until("the schedule to be selected", func(v view) bool { return slices.Contains(v.selected(), "Nightly") })
	w.keys("Left")
	w.until("the schedule to fold", func(v view) bool { return len(v.cells("Contoso")) == 0 })

	// When a schedule is deleted, that says what becomes of its connections.
	w.keys("Delete")
	if v := w.dialog("Delete schedule Nightly?"); !v.says("become Not scheduled") || !v.says("Contoso, Tailspin_Toys_Gov") {
		t.Errorf("the question does not tell of the connections:\n%s", v)
	}
	w.press("Delete")
	w.page()
	w.until("the connections to be without a schedule", func(v view) bool {
		return slices.Contains(v.cells("Not scheduled"), "3") && slices.Contains(v.cells("Nightly"), "Deleted, not saved")
	})
	w.press("Undo Deletion")
	w.until("the schedule to be back", func(v view) bool { return slices.Contains(v.cells("Nightly"), "2") && !v.says("unsaved") })
	w.press("Delete")
	w.dialog("Delete schedule Nightly?")
	w.press("Delete")
	w.page()
	w.save()
	w.until("the end of the schedule", func(v view) bool { return len(v.cells("Nightly")) == 0 })
	w.open("Inventory Systems")
	w.until("no schedule", func(v view) bool { return slices.Contains(v.cells("Contoso"), "Not scheduled") })
	w.exit()
}

// The dialog says all problems beside their fields, and the next runs as it is
// typed.
func TestEditSchedule(t *testing.T) {
	s := newScreen(t, 1280, 800)
	w := s.start(newHome(t), "demo", "--users", "50")
	w.open("Scheduling")
	w.press("New...")
	w.dialog(createSchedule)
	runs := func(words ...string) func(view) bool {
		return func(v view) bool {
			told, _ := v.find("label", "–")
			for _, p := range v.Shown {
				if p.Kind == "label" && strings.Count(p.Text, "\n") == 4 {
					told = p
				}
			}
			return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(told.Text, word) })
		}
	}
	w.until("the next runs", runs(" 02:00"))
	w.keys("Return")
	w.until("the name to be asked for", func(v view) bool { return v.problems()["Schedule Name"] != "" && v.focused() == "Schedule Name" })
	w.types("Nightly")
	w.until("the name to be right", func(v view) bool { return len(v.problems()) == 0 })
	w.fill("Time", "26:00")
	w.until("no runs", runs("–"))
	w.keys("Return")
	w.until("the time to be wrong", func(v view) bool { return v.problems()["Time"] != "" })
	w.fill("Time", "23:30")
	w.until("the runs at the new time", runs(" 23:30"))

	w.choose("Repeats", "Every few minutes")
	w.fill("Minutes between runs", "0")
	w.keys("Return")
	w.until("the minutes to be wrong", func(v view) bool { return v.problems()["Minutes between runs"] != "" })
	w.fill("Minutes between runs", "30")
	w.until("runs every half hour", runs(":00", ":30"))

	w.choose("Repeats", "Hourly")
	w.fill("Minute of the hour", "75")
	w.keys("Return")
	w.until("the minute to be wrong", func(v view) bool { return strings.Contains(v.problems()["Minute of the hour"], "from 0 to 59") })
	w.fill("Minute of the hour", "7")
	w.until("runs every hour", runs(":07"))

	w.choose("Repeats", "Weekly")
	w.use("check", "Mon")
	w.keys("Return")
	w.until("a day to be asked for", func(v view) bool { return v.problems()["Days"] != "" })
	w.use("check", "Sat")
	w.until("runs on Saturdays", runs("Sat ", " 23:30"))
	w.picture("edit-schedule")

	w.choose("Repeats", "Monthly")
	w.click(w.place("the day", func(v view) (part, bool) { return v.field("Day of the month") }))
	w.until("its menu", func(v view) bool { return v.Layer == "menu" })
	w.keys("End", "Return") // it is longer than the window
	w.until("the last day", func(v view) bool {
		day, _ := v.field("Day of the month")
		return day.Value == "Last day"
	})
	w.until("runs on last days", runs(" 23:30"))
	// Esc asks before what was typed is lost, and Enter accepts.
	w.keys("Escape")
	w.dialog("Discard what was entered?")
	w.keys("Escape")
	w.dialog(createSchedule)
	w.keys("Return")
	w.page()
	w.until("the schedule", func(v view) bool {
		return strings.HasPrefix(strings.Join(v.cells("Nightly"+waiting), "|"), "Nightly"+waiting+"|Monthly on the last")
	})
	// Enter edits it; an untouched dialog closes with Esc.
	w.keys("Return")
	w.until("its values", func(v view) bool {
		day, _ := v.field("Day of the month")
		return v.titled(editSchedule) && day.Value == "Last day"
	})
	w.keys("Escape")
	w.page()
	// A second one must not have its name.
	w.press("New...")
	w.dialog(createSchedule)
	w.types("NIGHTLY")
	w.keys("Return")
	w.until("the name to be taken", func(v view) bool { return strings.Contains(v.problems()["Schedule Name"], "already") })
	w.keys("Escape")
	w.press("Discard")
	w.page()
	w.press("Cancel")
	w.dialog("Drop all unsaved changes?")
	w.press("Drop Changes")
	w.page()
	w.shows("No schedules yet")
	w.exit()
}
