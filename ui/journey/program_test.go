//go:build linux

package journey

import (
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const (
	// inspectVariable is the one of ui/inspect_journey.go.
	inspectVariable = "INVENTORY_BEACON_INSPECT"
	// programVariable names a program that was built with the tags below, in place of the one that the journeys build: a script
	// that runs the one for Windows, for instance, whose windows are those of the screen, too.
	programVariable = "INVENTORY_BEACON_PROGRAM"
	// tags are those of the Makefile and the one that lets the window be inspected.
	tags = "sqlite_fts5,journey"
	root = "../.."
)

// build builds the program under test, once.
var build = sync.OnceValues(func() (string, error) {
	if program := os.Getenv(programVariable); program != "" {
		return program, nil
	}
	// The go command does not see that this test depends on the whole program; it
	// sees which directories were read.
	if err := filepath.WalkDir(root, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && entry.Name() != ".." {
			return fs.SkipDir
		}
		return err
	}); err != nil {
		return "", err
	}
	program := filepath.Join(buildDir, "inventory-beacon")
	command := exec.Command("go", "build", "-buildvcs=false", "-tags", tags, "-o", program, ".")
	command.Dir, command.Stderr = root, os.Stderr
	return program, command.Run()
})

// buildDir is where the program under test lies.
var buildDir string

func TestMain(m *testing.M) {
	var err error
	if buildDir, err = os.MkdirTemp("", "journey-"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(buildDir)
	os.Exit(code)
}

// home is an account on the computer: its directories and the program's data.
type home struct {
	dir  string // short, for a socket has to lie in it
	data string
	temp string
	bus  string // address of the desktop's session bus; empty for none
	// inspect is where the window tells what it shows: a socket or, for a program that may know no such files, an address.
	inspect string
}

func newHome(t *testing.T) home {
	t.Helper()
	dir, err := os.MkdirTemp("", "home-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	h := home{dir: dir, data: filepath.Join(dir, "data"), temp: filepath.Join(dir, "tmp"), inspect: filepath.Join(dir, "window")}
	if os.Getenv(programVariable) != "" {
		h.inspect = freeAddress(t)
	}
	for _, made := range []string{".cache", ".config", "run", "tmp"} {
		if err := os.Mkdir(filepath.Join(dir, made), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// environment is the one of a session on a screen, without what the account
// that runs the tests has.
func (h home) environment(display string) []string {
	variables := []string{
		"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "DISPLAY=" + display, "LIBGL_ALWAYS_SOFTWARE=1",
		"HOME=" + h.dir, "XDG_CONFIG_HOME=" + filepath.Join(h.dir, ".config"), "XDG_CACHE_HOME=" + filepath.Join(h.dir, ".cache"),
		"XDG_RUNTIME_DIR=" + filepath.Join(h.dir, "run"), "TMPDIR=" + h.temp,
		inspectVariable + "=" + h.inspect,
	}
	if h.bus != "" {
		variables = append(variables, "DBUS_SESSION_BUS_ADDRESS="+h.bus)
	}
	return variables
}

// freeAddress is an address of this computer at which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// browsers returns the processes of browsers that this account has started.
func (h home) browsers(t *testing.T) []string {
	t.Helper()
	processes, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, process := range processes {
		line, err := os.ReadFile(process)
		if err == nil && strings.Contains(string(line), "--user-data-dir="+h.temp) {
			found = append(found, filepath.Dir(process))
		}
	}
	return found
}

// leftBehind returns what lies in the directory for temporary files.
func (h home) leftBehind(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(h.temp)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
