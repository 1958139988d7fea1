//go:build linux

package journey

import (
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"testing"
)

// exitsVariable is how many windows are opened and left, for a long look.
const exitsVariable = "INVENTORY_BEACON_EXITS"

func TestExitEndsTheProgramEachTime(t *testing.T) {
	exits := 3
	if asked, set := os.LookupEnv(exitsVariable); set {
		var err error
		if exits, err = strconv.Atoi(asked); err != nil {
			t.Fatal(err)
		}
	}
	s, h := newScreen(t, 1280, 800), newHome(t)
	for range exits {
		s.start(h, "demo", "--users", "50").exit()
	}
}

func TestASignalEndsTheProgram(t *testing.T) {
	// A program that was started to outlive its terminal does not end with it, and passes
	// that on: with this it is as if nobody had started the tests by nohup(1).
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGHUP)
	defer signal.Stop(heard)
	s, h := newScreen(t, 1280, 800), newHome(t)
	for _, sent := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		for range 3 {
			w := s.start(h, "demo", "--users", "50")
			w.signal(sent)
			if code, want := w.exited(), 128+int(sent); code != want {
				t.Errorf("%s ended it with %d, not with %d", sent, code, want)
			}
		}
	}
}

func TestASignalRemembersTheSize(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "50")
	w.resize(900, 600)
	w.signal(syscall.SIGTERM)
	w.exited()
	w = s.start(h, "demo", "--users", "50")
	w.until("the size of before", func(v view) bool { return v.Width == 900 && v.Height == 600 })
	w.exit()
}

func TestClosingTheWindowAsksWhatADialogAsks(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "50")
	w.create()
	w.fill("Connection Name", "Contoso")
	w.keys("alt+F4")
	w.dialog("Discard what was entered?")
	w.press("Discard")
	w.page()
	w.keys("alt+F4")
	if code := w.exited(); code != 0 {
		t.Errorf("it ended with %d", code)
	}
}
