package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/widgets"
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
	entry, is := w.Window.Canvas().Focused().(*widgets.Entry)
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
	if *ended != 0 || !w.Says("Discard changes?") {
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
		"of a row":        func() { widgets.ShowCommands(w.Window.Canvas(), fyne.NewPos(9, 9), s.systems.Commands.Create) },
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
