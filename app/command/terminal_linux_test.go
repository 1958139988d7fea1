package command

import (
	"bytes"
	"context"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/export"
	"inventorybeacon/app/imports"
	"inventorybeacon/connector"
)

// display is a terminal on which the program runs in this process.
type display struct {
	master, slave *os.File
	ended         chan struct{}

	mu    sync.Mutex
	shown bytes.Buffer
}

func newDisplay(t *testing.T, columns uint16) *display {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(slave, &pty.Winsize{Rows: 24, Cols: columns}); err != nil {
		t.Fatal(err)
	}
	if _, err := term.MakeRaw(int(slave.Fd())); err != nil { // no echo of the answers
		t.Fatal(err)
	}
	d := &display{master: master, slave: slave, ended: make(chan struct{})}
	go func() {
		defer close(d.ended)
		_, _ = io.Copy(d, master) // which ends with an error when the other side is closed
	}()
	t.Cleanup(func() { _ = d.close() })
	return d
}

func (d *display) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shown.Write(p)
}

// says is everything that was shown.
func (d *display) says() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shown.String()
}

func (d *display) close() string {
	_ = d.slave.Close()
	<-d.ended
	_ = d.master.Close()
	return d.says()
}

func (d *display) run(ctx context.Context, dir string, args ...string) (status int) {
	return Run(ctx, append([]string{"--data", dir}, args...), console.Streams{In: d.slave, Out: d.slave, Err: d.slave}, nil)
}

// onTerminal runs the program on a terminal of so many columns, with an answer typed
// ahead.
func onTerminal(t *testing.T, columns uint16, dir, answer string, args ...string) (status int, shown string) {
	t.Helper()
	d := newDisplay(t, columns)
	if _, err := d.master.WriteString(answer); err != nil {
		t.Fatal(err)
	}
	status = d.run(t.Context(), dir, args...)
	return status, d.close()
}

func TestWhatDestroysAsksOnATerminal(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "connection", "add", "Contoso")
	succeed(t, dir, "schedule", "add", "Nightly")
	for _, answer := range []string{"n\n", "\n", "yesterday\n"} {
		for _, args := range [][]string{{"connection", "delete", "Contoso"}, {"schedule", "delete", "Nightly"}, {"connection", "forget-secrets"}} {
			status, shown := onTerminal(t, 200, dir, answer, args...)
			if status != exitFailed || !strings.Contains(shown, "? [y/N] ") || !strings.Contains(shown, "Nothing was changed.") {
				t.Errorf("%v answered with %q: exit status %d: %s", args, answer, status, shown)
			}
		}
	}
	succeed(t, dir, "connection", "show", "Contoso")
	status, shown := onTerminal(t, 200, dir, "Y\n", "connection", "delete", "Contoso")
	if status != exitDone || !strings.Contains(shown, "Delete the connection Contoso with its secrets and what was imported through it? [y/N] Deleted connection Contoso.") {
		t.Errorf("exit status %d: %s", status, shown)
	}
	if status, shown := onTerminal(t, 200, dir, "", "schedule", "delete", "Nightly", "-y"); status != exitDone || strings.Contains(shown, "[y/N]") {
		t.Errorf("with -y: exit status %d: %s", status, shown)
	}
}

func TestCtrlCAtAQuestion(t *testing.T) {
	dir := t.TempDir()
	succeed(t, dir, "connection", "add", "Contoso")
	ctx, cancel := context.WithCancelCause(t.Context())
	d := newDisplay(t, 80)
	go func() {
		for !strings.Contains(d.says(), "[y/N]") && ctx.Err() == nil {
			time.Sleep(time.Millisecond)
		}
		cancel(&Interrupted{syscall.SIGINT})
	}()
	if status := d.run(ctx, dir, "connection", "delete", "Contoso"); status != 130 {
		t.Errorf("exit status %d, want 130", status)
	}
	if _, err := d.master.WriteString("\n"); err != nil { // for who still reads
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
	if _, shown := onTerminal(t, 40, dir, "", "connection", "show", long); !strings.Contains(shown, "https://login.microsoftonline.com/common/oauth2/v2.0/token") {
		t.Errorf("what is there to be copied was cut:\n%s", shown)
	}
	if list := succeed(t, dir, "connection", "list"); !strings.Contains(list, long) || strings.Contains(list, "…") {
		t.Errorf("what is no terminal got a table that is cut:\n%s", list)
	}
}

func TestProgressIsDrawnInItsPlace(t *testing.T) {
	phases := []imports.PhaseProgress{
		{Progress: connector.Progress{Phase: connector.PhaseUsers, Done: 500, Total: 1000}, Rate: 100},
		{Progress: connector.Progress{Phase: connector.PhaseUsage, Done: 7}},
		{Progress: connector.Progress{Phase: connector.PhaseLicenses, Done: 19, Finished: true}},
	}
	lines := []app.Line{{Text: "500 users."}}
	t.Run("given a terminal", func(t *testing.T) {
		d := newDisplay(t, 40)
		printer := newProgressPrinter(console.New(console.Streams{In: d.slave, Out: d.slave, Err: d.slave}, nil), nil)
		printer.printPhases(phases)
		printer.printPhases(phases)
		printer.printLines(lines)
		printer.clear()
		shown := d.close()
		drawn := console.ClearLine + "Users: 500 of 1,000, 100/s; Usage repo…"
		want := drawn + drawn + console.ClearLine + lines[0].At.Local().Format(time.TimeOnly) + " 500 users.\n"
		if shown != want {
			t.Errorf("shown %q, want %q", shown, want)
		}
		if n := export.Cells(strings.TrimPrefix(drawn, console.ClearLine)); n != 39 {
			t.Errorf("it takes %d cells, want 39", n)
		}
	})
	t.Run("given a file", func(t *testing.T) {
		var file bytes.Buffer
		printer := newProgressPrinter(console.New(console.Streams{Err: &file}, nil), nil)
		printer.printPhases(phases)
		printer.clear()
		if said := file.String(); strings.Contains(said, "\x1b") || strings.Count(said, "\n") != 2 || !strings.Contains(said, "Users: 500 of 1,000, 100/s\n") {
			t.Errorf("written %q", said)
		}
	})
}
