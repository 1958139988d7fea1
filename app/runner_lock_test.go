package app

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"sync"
	"testing"

	"inventorybeacon/app/imports"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

func TestOneImportAtATimePerConnection(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	dir := t.TempDir()
	b := openDir(t, dir, sourceOf(server))
	c, other := connect(t, b, "Contoso"), connect(t, b, "Other")
	held := holdUsers(server, 0)
	begun := start(t, b, c)
	<-held

	expectBusy := func(what string, err error) {
		t.Helper()
		var busy *lock.BusyError
		if !errors.As(err, &busy) || busy.PID != os.Getpid() {
			t.Errorf("%s: %v, want a BusyError of this process", what, err)
		}
	}
	_, err := b.Start(t.Context(), c.ID, store.TriggerManual)
	expectBusy("a second start", err)
	_, err = b.Import(t.Context(), c.ID, store.TriggerManual)
	expectBusy("a second import", err)
	expectBusy("deleting it", b.DeleteConnection(t.Context(), c, false))
	if _, err := b.store.Connection(t.Context(), c.ID); err != nil {
		t.Errorf("the refused delete has deleted: %v", err)
	}

	freely(server)
	if done := mustImport(t, b, other); done.Status != store.StatusSucceeded {
		t.Errorf("another connection: %s", done.Status)
	}
	_ = b.CancelImport(t.Context(), begun.ID)
	if ended := await(t, b, begun.ID); ended.Status != store.StatusCancelled {
		t.Errorf("the first: %s", ended.Status)
	}
	if done, err := b.Import(t.Context(), c.ID, store.TriggerManual, imports.AllowDuplicate); err != nil ||
		done.Status != store.StatusSucceeded {
		t.Errorf("afterward: %s, %v", done.Status, err)
	}
	if tasks, err := b.Tasks(t.Context(), store.TaskQuery{ConnectionID: c.ID}); err != nil || len(tasks) != 2 {
		t.Errorf("%d tasks, want no task of what was refused: %v", len(tasks), err)
	}
}

func TestAnImportInAnotherProcessIsRespected(t *testing.T) {
	server := demotenanttest.Start(t, demotenant.Options{Users: 40})
	dir := t.TempDir()
	b := openDir(t, dir, sourceOf(server))
	c := connect(t, b, "Contoso")
	running, err := b.store.CreateTask(t.Context(), store.Task{ConnectionID: c.ID, ConnectionName: c.Name, Status: store.StatusRunning})
	if err != nil {
		t.Fatal(err)
	}
	pid, release := lockElsewhere(t, dir, c.ID)

	_, err = b.Import(t.Context(), c.ID, store.TriggerManual)
	var busy *lock.BusyError
	if !errors.As(err, &busy) || busy.PID != pid {
		t.Errorf("%v, want a BusyError of process %d", err, pid)
	}
	console := openWith(t, Options{Dir: dir, Source: sourceOf(server)})
	if got := task(t, console, running.ID); got.Status != store.StatusRunning {
		t.Errorf("the other process's task became %s", got.Status)
	}
	release()
	if done := mustImport(t, b, c); done.Status != store.StatusSucceeded {
		t.Errorf("when the other has ended: %s", done.Status)
	}
}

// lockElsewhere locks a connection in another process until release is called.
func lockElsewhere(t *testing.T, dir, id string) (pid int, release func()) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	other := exec.CommandContext(t.Context(), program)
	other.Env = append(os.Environ(), lockForTest+"="+id, "INVENTORY_BEACON_DATA="+dir)
	other.Stderr = os.Stderr
	input, err := other.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	release = sync.OnceFunc(func() {
		_ = input.Close()
		if err := other.Wait(); err != nil {
			t.Errorf("the other process: %v", err)
		}
	})
	t.Cleanup(release)
	if line, err := bufio.NewReader(output).ReadString('\n'); err != nil || line != "locked\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	return other.Process.Pid, release
}
