package scheduling

import (
	"testing"

	"inventorybeacon/ui/session/sessiontest"
)

func TestTheDialogOfAScheduleLosesNothingThatIsTyped(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	t.Run("a new one", func(*testing.T) { w.LosesNothing(func() { create(w.Session, func(string) {}) }) })
	known := w.Beacon.NewSchedule()
	known.Name = "Nightly"
	t.Run("one that there is", func(*testing.T) { w.LosesNothing(func() { edit(w.Session, known, func(string) {}) }) })
}
