package command

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"
)

func TestServeEndsWithItsTerminal(t *testing.T) {
	t.Parallel()
	// What is ignored here, as under nohup, would be ignored there; what is caught is not.
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGHUP)
	s := startServing(t, t.TempDir())
	signal.Stop(caught)
	s.says("Ready to run the schedules of")
	s.endBy(syscall.SIGHUP)
}

var ignored = regexp.MustCompile(`(?m)^SigIgn:\s*([0-9a-f]+)$`)

// nohup starts a program so that the end of its terminal does not concern it.
func TestServeOutlivesItsTerminalWhenItShall(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	named := filepath.Join(t.TempDir(), program)
	if err := os.Symlink(self, named); err != nil {
		t.Fatal(err)
	}
	limit, cancel := context.WithTimeout(context.Background(), serveLimit)
	t.Cleanup(cancel)
	s := &serving{t: t, limit: limit, Cmd: exec.CommandContext(limit, "nohup", named, "serve")}
	s.Env = append(os.Environ(), "INVENTORY_BEACON_DATA="+t.TempDir())
	s.begin()
	s.says("Ready to run the schedules of")
	status, err := os.ReadFile("/proc/" + strconv.Itoa(s.Process.Pid) + "/status")
	if err != nil {
		t.Fatal(err)
	}
	found := ignored.FindSubmatch(status)
	if found == nil {
		t.Fatalf("%s", status)
	}
	if mask, err := strconv.ParseUint(string(found[1]), 16, 64); err != nil || mask&1 == 0 {
		t.Errorf("it does not ignore SIGHUP: %s, %v", found[1], err)
	}
	s.end()
}
