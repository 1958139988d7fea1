package command

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"inventorybeacon/connector/demotenant"
)

// ask returns what the program answers to a request.
func (s *serving) ask(address string) (status int, body string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.limit, http.MethodGet, address, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, string(content)
}

func TestServeTellsMachinesWhatItsImportsHaveCome(t *testing.T) {
	t.Parallel()
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	missARun(t, dir, "Hourly", "Contoso")
	limit, cancel := context.WithTimeout(context.Background(), serveLimit)
	defer cancel()
	s := &serving{t: t, limit: limit, Cmd: process(limit, dir, "serve", "--metrics", "127.0.0.1:0")}
	s.begin()
	defer http.DefaultClient.CloseIdleConnections()
	s.says("Metrics are at ")
	address := strings.TrimSuffix(s.says("/metrics"), "/metrics")
	s.says("The run has ended.")
	status, metrics := s.ask(address + "/metrics")
	for _, want := range []string{
		`inventory_beacon_users{connection="Contoso"} 60`, `inventory_beacon_schedules_active 1`,
		`inventory_beacon_scheduled_imports_total{status="succeeded"} 1`,
	} {
		if status != http.StatusOK || !strings.Contains(metrics, want+"\n") {
			t.Errorf("%d, and no %s:\n%s", status, want, metrics)
		}
	}
	// What another process does is told within seconds.
	server.fail("/v1.0/organization", &demotenant.Fault{Status: http.StatusForbidden})
	if status, _, _ := run(t, dir, "import", "Contoso"); status != exitFailed {
		t.Errorf("the import has ended with %d", status)
	}
	for want := `last_import_status{connection="Contoso",status="failed"} 1`; !strings.Contains(metrics, want); _, metrics = s.ask(address +
		"/metrics") {
		if limit.Err() != nil {
			t.Fatal("the failure of another process is not told")
		}
	}
	if status, health := s.ask(address + "/healthz"); status != http.StatusOK {
		t.Errorf("an import that failed is unhealthy: %d %s", status, health)
	}
	s.end()
}

// Under systemd, failures stand out in the journal, which is told by a number.
func TestTheJournalIsToldWhatFails(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	journal, err := os.Create(filepath.Join(t.TempDir(), "journal"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = journal.Close() }()
	info, err := journal.Stat()
	if err != nil {
		t.Fatal(err)
	}
	of := info.Sys().(*syscall.Stat_t)
	for _, stream := range []string{fmt.Sprintf("%d:%d", of.Dev, of.Ino), "1:1"} {
		command := process(t.Context(), dir, "import", "Nobody")
		command.Env, command.Stderr = append(command.Env, "JOURNAL_STREAM="+stream), journal
		if err := journal.Truncate(0); err != nil {
			t.Fatal(err)
		}
		if _, err := journal.Seek(0, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		_ = command.Run() // with a status of its own
		said, err := os.ReadFile(journal.Name())
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(string(said), "<3>") != (stream != "1:1") || !strings.Contains(string(said), "Nobody") {
			t.Errorf("%s: %q", stream, said)
		}
	}
}
