package ui

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"inventorybeacon/ui/session/sessiontest"
)

func TestARefusedElevationDoesNotEndTheProgram(t *testing.T) {
	const question, restart = "It may not be written.", "Restart as Administrator"
	w := sessiontest.Open(t, sessiontest.Options{})
	answers, tried, ended := []error{errors.New("nobody has consented"), nil}, 0, false
	e := elevation{
		window: w.Window, work: new(sync.WaitGroup), title: "Inventory Beacon cannot start", text: question,
		restart: func() error {
			tried++
			return answers[tried-1]
		},
		exit: func() { ended = true },
	}
	e.offer()
	if !w.Says(question) || !slices.Equal(w.Enabled(), []string{restart, "Exit"}) {
		t.Fatalf("it says:\n%s", w.Text())
	}
	// Given that nobody consents, it is said, and can be tried again;
	w.Press(restart)
	w.Await("Inventory Beacon could not be started as an administrator")
	w.Press("OK")
	if ended || !w.Says(question) {
		t.Fatalf("it has ended: %t; it says:\n%s", ended, w.Text())
	}
	// when somebody does, then this one ends.
	w.Press(restart)
	w.Until("the end", func() bool { return ended })
	if tried != 2 || w.Dialogs() != 0 {
		t.Errorf("after %d times it says:\n%s", tried, w.Text())
	}
}
