//go:build linux

package journey

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const cannotStart = "Inventory Beacon cannot start"

// refused waits for the message that the program cannot start, acknowledges it
// and expects failure.
func (w *window) refused(words string, status int) {
	w.t.Helper()
	if v := w.dialog(cannotStart); !v.says(words) {
		w.t.Errorf("the message does not say %q:\n%s", words, v)
	}
	w.press("OK")
	if code := w.exited(); code != status {
		w.t.Errorf("the program ended with %d, not with %d", code, status)
	}
}

func TestASecondStartBringsTheWindowToTheFront(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	first := s.start(h, "demo", "--users", "50")
	over := s.start(newHome(t), "demo", "--users", "50") // of another data directory
	s.activate(over.id)
	program, err := build()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	again := exec.CommandContext(ctx, program, "--data", h.data, "demo", "--users", "50")
	again.Env = newHome(t).environment(s.display)
	if output, err := again.CombinedOutput(); err != nil {
		t.Errorf("the second start ended with %v: %s", err, output)
	}
	s.await("the first window in front", func() bool {
		active, err := s.command("xdotool", "getactivewindow").Output()
		return err == nil && strings.TrimSpace(string(active)) == first.id
	})
	first.exit()
	s.activate(over.id)
	over.exit()
}

func TestSecondWindowIsRefusedWhileTheFirstHangs(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	first := s.start(h, "demo", "--users", "50")
	first.signal(syscall.SIGSTOP)
	other := newHome(t)
	other.data = h.data
	s.start(other, "demo", "--users", "50").refused("already", 4)
	first.signal(syscall.SIGCONT)
	first.create() // the first one has taken no harm
	first.keys("Escape")
	first.page()
	first.exit()
}

func TestDamagedFileIsLeftAlone(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	damaged := bytes.Repeat([]byte("this is no database. "), 1000)
	file := filepath.Join(h.data, "beacon.db")
	if err := os.MkdirAll(h.data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	s.start(h, "demo", "--users", "50").refused("beacon.db", 1)
	if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, damaged) {
		t.Errorf("the damaged file was touched (%v)", err)
	}
}

func TestTheDataDirectoryOfAnotherAccountIsRefused(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	if err := os.MkdirAll(h.data, 0o700); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 { // who alone can give it away
		if err := os.Chown(h.data, 65534, 65534); err != nil {
			t.Fatal(err)
		}
	} else {
		h.data = "/usr"
	}
	s.start(h, "demo", "--users", "50").refused("Run it as", 1)
	if entries, err := os.ReadDir(h.data); err != nil || os.Geteuid() == 0 && len(entries) > 0 {
		t.Errorf("it was touched: %v, %v", entries, err)
	}
}
