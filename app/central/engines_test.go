//go:build !windows

package central

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"inventorybeacon/store/central/centraltest"
)

// bouncer is a PgBouncer in transaction mode before a server.
func (c center) bouncer(t testing.TB) (address string) {
	t.Helper()
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		program = "/usr/sbin/pgbouncer"
	}
	folder, err := os.MkdirTemp("", "pgbouncer")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address = listener.Addr().String()
	_, port, _ := net.SplitHostPort(address)
	_, serverPort, _ := net.SplitHostPort(c.Address)
	_ = listener.Close()
	for name, content := range map[string]string{
		"users.txt": fmt.Sprintf("%q %q\n", "beacon", password),
		"pgbouncer.ini": fmt.Sprintf(`[databases]
central = host=127.0.0.1 port=%s dbname=central
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %s
unix_socket_dir =
auth_type = scram-sha-256
auth_file = %s
pool_mode = transaction
default_pool_size = 3
max_client_conn = 500
`, serverPort, port, filepath.Join(folder, "users.txt")),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command(program, filepath.Join(folder, "pgbouncer.ini"))
	if os.Geteuid() == 0 { // which it refuses to be run by
		const nobody = 65534
		command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		if err := os.Chmod(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	log, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatalf("PgBouncer is missing (make test installs what is missing): %v", err)
	}
	var work sync.WaitGroup
	work.Go(func() { _, _ = io.Copy(io.Discard, log) })
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGQUIT)
		work.Wait()
		_ = command.Wait()
	})
	for { // until it listens, or has ended
		conn, err := net.Dial("tcp", address)
		if err == nil {
			_ = conn.Close()
			return address
		}
		if command.Process.Signal(syscall.Signal(0)) != nil {
			t.Fatal("PgBouncer has ended")
		}
	}
}

func TestPublishingThroughPgBouncer(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	all := newTruths(t, s, c)
	o := order{Dir: t.TempDir(), Server: c.bouncer(t), Schema: tried, Beacon: oneBeacon, Rows: fewRows}
	for range 3 {
		all.next(t, 150)
		if err := s.publisher(o).Publish(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := c.digest(tried, "", ""); got != all.last {
			t.Errorf("%s, want %s", got, all.last)
		}
	}
}

// A table with row-level security takes no COPY.
func TestPublishingIntoTablesThatKeepBeaconsToTheirTenants(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	all := newTruths(t, s, c)
	c.Exec("central", "CREATE ROLE kept LOGIN PASSWORD '"+password+"'; GRANT USAGE ON SCHEMA tried TO kept; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA tried TO kept;"+
		"CREATE TABLE tried.tenant_of_role (role text NOT NULL, tenant_id uuid NOT NULL, PRIMARY KEY (role, tenant_id)); GRANT SELECT ON tried.tenant_of_role TO kept;")
	for _, table := range []string{
		"tenant", "lease", "generation", "user_row", "holding_row", "usage_row", "licensing_row", "assignment_row", "license_row", "application_row",
		"price_row", "import_row", "change_row",
	} {
		c.Exec("central", fmt.Sprintf(`ALTER TABLE tried.%[1]s ENABLE ROW LEVEL SECURITY;
			CREATE POLICY given ON tried.%[1]s TO kept USING (tenant_id IN (SELECT tenant_id FROM tried.tenant_of_role WHERE role = current_user))`, table))
	}
	o := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon, Rows: fewRows, User: "kept"}
	all.next(t, 150)
	if err := s.publisher(o).Publish(t.Context()); err == nil {
		t.Error("a tenant was published that was not given to the beacon")
	}
	c.Exec("central", "INSERT INTO tried.tenant_of_role VALUES ('kept', '"+tenantID+"')")
	for range 3 {
		if err := s.publisher(o).Publish(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := c.digest(tried, "", ""); got != all.last {
			t.Errorf("%s, want %s", got, all.last)
		}
		all.next(t, 50)
	}
}

func TestTransactionsStaySmall(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	o := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon}
	s.importMany(t, 6000, 0)
	if err := s.publisher(o).Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.importMany(t, 6000, 6000)
	if err := s.publisher(o).Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	// A row says which transaction has written it, and which one has ended it.
	n, err := strconv.Atoi(c.Exec("central", `SELECT max(n) FROM (SELECT x, count(*) AS n FROM (
		SELECT xmin::text AS x FROM tried.user_row UNION ALL SELECT xmin::text FROM tried.holding_row UNION ALL SELECT xmin::text FROM tried.usage_row) AS w GROUP BY x) AS t`))
	if err != nil || n > 10_000 || n < 3_000 {
		t.Errorf("a transaction has written %d rows, %v", n, err)
	}
}

// Fifty beacons publish at once, each a tenant of its own.
func TestManyBeaconsPublishAtOnce(t *testing.T) {
	const beacons = 12
	c := startCenter(t, centraltest.Options{})
	address := c.bouncer(t)
	var work sync.WaitGroup
	for n := range beacons {
		s := newSite(t)
		s.tenant = fmt.Sprintf("22222222-2222-4333-8444-%012d", n)
		s.change(60)
		s.imports(t, "one")
		p := s.publisher(order{Dir: t.TempDir(), Server: address, Schema: tried, Beacon: fmt.Sprintf("dddddddd-0000-4000-8000-%012d", n), Rows: fewRows})
		work.Go(func() {
			if err := p.Publish(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	work.Wait()
	if n := c.Exec("central", "SELECT count(*) FROM tried.tenants"); n != strconv.Itoa(beacons) {
		t.Errorf("%s tenants have arrived", n)
	}
}
