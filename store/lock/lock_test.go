package lock

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/store/storetest"
)

// lockVariable makes the test binary a process that holds a connection's lock
// until its input ends: its value is the data directory and the connection id.
const lockVariable = "LOCK_TEST_HOLD"

func TestMain(m *testing.M) {
	if dir, id, found := strings.Cut(os.Getenv(lockVariable), "|"); found {
		holdLock(dir, id)
		return
	}
	os.Exit(m.Run())
}

func holdLock(dir, id string) {
	_, err := Connection(dir, id)
	fmt.Println(err)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// lockInProcess starts a process that holds the lock and returns what it says
// about it, its id and how to end it.
func lockInProcess(t *testing.T, dir, id string) (said string, pid int, end func()) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), lockVariable+"="+dir+"|"+id)
	output, err := command.StdoutPipe()
	storetest.Must(t, err)
	_, err = command.StdinPipe() // stays open until the process is killed
	storetest.Must(t, err)
	storetest.Must(t, command.Start())
	end = func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	}
	t.Cleanup(end)
	said, err = bufio.NewReader(output).ReadString('\n')
	storetest.Must(t, err)
	return strings.TrimSpace(said), command.Process.Pid, end
}

func TestLockHoldsAcrossProcesses(t *testing.T) {
	dir := t.TempDir()
	said, pid, end := lockInProcess(t, dir, "id")
	if said != "<nil>" {
		t.Fatal(said)
	}
	_, err := Connection(dir, "id")
	busy := storetest.WantError[*BusyError](t, err)
	if busy.PID != pid {
		t.Errorf("the error names process %d, want %d", busy.PID, pid)
	}
	storetest.WantMessage(t, err, "lock.import.process", fmt.Sprint(pid))
	if !ConnectionHeld(dir, "id") || ConnectionHeld(dir, "other") {
		t.Error("ConnectionHeld tells the wrong ones")
	}
	release, err := Connection(dir, "other")
	storetest.Must(t, err)
	release()

	end() // killed, with no chance to tidy up
	release, err = Connection(dir, "id")
	storetest.Must(t, err)
	if said, _, _ := lockInProcess(t, dir, "id"); !strings.Contains(said, fmt.Sprint(os.Getpid())) {
		t.Errorf("the other process says %q", said)
	}
	release()
	if ConnectionHeld(dir, "id") {
		t.Error("still locked after its release")
	}
}

func TestLockHoldsWithinAProcess(t *testing.T) {
	dir := t.TempDir()
	release, err := Connection(dir, "id")
	storetest.Must(t, err)
	defer release()
	_, err = Connection(dir, "id")
	storetest.WantError[*BusyError](t, err)
}

func TestLockNeedsAConnectionID(t *testing.T) {
	dir := t.TempDir()
	for _, id := range []string{"", "../id", "a/b", filepath.Join("..", "..", "x")} {
		if _, err := Connection(dir, id); err == nil {
			t.Errorf("%q accepted", id)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestSecondWindowIsRefused(t *testing.T) {
	dir := t.TempDir()
	release, err := Window(dir)
	storetest.Must(t, err)
	_, err = Window(dir)
	second := storetest.WantError[*SecondInstanceError](t, err)
	if second.PID != os.Getpid() || second.Dir != dir {
		t.Errorf("%+v", second)
	}
	release()
	release, err = Window(dir)
	storetest.Must(t, err)
	release()
}

func TestLockWithoutNumberNamesNoProcess(t *testing.T) {
	dir := t.TempDir()
	release, err := Connection(dir, "id")
	storetest.Must(t, err)
	defer release()
	storetest.Must(t, os.Truncate(filepath.Join(dir, Folder, "id.lock"), 0))
	_, err = Connection(dir, "id")
	var busy *BusyError
	if !errors.As(err, &busy) || busy.PID != 0 {
		t.Fatalf("error = %v", err)
	}
	storetest.WantMessage(t, err, "lock.import")
}

func TestTheSchedulesAreRunByOne(t *testing.T) {
	dir := t.TempDir()
	if holder := SchedulerHolder(dir); holder != nil {
		t.Errorf("before: %+v", holder)
	}
	release, err := Scheduler(dir, "serve")
	storetest.Must(t, err)
	_, err = Scheduler(dir, "window")
	if busy := storetest.WantError[*SchedulerBusyError](t, err); busy.Role != "serve" || busy.PID == 0 {
		t.Errorf("%+v", busy)
	}
	if holder := SchedulerHolder(dir); holder == nil || holder.Role != "serve" {
		t.Errorf("meanwhile: %+v", holder)
	}
	release()
	if holder := SchedulerHolder(dir); holder != nil {
		t.Errorf("afterward: %+v", holder)
	}
}
