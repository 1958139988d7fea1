package scheduling

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"inventorybeacon/app/message"
	"inventorybeacon/schedule"
	"inventorybeacon/ui/session/sessiontest"
)

func TestTheDialogOfAScheduleLosesNothingThatIsTyped(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	t.Run("a new one", func(*testing.T) { w.LosesNothing(func() { create(w.Session, func(string) {}) }) })
	known := w.Beacon.NewSchedule()
	known.Name = "Nightly"
	t.Run("one that there is", func(*testing.T) { w.LosesNothing(func() { edit(w.Session, known, func(string) {}) }) })
}

func TestWeekdaysAreOneChoice(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	create(w.Session, func(string) {})
	test.Type(w.Window.Canvas().Focused(), "Mornings")
	w.Choose("Daily", "Weekly")
	if !w.Says("Days", "Sun") {
		t.Fatalf("of a weekly schedule the days are not asked for:\n%s", w.Text())
	}
	w.Choose("Weekly", "Weekdays")
	if w.Says("Sun") || !w.Says("Time") {
		t.Errorf("of weekdays it says:\n%s", w.Text())
	}
	w.Press("OK")
	w.Until("the schedule", func() bool { return len(w.Beacon.Schedules()) == 1 })
	if s := w.Beacon.Schedules()[0].Schedule; s.Kind != schedule.Weekly || s.Days != schedule.MondayToFriday ||
		message.Text(s.Summary()) != "Weekdays at 02:00" {
		t.Errorf("%+v: %s", s, message.Text(s.Summary()))
	}
}
