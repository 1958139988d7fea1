package scheduling

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/session"
	"inventorybeacon/ui/session/sessiontest"
)

// newSession opens a window's session with a connection that is not scheduled.
func newSession(t *testing.T, service *session.Service) (w *sessiontest.Window, connection, schedule string) {
	t.Helper()
	w = sessiontest.Open(t, sessiontest.Options{Service: service})
	c := w.Add("Contoso")
	plan := w.Beacon.NewSchedule()
	plan.Name = "Nightly"
	w.Must(w.Beacon.PutSchedule(t.Context(), plan))
	return w, c.ID, plan.ID
}

func TestTheServiceIsNeededWhenSchedulesWouldStop(t *testing.T) {
	s, connection, schedule := newSession(t, nil)
	running := false
	needed := func() bool {
		answered, answer := false, false
		WhenServiceNeeded(s.Session, func() { answered, answer = true, true }, func() { answered = true })
		s.Until("whether it is needed", func() bool { return answered })
		return answer
	}
	expect := func(want bool, because string) {
		t.Helper()
		if needed() != want {
			t.Errorf("needed: %v, though %s", !want, because)
		}
	}
	if err := s.Beacon.Assign(t.Context(), connection, schedule); err != nil {
		t.Fatal(err)
	}
	expect(false, "there can be no service")
	s.Service = &session.Service{Running: func() bool { return running }}
	expect(true, "a connection is scheduled and no service runs")
	running = true
	expect(false, "the service runs")
	running = false
	if err := s.Beacon.SetDisabled(t.Context(), connection, true); err != nil {
		t.Fatal(err)
	}
	expect(false, "the connection is disabled")
}

func TestExitLeavesOnceTheServiceIsInstalled(t *testing.T) {
	s, _, _ := newSession(t, &session.Service{})
	left := 0
	leave := func() { left++ }
	tellInstalled(s.Session, "Installed and started the service.", nil, leave)
	if left != 0 || s.Dialogs() != 1 {
		t.Errorf("the program was left %d times before the message was read in %d dialogs", left, s.Dialogs())
	}
	s.Key(fyne.KeyReturn)
	if left != 1 || s.Dialogs() != 0 {
		t.Errorf("the program was left %d times, %d dialogs are open", left, s.Dialogs())
	}
	// When it fails, the administrator stays and is told why.
	tellInstalled(s.Session, "", errors.New("no systemd"), leave)
	if left != 1 || s.Dialogs() != 1 {
		t.Errorf("the program was left %d times, %d dialogs are open", left, s.Dialogs())
	}
}

func TestExitCanBeTakenBack(t *testing.T) {
	s, _, _ := newSession(t, &session.Service{})
	OfferService(s.Session, func() { t.Error("the program is left") })
	s.Key(fyne.KeyEscape)
	if open := s.Dialogs(); open != 0 {
		t.Errorf("%d dialogs are open", open)
	}
	// Nothing is installed without a second yes.
	OfferService(s.Session, func() { t.Error("the program is left") })
	s.Key(fyne.KeyReturn)
	s.Key(fyne.KeyEscape)
	if open := s.Dialogs(); open != 0 {
		t.Errorf("%d dialogs are open", open)
	}
}
