package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/scheduling"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets/form"
	"inventorybeacon/ui/widgets/menu"
)

// openToEnd opens the whole window, and counts how often it is ended.
func openToEnd(t *testing.T, w *sessiontest.Window) (s *shell, ended *int) {
	t.Helper()
	s, ended = openShell(t, w), new(int)
	s.end = func() { *ended++ }
	return s, ended
}

// typeInto types where the focus is.
func typeInto(t *testing.T, w *sessiontest.Window, text string) {
	t.Helper()
	entry, is := w.Window.Canvas().Focused().(*form.Entry)
	if !is {
		t.Fatalf("the focus is on %v", w.Window.Canvas().Focused())
	}
	entry.SetText(text)
}

// The menu of the notification area can be opened while a dialog is.
func TestExitAsksBeforeItDropsWhatWasTypedInADialog(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	s, ended := openToEnd(t, w)
	s.systems.Commands.Create.Action()
	w.Settle()
	typeInto(t, w, "Contoso")
	s.exit()
	w.Settle()
	if *ended != 0 || !w.Says("Discard what was entered?") {
		t.Fatalf("ended %d times; it says:\n%s", *ended, w.Text())
	}
	w.Press("Discard")
	s.exit()
	if w.Settle(); *ended != 1 {
		t.Errorf("ended %d times", *ended)
	}
}

func TestClosingTheWindowClosesAnOpenMenuFirst(t *testing.T) {
	w := sessiontest.Open(t, sessiontest.Options{})
	s, ended := openToEnd(t, w)
	for what, open := range map[string]func(){
		"of the menu bar": func() { w.Key(fyne.KeyF10) },
		"of a row":        func() { menu.ShowCommands(w.Window.Canvas(), fyne.NewPos(9, 9), s.systems.Commands.Create) },
	} {
		t.Run(what, func(t *testing.T) {
			if open(); w.Dialogs() != 1 {
				t.Fatalf("it says:\n%s", w.Text())
			}
			if s.close(); w.Dialogs() != 0 || *ended != 0 {
				t.Errorf("%d menus are open, ended %d times", w.Dialogs(), *ended)
			}
		})
	}
}

// openScheduled opens the whole window over schedules that stop with it, with a service of which only answer tells that it does not
// run.
func openScheduled(t *testing.T) (w *sessiontest.Window, s *shell, ended *int, answer func()) {
	t.Helper()
	answered, answer := context.WithCancel(t.Context())
	w = sessiontest.Open(t, sessiontest.Options{Service: &session.Service{Running: func() bool {
		<-answered.Done()
		return false
	}}})
	t.Cleanup(answer)
	c, plan := w.Add("Contoso"), w.Beacon.NewSchedule()
	plan.Name = "Nightly"
	w.Must(w.Beacon.PutSchedule(t.Context(), plan))
	w.Must(w.Beacon.Assign(t.Context(), c.ID, plan.ID))
	w.Must(w.Beacon.Save(t.Context()))
	s, ended = openToEnd(t, w)
	return w, s, ended, answer
}

func TestExitAsksOnceWhileItFindsOutWhetherAServiceRuns(t *testing.T) {
	w, s, ended, answer := openScheduled(t)
	s.exit()
	s.exit()
	answer()
	w.Await("Imports stop with this window")
	w.Press("Cancel")
	again := false
	scheduling.WhenServiceNeeded(w.Session, func() { again = true }, nil)
	w.Until("another answer", func() bool { return again })
	if w.Dialogs() != 0 || *ended != 0 {
		t.Errorf("ended %d times; it says:\n%s", *ended, w.Text())
	}
}

func TestExitDropsNoDialogThatIsOpenedWhileItFindsOut(t *testing.T) {
	w, s, ended, answer := openScheduled(t)
	s.exit()
	s.systems.Commands.Create.Action()
	w.Settle()
	typeInto(t, w, "Fabrikam")
	answer()
	w.Await("Discard what was entered?")
	if *ended != 0 {
		t.Error("it is dropped")
	}
}
