//go:build !windows

package command

import (
	"context"
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"inventorybeacon/app/command/task"
	"inventorybeacon/connector/demotenant"
)

// elsewhere starts a command in a process of its own, and returns what it says on
// standard error as it comes.
func elsewhere(t *testing.T, dir string, args ...string) (*exec.Cmd, *terminal) {
	t.Helper()
	command := process(context.Background(), dir, args...)
	output, err := command.StderrPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill() })
	return command, &terminal{from: output}
}

// statusOf returns the exit status of a process, and what it has said since.
func statusOf(t *testing.T, command *exec.Cmd, said *terminal) (int, string) {
	t.Helper()
	rest, err := io.ReadAll(said.from)
	if err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // the status says it
	return command.ProcessState.ExitCode(), string(rest)
}

func TestAnImportOfAnotherProcessIsFollowedAndCancelled(t *testing.T) {
	t.Parallel()
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	held := server.hold()
	importing, itsOutput := elsewhere(t, dir, "import", "Contoso")
	<-held
	following, followed := elsewhere(t, dir, "task", "follow", "Contoso")
	if _, err := followed.until("Task 1 of Contoso"); err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := run(t, dir, "task", "cancel", "1"); status != exitDone ||
		!strings.Contains(stderr, "Cancelled the import of Contoso (task 1)") {
		t.Errorf("cancel: %d, %s", status, stderr)
	}
	for name, one := range map[string]struct {
		command *exec.Cmd
		said    *terminal
	}{"import": {importing, itsOutput}, "follow": {following, followed}} {
		if status, said := statusOf(t, one.command, one.said); status != exitFailed ||
			!strings.Contains(said, "The import was cancelled; the inventory is as it was before.") {
			t.Errorf("%s ended with %d: %s", name, status, said)
		}
	}
	if task := newest(t, dir); task.Status != "cancelled" {
		t.Errorf("the task: %+v", task)
	}
	if status, _, stderr := run(t, dir, "task", "cancel", "Contoso"); status != exitFailed ||
		!strings.Contains(stderr, "There is nothing to cancel") {
		t.Errorf("cancelling it again: %d, %s", status, stderr)
	}
	if status, _, stderr := run(t, dir, "task", "follow", "Fabrikam"); status == exitDone || stderr == "" {
		t.Errorf("following what there is not: %d, %s", status, stderr)
	}
}

func TestAnImportThatSucceedsIsFollowedToItsEnd(t *testing.T) {
	t.Parallel()
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	if said := succeed(t, dir, "task", "follow", "Contoso"); !strings.Contains(said, "Users") || !strings.Contains(said, "60") {
		t.Errorf("it prints %s", said)
	}
	var lines int
	var last task.FollowedRow
	for line := range strings.Lines(succeed(t, dir, "task", "follow", "1", "--json")) {
		last = task.FollowedRow{}
		if err := json.Unmarshal([]byte(line), &last); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		if last.Line != nil {
			lines++
		}
	}
	if lines < 3 || last.Import == nil || last.Import.Users.Total != 60 {
		t.Errorf("%d lines, and at last %+v", lines, last)
	}
}

func TestAnImportWhoseProcessWasKilledIsCancelledAtOnce(t *testing.T) {
	t.Parallel()
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	held := server.hold()
	importing, said := elsewhere(t, dir, "import", "Contoso")
	<-held
	if status, _, stderr := run(t, dir, "import", "Contoso"); status != exitBusy || !strings.Contains(stderr, "task cancel Contoso") {
		t.Errorf("another import: %d, %s", status, stderr)
	}
	following, followed := elsewhere(t, dir, "task", "follow", "Contoso")
	if _, err := followed.until("Task 1 of Contoso"); err != nil {
		t.Fatal(err)
	}
	if err := importing.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	statusOf(t, importing, said)
	if status, told := statusOf(t, following, followed); status != exitFailed ||
		!strings.Contains(told, "The import of Contoso has ended: interrupted.") {
		t.Errorf("follow ended with %d: %s", status, told)
	}
	if status, _, stderr := run(t, dir, "task", "cancel", "1"); status != exitDone ||
		!strings.Contains(stderr, "is gone; task 1 is interrupted") {
		t.Errorf("cancel: %d, %s", status, stderr)
	}
}

func TestWhoFollowsAnImportMayLeaveIt(t *testing.T) {
	t.Parallel()
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	held := server.hold()
	importing, _ := elsewhere(t, dir, "import", "Contoso")
	<-held
	following, followed := elsewhere(t, dir, "task", "follow", "Contoso")
	if _, err := followed.until("Task 1 of Contoso"); err != nil {
		t.Fatal(err)
	}
	if err := following.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	status, told := statusOf(t, following, followed)
	if status != 130 || !strings.Contains(told,
		"Task 1 is no longer followed; its import goes on. Cancel it with task cancel Contoso, if it is not wanted.") ||
		strings.Contains(told, "was cancelled") {
		t.Errorf("follow ended with %d: %s", status, told)
	}
	if task := newest(t, dir); task.Status != "running" {
		t.Errorf("the task: %+v", task)
	}
	if err := importing.Process.Signal(syscall.SIGSTOP); err != nil { // it hears nothing of it
		t.Fatal(err)
	}
	status, _, told = run(t, dir, "task", "cancel", "1", "--wait", "700ms")
	if status != exitFailed || !strings.Contains(told, "was asked to cancel task 1, and has not done so yet.") {
		t.Errorf("cancel ended with %d: %s", status, told)
	}
}
