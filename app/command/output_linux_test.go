package command

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"inventorybeacon/app/command/console"
	"inventorybeacon/connector/demotenant"
)

// broken is a standard output that takes so many bytes.
type broken struct {
	left int
	err  error
}

func (b *broken) Write(p []byte) (int, error) {
	if len(p) > b.left {
		return 0, b.err
	}
	b.left -= len(p)
	return len(p), nil
}

func runInto(t *testing.T, out io.Writer, dir string, args ...string) (status int, said string) {
	t.Helper()
	var notes bytes.Buffer
	status = Run(t.Context(), append([]string{"--data", dir}, args...), console.Streams{In: strings.NewReader(""), Out: out, Err: &notes}, nil)
	return status, notes.String()
}

func TestOutputThatCannotBeWritten(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	succeed(t, dir, "schedule", "add", "Nightly")
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = full.Close() }()
	for _, args := range [][]string{
		{"connection", "list"},
		{"connection", "show", "Contoso"},
		{"connection", "test", "Contoso"},
		{"connection", "export"},
		{"connection", "consent-link", "Contoso"},
		{"connection", "list", "--json"},
		{"import", "Contoso"},
		{"task", "list"},
		{"task", "show", "1"},
		{"task", "keep"},
		{"schedule", "list"},
		{"schedule", "show", "Nightly"},
		{"key"},
		{"backup", "create"},
		{"backup", "list"},
		{"--help"},
		{"--version"},
		{"inventory", "users"},
		{"inventory", "users", "--format", "csv"},
		{"inventory", "licenses", "--json"},
	} {
		t.Run("given a full disk "+strings.Join(args, " "), func(t *testing.T) {
			status, said := runInto(t, full, dir, args...)
			if status != exitFailed || !strings.Contains(said, "Standard output could not be written: no space left on device.") ||
				strings.Contains(said, "data directory") {
				t.Errorf("exit status %d: %s", status, said)
			}
		})
	}
	t.Run("given room for the first lines", func(t *testing.T) {
		status, said := runInto(t, &broken{100, syscall.ENOSPC}, dir, "task", "show", "1")
		if status != exitFailed || strings.Count(said, "Standard output could not be written") != 1 {
			t.Errorf("exit status %d: %s", status, said)
		}
	})
	t.Run("given a reader that has enough", func(t *testing.T) {
		if status, said := runInto(t, &broken{100, syscall.EPIPE}, dir, "inventory", "users"); status != 141 || said != "" {
			t.Errorf("exit status %d: %q", status, said)
		}
	})
	for _, format := range []string{"table", "csv", "json", "xlsx"} {
		t.Run("given --output on a full disk as "+format, func(t *testing.T) {
			status, _, said := run(t, dir, "inventory", "users", "--format", format, "--output", "/dev/full")
			if status != exitFailed ||
				!strings.Contains(said, "The file /dev/full could not be written: no space left on device. Free some space on the disk of /dev,") {
				t.Errorf("exit status %d: %s", status, said)
			}
		})
	}
	t.Run("given a support bundle on a full disk", func(t *testing.T) {
		if status, _, said := run(t, dir, "support", "/dev/full"); status != exitFailed ||
			!strings.Contains(said, "The file /dev/full could not be written") {
			t.Errorf("exit status %d: %s", status, said)
		}
	})
}

// TestStandardOutputOfAProcess takes the program by its own standard output, where
// the system has a say.
func TestStandardOutputOfAProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	succeed(t, dir, "connection", "add", "Contoso")
	t.Run("given a reader that is gone", func(t *testing.T) {
		reader, writer, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		_ = reader.Close()
		program := process(t.Context(), dir, "connection", "list")
		var said bytes.Buffer
		program.Stdout, program.Stderr = writer, &said
		err = program.Run()
		_ = writer.Close()
		var failed *exec.ExitError
		if !errors.As(err, &failed) || failed.Sys().(syscall.WaitStatus).Signal() != syscall.SIGPIPE ||
			strings.Contains(said.String(), "could not be written") {
			t.Errorf("it ended with %v: %s", err, said.String())
		}
	})
	t.Run("given it is closed, that is said, and no file of the program takes its place", func(t *testing.T) {
		program := process(t.Context(), dir, "connection", "list")
		link := filepath.Join(t.TempDir(), filepath.Base(program.Args[0]))
		if err := os.Symlink(program.Path, link); err != nil {
			t.Fatal(err)
		}
		command := exec.CommandContext(t.Context(), "sh", "-c", `exec "$0" connection list >&-`, link)
		command.Env = program.Env
		output, err := command.CombinedOutput()
		if command.ProcessState.ExitCode() != exitFailed ||
			!strings.Contains(string(output), "Standard output could not be written: it is closed.") {
			t.Errorf("%v: %s", err, output)
		}
		succeed(t, dir, "connection", "show", "Contoso")
	})
}
