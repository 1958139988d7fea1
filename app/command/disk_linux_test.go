package command

import (
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"inventorybeacon/connector/demotenant"
)

// limitFiles keeps a running program from writing anything to a file, from now on:
// to it, that is a disk without room. It needs no privilege.
func limitFiles(t *testing.T, program *started) {
	t.Helper()
	limit := unix.Rlimit{Cur: 0, Max: math.MaxUint64}
	if err := unix.Prlimit(program.Process.Pid, unix.RLIMIT_FSIZE, &limit, nil); err != nil {
		t.Error(err)
	}
}

func TestAFullDiskDuringAnImport(t *testing.T) {
	for moment, match := range map[string]func(r *http.Request, count int) bool{
		"when a new refresh token is stored": func(r *http.Request, _ int) bool { return strings.HasSuffix(r.URL.Path, "/token") },
		"when the import begins":             func(r *http.Request, _ int) bool { return strings.HasSuffix(r.URL.Path, "/organization") },
		"while users are staged":             func(r *http.Request, count int) bool { return r.URL.Path == "/v1.0/users" && count == 3 },
		"while a report is staged":           func(r *http.Request, _ int) bool { return strings.Contains(r.URL.Path, "/reports/") },
	} {
		t.Run(moment, func(t *testing.T) {
			t.Parallel()
			small, server, dir := newTenant(t, demotenant.Options{Users: 60}), newTenant(t,
				demotenant.Options{Users: 1_000, MaxPage: 100}), t.TempDir()
			small.connect(t, dir, "Contoso")
			succeed(t, dir, "import", "Contoso")
			before := succeed(t, dir, "inventory", "users", "--json")
			token := server.connect(t, t.TempDir(), "Contoso")
			succeed(t, dir, append([]string{"connection", "edit", "Contoso", "--refresh-token-file", token}, server.endpoints()...)...)

			var running *started
			var mu sync.Mutex
			pages, full := 0, false
			server.Script(func(r *http.Request) *demotenant.Fault {
				mu.Lock()
				defer mu.Unlock()
				if r.URL.Path == "/v1.0/users" {
					pages++
				}
				if !full && match(r, pages) {
					full = true
					limitFiles(t, running)
				}
				return nil
			})
			mu.Lock()
			running = start(t, dir, "import", "Contoso")
			mu.Unlock()
			status := running.status(t)
			said := running.stderr.String()
			if status != exitFailed || !strings.Contains(said, "cannot grow although its disk has") ||
				!strings.Contains(said, "What was stored before is unharmed.") {
				t.Errorf("exit status %d: %s", status, said)
			}
			if now := succeed(t, dir, "inventory", "users", "--json"); now != before {
				t.Error("the inventory is not what it was before")
			}
			server.fail("", nil)
			succeed(t, dir, "import", "Contoso")
			compareWithTruth(t, server, dir)
		})
	}
}

// limited runs the program with files of at most so many KiB.
func limited(t *testing.T, dir string, kib int, args ...string) (status int, said string) {
	t.Helper()
	program := process(t.Context(), dir, args...)
	link := filepath.Join(t.TempDir(), filepath.Base(program.Args[0])) // by its name it knows that it is the program
	if err := os.Symlink(program.Path, link); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "sh",
		append([]string{"-c", `ulimit -f "$0"; exec "$@"`, strconv.Itoa(2 * kib), link}, args...)...)
	command.Env = program.Env
	output, err := command.CombinedOutput()
	if command.ProcessState == nil {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), string(output)
}

func TestAFullDiskLeavesConnectionsAndBackups(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "backup", "create")
	before := succeed(t, dir, "connection", "list", "--json")
	backups := succeed(t, dir, "backup", "list", "--json")
	long := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(long, []byte(strings.Repeat("0", 60_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"connection", "list", "--json"},
		{"connection", "show", "Contoso", "--json"},
		{"schedule", "list", "--json"},
		{"key", "--json"},
		{"task", "list", "--json"},
		{"inventory", "licenses", "--json"},
		{"inventory", "users", "--search", "a", "--json"},
		{"inventory", "changes", "--json"},
		{"inventory", "history", "--json"},
	} {
		t.Run("given there is no room for "+strings.Join(args, " "), func(t *testing.T) {
			status, said := limited(t, dir, 0, args...)
			notice, same := strings.CutSuffix(said, succeed(t, dir, args...))
			if status != exitDone || !same || !strings.Contains(notice, "Everything can be read, and nothing can be changed.") {
				t.Errorf("exit status %d: %s", status, said)
			}
		})
	}
	for _, c := range []struct {
		when string
		kib  int
		args []string
	}{
		{"nothing can be written", 0, []string{"connection", "disable", "Contoso"}},
		{"a connection is saved", 40, []string{"connection", "add", "Second", "--refresh-token-file", long}},
		{"a backup is made", 64, []string{"backup", "create"}},
		{"a backup is restored", 64, []string{"backup", "restore", "--yes", filepath.Base(newestBackup(t, dir))}},
	} {
		t.Run("given there is no room when "+c.when, func(t *testing.T) {
			status, said := limited(t, dir, c.kib, c.args...)
			if status != exitFailed || strings.Count(said, "cannot grow although its disk has") != 1 {
				t.Errorf("exit status %d: %s", status, said)
			}
			if now := succeed(t, dir, "connection", "list", "--json"); now != before {
				t.Errorf("connections %s\nwere %s", now, before)
			}
			if now := succeed(t, dir, "backup", "list", "--json"); now != backups {
				t.Errorf("backups %s\nwere %s", now, backups)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, ".copy-*")); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
	t.Run("given the log has no room", func(t *testing.T) {
		if err := os.WriteFile(filepath.Join(dir, "inventory-beacon.log"), make([]byte, 3<<20), 0o600); err != nil {
			t.Fatal(err)
		}
		if status, said := limited(t, dir, 3<<10, "import", "Contoso"); status != exitDone {
			t.Errorf("exit status %d: %s", status, said)
		}
	})
}

func TestAFullDiskLeavesADamagedInventory(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	succeed(t, dir, "import", "Contoso")
	path := filepath.Join(dir, "inventory.db")
	if err := os.Truncate(path, 50_000); err != nil {
		t.Fatal(err)
	}
	for _, kib := range []int{0, 8, 64} { // read only, and while the empty one is made
		status, said := limited(t, dir, kib, "inventory", "users")
		if status != exitFailed || !strings.Contains(said, "is damaged. It was left as it is, because the disk has no room") {
			t.Errorf("%d KiB: exit status %d: %s", kib, status, said)
		}
		if info, err := os.Stat(path); err != nil || info.Size() != 50_000 {
			t.Errorf("%d KiB: it was not left: %v", kib, err)
		}
		if status, said := limited(t, dir, kib, "doctor"); status != exitFailed ||
			!strings.Contains(said, "failed   inventory       The file "+path+" is damaged") {
			t.Errorf("%d KiB: doctor, exit status %d: %s", kib, status, said)
		}
	}
}
