//go:build linux

package journey

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector/displaytest"
)

const (
	// patience is how long something may take to become visible on a slow computer.
	patience = 60 * time.Second
	// glance is the time between two looks.
	glance = 40 * time.Millisecond
)

// screen is a virtual screen with a window manager.
type screen struct {
	t       *testing.T
	display string
	shots   int
}

// newScreen starts a screen that lasts as long as the test.
func newScreen(t *testing.T, width, height int) *screen {
	t.Helper()
	s := &screen{t: t, display: displaytest.Start(t, width, height)}
	run(t, s.command("openbox"))
	s.await("a window manager", func() bool {
		answer, err := s.command("xprop", "-root", "_NET_SUPPORTING_WM_CHECK").Output()
		return err == nil && bytes.Contains(answer, []byte("window id"))
	})
	return s
}

// run starts a process that is ended with the test.
func run(t *testing.T, command *exec.Cmd) {
	t.Helper()
	if err := command.Start(); err != nil {
		t.Fatalf("%v (make test installs what is missing)", err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
}

// command is a program that uses the screen.
func (s *screen) command(name string, arguments ...string) *exec.Cmd {
	command := exec.Command(name, arguments...)
	command.Env = append(os.Environ(), "DISPLAY="+s.display)
	return command
}

// await looks again and again until it is so.
func (s *screen) await(what string, so func() bool) {
	s.t.Helper()
	for late := time.Now().Add(patience); !so(); time.Sleep(glance) {
		if time.Now().After(late) {
			s.picture("late")
			s.t.Fatalf("waited in vain for %s", what)
		}
	}
}

// do moves the mouse and presses keys.
func (s *screen) do(arguments ...string) {
	s.t.Helper()
	if err := s.try(arguments...); err != nil {
		s.picture("xdotool")
		s.t.Fatal(err)
	}
}

func (s *screen) try(arguments ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, "xdotool", arguments...)
	command.Env = append(os.Environ(), "DISPLAY="+s.display)
	if output, err := command.CombinedOutput(); err != nil {
		return errors.New("xdotool " + strings.Join(arguments, " ") + ": " + err.Error() + "\n" + string(output))
	}
	return nil
}

// windows returns the visible windows that have a property, such as "--name" and
// a pattern. A window that goes away while xdotool looks through them all ends it
// with an X error, which says nothing about the others: it looks again.
func (s *screen) windows(property, value string) []string {
	s.t.Helper()
	for late := time.Now().Add(patience); ; time.Sleep(glance) {
		output, err := s.command("xdotool", "search", "--onlyvisible", property, value).Output()
		var failed *exec.ExitError
		if err == nil || errors.As(err, &failed) && len(failed.Stderr) == 0 { // it fails where it finds none
			return strings.Fields(string(output))
		}
		if time.Now().After(late) {
			s.t.Fatalf("looking for windows with %s %s: %v", property, value, err)
		}
	}
}

// window waits for a window and brings it to the front.
func (s *screen) window(property, value string) string {
	s.t.Helper()
	var found []string
	s.await("a window with "+property+" "+value, func() bool {
		found = s.windows(property, value)
		return len(found) > 0
	})
	s.activate(found[0])
	return found[0]
}

// activate brings a window to the front and gives it the keyboard.
func (s *screen) activate(window string) {
	s.t.Helper()
	s.await("window "+window+" to come to the front", func() bool {
		active, err := s.command("xdotool", "getactivewindow").Output()
		return err == nil && strings.TrimSpace(string(active)) == window || s.try("windowactivate", window) != nil
	})
}

// picture keeps what the screen looks like with the test's artifacts.
func (s *screen) picture(name string) {
	s.t.Helper()
	s.shots++
	file := filepath.Join(s.t.ArtifactDir(), name+"-"+strconv.Itoa(s.shots)+".png")
	if output, err := s.command("import", "-window", "root", file).CombinedOutput(); err != nil {
		s.t.Logf("no picture: %v\n%s", err, output)
		return
	}
	s.t.Logf("the screen looked like %s", file)
}
