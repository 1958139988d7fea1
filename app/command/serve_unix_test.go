//go:build !windows

package command

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/task"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365"
)

// missARun gives connections a schedule of which a run was missed two hours ago.
func missARun(t *testing.T, dir, name string, connections ...string) {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	beacon, err := app.Open(t.Context(), app.Options{
		Dir: dir, Source: microsoft365.New(microsoft365.Options{Logger: log}), Logger: log,
		Now: func() time.Time { return time.Now().Add(-2 * time.Hour) },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = beacon.Close() }()
	s := beacon.NewSchedule()
	s.Name, s.Kind, s.Time = name, "hourly", 0
	if err := beacon.PutSchedule(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	for _, connection := range connections {
		entry, err := beacon.Named(connection)
		if err == nil {
			err = beacon.Assign(t.Context(), entry.Connection.ID, s.ID)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// serveLimit is far beyond what a process is to do in a test. One that does not do it
// is ended then, so that the test can tell what it has said instead.
const serveLimit = 2 * time.Minute

// serving is the command serve in a process of its own.
type serving struct {
	*exec.Cmd
	t      *testing.T
	limit  context.Context
	stderr *terminal
}

func startServing(t *testing.T, dir string) *serving {
	t.Helper()
	limit, cancel := context.WithTimeout(context.Background(), serveLimit)
	t.Cleanup(cancel)
	s := &serving{t: t, limit: limit, Cmd: process(limit, dir, "serve")}
	s.begin()
	return s
}

// begin starts the process.
func (s *serving) begin() {
	s.t.Helper()
	output, err := s.StderrPipe()
	if err == nil {
		err = s.Start()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.stderr = &terminal{from: output}
	s.t.Cleanup(func() { _ = s.Process.Kill() })
}

// says reads what it says up to a text.
func (s *serving) says(text string) string {
	s.t.Helper()
	read, err := s.stderr.until(text)
	if err != nil {
		s.t.Fatalf("it does not say %q: %v", text, err)
	}
	return read
}

// until waits for what it makes happen elsewhere.
func (s *serving) until(happened <-chan struct{}, what string) {
	s.t.Helper()
	select {
	case <-happened:
	case <-s.limit.Done():
		said, _ := io.ReadAll(s.stderr.from)
		s.t.Fatalf("%s did not happen; it says %q", what, said)
	}
}

func (s *serving) kill() {
	s.t.Helper()
	if err := s.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, s.stderr.from)
	_ = s.Wait() // it was killed
}

// end asks it to end, as the services of the system do.
func (s *serving) end() (said string) {
	s.t.Helper()
	return s.endBy(syscall.SIGTERM)
}

func (s *serving) endBy(signal syscall.Signal) (said string) {
	s.t.Helper()
	if err := s.Process.Signal(signal); err != nil {
		s.t.Fatal(err)
	}
	rest, err := io.ReadAll(s.stderr.from)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.Wait(); err != nil {
		s.t.Errorf("it ended with %v: %s", err, rest)
	}
	return string(rest)
}

// newest is the newest task, as the console shows it.
func newest(t *testing.T, dir string) task.Row {
	t.Helper()
	var rows []task.Row
	if err := json.Unmarshal([]byte(succeed(t, dir, "task", "list", "--json", "--limit", "1")), &rows); err != nil || len(rows) != 1 {
		t.Fatalf("%d tasks, %v", len(rows), err)
	}
	return rows[0]
}

func TestServeEndsOnSIGTERMAndGoesOnWithTheNextStart(t *testing.T) {
	t.Parallel()
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	missARun(t, dir, "Hourly", "Contoso")
	held := server.hold()
	first := startServing(t, dir)
	first.says("was missed and is made up now.")
	first.until(held, "the import")
	began := time.Now()
	if said := first.end(); !strings.Contains(said, "interrupting the import of Contoso, which goes on with the next start") {
		t.Errorf("at its end it says %q", said)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s to end", took)
	}
	if task := newest(t, dir); task.Status != "interrupted" || task.Trigger != "catch-up" {
		t.Errorf("the task: %+v", task)
	}

	server.fail("", nil)
	second := startServing(t, dir)
	second.says("The run that was cut short goes on.")
	second.says("Contoso: succeeded.")
	second.says("The run has ended.")
	if said := second.end(); !strings.Contains(said, "Ending.\nEnded.") {
		t.Errorf("at its end it says %q", said)
	}
	if task := newest(t, dir); task.Status != "succeeded" || task.Users.Total != 60 {
		t.Errorf("the task: %+v", task)
	}
}

func TestOneOfTwoServesAndTheOtherTakesOver(t *testing.T) {
	t.Parallel()
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	missARun(t, dir, "Hourly", "Contoso")
	held := server.hold()
	first := startServing(t, dir)
	first.until(held, "the import")
	second := startServing(t, dir)
	second.says("The schedules are run elsewhere: by the command serve (process " + strconv.Itoa(first.Process.Pid) + ").")
	if _, _, stderr := run(t, dir, "schedule", "list"); !strings.Contains(stderr, "are run by the command serve (process "+
		strconv.Itoa(first.Process.Pid)+")") {
		t.Errorf("schedule list says %q", stderr)
	}
	server.fail("", nil)
	first.kill()
	second.says("The schedules are run here.")
	second.says("The run that was cut short goes on.")
	second.says("Contoso: succeeded.")
	second.end()
}

func TestServeThatIsKilledAgainAndAgainLosesNothing(t *testing.T) {
	t.Parallel()
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	inventory := succeed(t, dir, "inventory", "users", "--json")
	missARun(t, dir, "Hourly", "Contoso")
	for kills := range 8 {
		held := server.hold()
		s := startServing(t, dir)
		s.until(held, "the import after "+strconv.Itoa(kills)+" kills")
		s.kill()
		if task := newest(t, dir); task.Status != "interrupted" || task.Trigger != "catch-up" {
			t.Fatalf("after %d kills, the task: %+v", kills+1, task)
		}
		if schedules := succeed(t, dir, "schedule", "list"); !strings.Contains(schedules, "Hourly") || !strings.Contains(schedules, "Contoso") {
			t.Fatalf("after %d kills, the schedules: %s", kills+1, schedules)
		}
		if succeed(t, dir, "inventory", "users", "--json") != inventory {
			t.Fatalf("after %d kills, the inventory is another", kills+1)
		}
	}
	server.fail("", nil)
	s := startServing(t, dir)
	s.says("Contoso: succeeded.")
	s.says("The run has ended.")
	s.end()
	if task := newest(t, dir); task.Status != "succeeded" {
		t.Errorf("the task: %+v", task)
	}
}
