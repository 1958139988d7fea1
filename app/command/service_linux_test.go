package command

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// systemd stands in for the program systemctl: it writes down what it is asked,
// and fails when it shall.
type systemd struct {
	t         *testing.T
	home, dir string
}

func newSystemd(t *testing.T) *systemd {
	t.Helper()
	s := &systemd{t: t, home: t.TempDir(), dir: filepath.Join(t.TempDir(), "a data directory")}
	bin := filepath.Join(s.home, "bin")
	const script = `#!/bin/sh
echo "$*" >> "$HOME/asked"
[ -e "$HOME/fail" ] && { echo "Failed to connect to bus" >&2; exit 1; }
case "$1" in
is-active) [ -e "$HOME/started" ] && echo active && exit 0; echo inactive; exit 3 ;;
list-unit-files) ls "$HOME/.config/systemd/user" ;;
start) touch "$HOME/started" ;;
stop) rm "$HOME/started" ;;
esac
exit 0
`
	s.must(os.Mkdir(bin, 0o700))
	s.must(os.WriteFile(filepath.Join(bin, "systemctl"), []byte(script), 0o700))
	// By this one the library knows systemd also where it does not run.
	s.must(os.WriteFile(filepath.Join(bin, "rpm-ostree"), []byte("#!/bin/sh\n"), 0o700))
	return s
}

func (s *systemd) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *systemd) unit() string {
	content, _ := os.ReadFile(filepath.Join(s.home, ".config", "systemd", "user", "inventory-beacon.service"))
	return string(content)
}

// run runs the program, whose output has to hold what is wanted.
func (s *systemd) run(status int, want string, args ...string) {
	s.t.Helper()
	cmd := process(context.Background(), s.dir, args...)
	cmd.Env = append(cmd.Env, "HOME="+s.home, "PATH="+filepath.Join(s.home, "bin")+":"+os.Getenv("PATH"), "INVENTORY_BEACON_KEY=")
	output, _ := cmd.CombinedOutput()
	if got := cmd.ProcessState.ExitCode(); got != status || !strings.Contains(string(output), want) {
		s.t.Errorf("%v: exit status %d, want %d and %q:\n%s", args, got, status, want, output)
	}
}

func TestTheServiceOfAnAccountIsInstalledAndRemoved(t *testing.T) {
	t.Parallel()
	s := newSystemd(t)
	s.run(exitDone, "not installed", "service", "status", "--user")
	s.run(exitDone, "Installed and started the service.", "service", "install", "--user", "--key", "file", "--metrics", "127.0.0.1:9187")
	unit := s.unit()
	for _, want := range []string{
		`"--data" "` + s.dir + `" "serve" "--as-service" "--metrics" "127.0.0.1:9187"`, "Environment=INVENTORY_BEACON_KEY=file",
		"WantedBy=default.target", "Restart=on-failure",
	} {
		if !strings.Contains(unit, want) {
			t.Errorf("the unit lacks %q:\n%s", want, unit)
		}
	}
	if strings.Contains(unit, "User=") || strings.Contains(unit, "network-online") {
		t.Errorf("the unit of an account:\n%s", unit)
	}
	s.run(exitDone, `"service": "running"`, "service", "status", "--user", "--json")
	s.run(exitFailed, "The service is installed already.", "service", "install", "--user", "--key", "file")
	s.run(exitDone, "Stopped the service.", "service", "stop", "--user")
	s.run(exitDone, "stopped", "service", "status", "--user")
	s.run(exitDone, "Started the service.", "service", "start", "--user")
	s.run(exitDone, "Removed the service.", "service", "uninstall", "--user")
	if unit := s.unit(); unit != "" {
		t.Errorf("it stays behind:\n%s", unit)
	}
	asked, err := os.ReadFile(filepath.Join(s.home, "asked"))
	s.must(err)
	for _, want := range []string{
		"enable --user inventory-beacon.service", "start --user inventory-beacon.service",
		"disable --user inventory-beacon.service", "daemon-reload --user",
	} {
		if !strings.Contains(string(asked), want+"\n") {
			t.Errorf("systemd was not asked to %s:\n%s", want, asked)
		}
	}
}

func TestTheServiceSpeaksJSON(t *testing.T) {
	t.Parallel()
	s := newSystemd(t)
	for _, step := range []struct{ command, service string }{
		{"install", "running"}, {"stop", "stopped"}, {"start", "running"}, {"uninstall", "not installed"},
	} {
		want := fmt.Sprintf("{\n  \"service\": %q,\n  \"dataDirectory\": %q\n}\n", step.service, s.dir)
		args := []string{"service", step.command, "--user", "--json", "--quiet"}
		if step.command == "install" {
			args = append(args, "--key", "file")
		}
		s.run(exitDone, want, args...)
	}
	s.must(os.WriteFile(filepath.Join(s.home, "fail"), nil, 0o600))
	s.run(exitFailed, `{"error":{"message":`, "service", "start", "--user", "--json", "--quiet")
}

func TestAServiceThatIsRefusedLeavesNothing(t *testing.T) {
	t.Parallel()
	s := newSystemd(t)
	s.must(os.WriteFile(filepath.Join(s.home, "fail"), nil, 0o600))
	s.run(exitFailed, "The system has refused installing the service.", "service", "install", "--user", "--key", "file")
	if unit := s.unit(); unit != "" {
		t.Errorf("it stays behind:\n%s", unit)
	}
}

func TestOnlyRootInstallsServicesOfTheComputer(t *testing.T) {
	t.Parallel()
	s := newSystemd(t)
	if os.Geteuid() != 0 {
		s.run(exitFailed, "Only root installs services of the computer", "service", "install")
		return
	}
	s.run(exitWrong, `there is no account "nobody-at-all"`, "service", "install", "--account", "nobody-at-all")
}
