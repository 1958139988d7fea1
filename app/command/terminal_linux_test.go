package command

import (
	"context"
	"strings"
	"syscall"
	"testing"
	"time"

	"inventorybeacon/app/command/console"
	"inventorybeacon/app/command/console/consoletest"
	"inventorybeacon/app/export"
)

// runOn runs the program on a terminal, in this process.
func runOn(ctx context.Context, d *consoletest.Display, dir string, args ...string) (status int) {
	return Run(ctx, append([]string{"--data", dir}, args...), console.Streams{In: d.Terminal, Out: d.Terminal, Err: d.Terminal}, nil)
}

// onTerminal runs the program on a terminal of so many columns, with an answer typed
// ahead.
func onTerminal(t *testing.T, columns uint16, dir, answer string, args ...string) (status int, shown string) {
	t.Helper()
	d := consoletest.NewDisplay(t, columns)
	if _, err := d.Keyboard.WriteString(answer); err != nil {
		t.Fatal(err)
	}
	status = runOn(t.Context(), d, dir, args...)
	return status, d.Close()
}

func TestWhatDestroysAsksOnATerminal(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "connection", "add", "Contoso")
	succeed(t, dir, "schedule", "add", "Nightly")
	for _, answer := range []string{"n\n", "\n", "yesterday\n"} {
		for _, args := range [][]string{
			{"connection", "delete", "Contoso"},
			{"schedule", "delete", "Nightly"},
			{"connection", "forget-secrets"},
		} {
			status, shown := onTerminal(t, 200, dir, answer, args...)
			if status != exitFailed || !strings.Contains(shown, "? [y/N] ") || !strings.Contains(shown, "Nothing was changed.") {
				t.Errorf("%v answered with %q: exit status %d: %s", args, answer, status, shown)
			}
		}
	}
	succeed(t, dir, "connection", "show", "Contoso")
	status, shown := onTerminal(t, 200, dir, "Y\n", "connection", "delete", "Contoso")
	if status != exitDone ||
		!strings.Contains(shown,
			"Delete the connection Contoso with its secrets and what was imported through it? [y/N] Deleted connection Contoso.") {
		t.Errorf("exit status %d: %s", status, shown)
	}
	if status, shown := onTerminal(t, 200, dir, "", "schedule", "delete", "Nightly", "-y"); status != exitDone ||
		strings.Contains(shown, "[y/N]") {
		t.Errorf("with -y: exit status %d: %s", status, shown)
	}
}

func TestCtrlCAtAQuestion(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "connection", "add", "Contoso")
	ctx, cancel := context.WithCancelCause(t.Context())
	d := consoletest.NewDisplay(t, 80)
	go func() {
		for !strings.Contains(d.Says(), "[y/N]") && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel(&Interrupted{syscall.SIGINT})
	}()
	if status := runOn(ctx, d, dir, "connection", "delete", "Contoso"); status != 130 {
		t.Errorf("exit status %d, want 130", status)
	}
	if _, err := d.Keyboard.WriteString("\n"); err != nil { // for who still reads
		t.Fatal(err)
	}
	succeed(t, dir, "connection", "show", "Contoso")
}

func TestColorsAreForTerminalsThatWantThem(t *testing.T) {
	dir := t.TempDir()
	const red = "\x1b[31mThere is no connection"
	t.Setenv("TERM", "xterm")
	if _, shown := onTerminal(t, 80, dir, "", "connection", "show", "Nobody"); !strings.Contains(shown, red) {
		t.Errorf("no colors: %q", shown)
	}
	for variable, value := range map[string]string{"NO_COLOR": "1", "TERM": "dumb"} {
		t.Run("given "+variable+"="+value, func(t *testing.T) {
			t.Setenv(variable, value)
			if _, shown := onTerminal(t, 80, dir, "", "connection", "show", "Nobody"); strings.Contains(shown, "\x1b") {
				t.Errorf("escape sequences: %q", shown)
			}
		})
	}
	t.Run("given an empty NO_COLOR, which is none", func(t *testing.T) {
		t.Setenv("NO_COLOR", "")
		if _, shown := onTerminal(t, 80, dir, "", "connection", "show", "Nobody"); !strings.Contains(shown, red) {
			t.Errorf("no colors: %q", shown)
		}
	})
}

func TestTablesFitTheTerminal(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	dir, long := t.TempDir(), "株式会社 with a name that is far too long for a narrow terminal"
	succeed(t, dir, "connection", "add", long)
	for _, columns := range []uint16{80, 120} {
		_, shown := onTerminal(t, columns, dir, "", "connection", "list", "--quiet")
		if !strings.Contains(shown, "…") {
			t.Errorf("nothing was cut:\n%s", shown)
		}
		for line := range strings.Lines(shown) {
			if n := export.Cells(strings.TrimRight(line, "\r\n")); n > int(columns) {
				t.Errorf("%d cells of %d: %q", n, columns, line)
			}
		}
	}
	if _, shown := onTerminal(t, 40, dir, "", "connection", "show", long); !strings.Contains(shown,
		"https://login.microsoftonline.com/common/oauth2/v2.0/token") {
		t.Errorf("what is there to be copied was cut:\n%s", shown)
	}
	if list := succeed(t, dir, "connection", "list"); !strings.Contains(list, long) || strings.Contains(list, "…") {
		t.Errorf("what is no terminal got a table that is cut:\n%s", list)
	}
}
