package scheduling

import (
	"errors"
	"log/slog"
	"os"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365"
	"inventorybeacon/ui/session"
)

func TestMain(m *testing.M) {
	if err := os.Setenv("INVENTORY_BEACON_KEY", "file"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// newSession opens a window's session with a connection that is not scheduled.
func newSession(t *testing.T, service *session.Service) (s *session.Session, connection, schedule string) {
	t.Helper()
	test.NewTempApp(t)
	log := slog.New(slog.DiscardHandler)
	beacon, err := app.Open(t.Context(), app.Options{Dir: t.TempDir(), Source: microsoft365.New(microsoft365.Options{Logger: log}), Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	c := beacon.NewConnection(connector.CloudGlobal)
	c.Name = "Contoso"
	plan := beacon.NewSchedule()
	plan.Name = "Nightly"
	if err := errors.Join(beacon.SaveConnection(t.Context(), c, app.SecretChanges{}), beacon.PutSchedule(t.Context(), plan)); err != nil {
		t.Fatal(err)
	}
	s = session.New(t.Context(), session.Options{Window: test.NewTempWindow(t, nil), Beacon: beacon, Service: service})
	t.Cleanup(func() {
		s.Close()
		if err := beacon.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, c.ID, plan.ID
}

func TestTheServiceIsNeededWhenSchedulesWouldStop(t *testing.T) {
	s, connection, schedule := newSession(t, nil)
	running := false
	needed := func() bool {
		answer := make(chan bool, 1)
		WhenServiceNeeded(s, func() { answer <- true }, func() { answer <- false })
		return <-answer
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

// press presses a key in the topmost dialog.
func press(s *session.Session, key fyne.KeyName) {
	s.Window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key})
}

func dialogs(s *session.Session) int { return len(s.Window.Canvas().Overlays().List()) }

func TestExitLeavesOnceTheServiceIsInstalled(t *testing.T) {
	s, _, _ := newSession(t, &session.Service{})
	left := 0
	leave := func() { left++ }
	tellInstalled(s, "Installed and started the service.", nil, leave)
	if left != 0 || dialogs(s) != 1 {
		t.Errorf("the program was left %d times before the message was read in %d dialogs", left, dialogs(s))
	}
	press(s, fyne.KeyReturn)
	if left != 1 || dialogs(s) != 0 {
		t.Errorf("the program was left %d times, %d dialogs are open", left, dialogs(s))
	}
	// When it fails, the administrator stays and is told why.
	tellInstalled(s, "", errors.New("no systemd"), leave)
	if left != 1 || dialogs(s) != 1 {
		t.Errorf("the program was left %d times, %d dialogs are open", left, dialogs(s))
	}
}

func TestExitCanBeTakenBack(t *testing.T) {
	s, _, _ := newSession(t, &session.Service{})
	OfferService(s, func() { t.Error("the program is left") })
	press(s, fyne.KeyEscape)
	if open := dialogs(s); open != 0 {
		t.Errorf("%d dialogs are open", open)
	}
	// Nothing is installed without a second yes.
	OfferService(s, func() { t.Error("the program is left") })
	press(s, fyne.KeyReturn)
	press(s, fyne.KeyEscape)
	if open := dialogs(s); open != 0 {
		t.Errorf("%d dialogs are open", open)
	}
}
