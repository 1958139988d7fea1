//go:build !windows

package central

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"inventorybeacon/store/central/centraltest"
)

// standby is a copy of a server, as a standby is that has received nothing since.
type standby struct {
	folder, data string
}

// copied takes a copy of the server while it runs.
func (c centre) copied(t testing.TB) standby {
	t.Helper()
	folder, err := os.MkdirTemp("", "standby")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	s := standby{folder: folder, data: filepath.Join(folder, "data")}
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(c.Address)
	command := asServer(t, "pg_basebackup", "-h", host, "-p", port, "-U", centraltest.User, "-D", s.data, "-X", "stream", "-c", "fast", "--no-sync")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return s
}

// takeOver starts the copy in the place of the server.
func (s standby) takeOver(t testing.TB, address string) {
	t.Helper()
	_, port, _ := net.SplitHostPort(address)
	command := asServer(t, "postgres", "-D", s.data, "-c", "port="+port)
	log, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make(chan struct{})
	var work sync.WaitGroup
	work.Go(func() {
		var once sync.Once
		defer once.Do(func() { close(ready) })
		for lines := bufio.NewScanner(log); lines.Scan(); {
			if strings.Contains(lines.Text(), "ready to accept connections") {
				once.Do(func() { close(ready) })
			}
		}
	})
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGQUIT)
		work.Wait()
		_ = command.Wait()
	})
	<-ready
}

func asServer(t testing.TB, name string, arguments ...string) *exec.Cmd {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if len(found) == 0 {
		t.Fatalf("%s of PostgreSQL is missing: make test installs what is missing", name)
	}
	command := exec.Command(found[len(found)-1], arguments...)
	command.Env = append(os.Environ(), "LC_ALL=C", "PGPASSWORD="+centraltest.Password)
	command.Dir = "/"
	if os.Geteuid() == 0 {
		const nobody = 65534
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return command
}

func TestFailoverToAStandbyThatHasLostTheLastTransactions(t *testing.T) {
	c := startCentre(t, centraltest.Options{
		Rules: []string{"host replication all 127.0.0.1/32 trust"}, Settings: []string{"wal_level = replica", "max_wal_senders = 4"},
	})
	s := newSite(t)
	all := newTruths(t, s, c)
	network := newCutter(t, c.Address)
	o := order{Dir: t.TempDir(), Server: network.listener.Addr().String(), Schema: tried, Beacon: oneBeacon, Rows: fewRows}
	p := s.publisher(o)
	all.next(t, 200)
	if err := p.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	all.next(t, 200)
	network.after.Store(20_000)
	if err := p.Publish(t.Context()); err == nil {
		t.Error("nothing was cut")
	}
	network.after.Store(-1)
	copied := c.copied(t) // in the middle of a publish
	if err := p.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	all.next(t, 50)
	if err := p.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.Kill()
	copied.takeOver(t, c.Address)
	if err := p.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	// What was published undisturbed is lost there, too.
	o.Dir, o.Schema = t.TempDir(), "fresh"
	c.makeSchema(t, "fresh")
	if err := s.publisher(o).Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, want := c.digest(tried, "", ""), c.digest("fresh", "", ""); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
