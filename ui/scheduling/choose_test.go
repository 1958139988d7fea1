package scheduling

import (
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/session/sessiontest"
)

func TestEnterAfterANewScheduleIsOK(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	c := w.Add("Contoso")
	Choose(w.Session, w.Entry(c), func() {})
	w.Press("New...")
	w.Press("OK")
	w.Until("the new schedule", func() bool { return w.Dialogs() == 1 && !w.Says("Not scheduled") })
	w.Key(fyne.KeyReturn)
	w.Until("it to be given to the connection", func() bool { return w.Dialogs() == 0 && w.Entry(c).Schedule.ID != "" })
}
