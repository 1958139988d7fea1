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
	"strings"
	"sync"
	"syscall"
	"testing"

	"inventorybeacon/store/central"
	"inventorybeacon/store/central/centraltest"
	"inventorybeacon/store/inventory/sent"
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
	c.Exec("central", "CREATE ROLE kept LOGIN PASSWORD '"+password+"'; "+rightsOf(t, "a_beacon", "kept")+"; "+
		"CREATE TABLE tried.tenant_of_role (role text NOT NULL, tenant_id uuid NOT NULL, PRIMARY KEY (role, tenant_id)); GRANT SELECT ON tried.tenant_of_role TO kept;")
	for _, table := range []string{
		"tenant", "lease", "generation", "user_row", "holding_row", "usage_row", "licensing_row", "assignment_row", "license_row",
		"application_row",
		"price_row", "import_row", "change_row", "subscription_row", "license_group_row", "activation_row", "former_name_row", "commitment_row",
		"kept_row",
	} {
		c.Exec("central", fmt.Sprintf(`ALTER TABLE tried.%[1]s ENABLE ROW LEVEL SECURITY;
			CREATE POLICY given ON tried.%[1]s TO kept USING (tenant_id IN (SELECT tenant_id FROM tried.tenant_of_role WHERE role = current_user))`, table))
	}
	for view := range strings.FieldsSeq(c.Exec("central", "SELECT table_name FROM information_schema.views WHERE table_schema = 'tried'")) {
		c.Exec("central", "REVOKE SELECT ON tried."+view+" FROM kept")
	}
	c.Exec("central",
		`INSERT INTO tried.beacon (beacon_id, name, version, seen) VALUES ('99999999-2222-4333-8444-555555555555', 'Another', '1', now());
		ALTER TABLE tried.beacon ADD COLUMN role text NOT NULL DEFAULT current_user;
		ALTER TABLE tried.beacon ENABLE ROW LEVEL SECURITY;
		CREATE POLICY seen ON tried.beacon FOR SELECT USING (true);
		CREATE POLICY added ON tried.beacon FOR INSERT WITH CHECK (role = current_user);
		CREATE POLICY own ON tried.beacon FOR UPDATE USING (role = current_user)`)
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
	c.Exec("central", "SET ROLE kept; UPDATE tried.beacon SET name = 'Mine'")
	if names := c.Exec("central", "SELECT string_agg(name, ' ' ORDER BY name) FROM tried.beacon"); strings.TrimSpace(names) != "Another Mine" {
		t.Errorf("a beacon changes the names of others: %s", names)
	}
	for _, statement := range []string{
		"INSERT INTO tried.beacon (beacon_id, name, version, seen, role) VALUES ('88888888-2222-4333-8444-555555555555', 'Other', '1', now(), 'another')",
		"SELECT count(*) FROM tried.users", "UPDATE tried.setting SET value = 1", "DELETE FROM tried.beacon", "DELETE FROM tried.schema_version",
	} {
		if said := c.Exec("central", "SET ROLE kept; DO $$ BEGIN "+strings.Replace(statement, "SELECT", "PERFORM", 1)+
			"; RAISE 'done'; EXCEPTION "+
			"WHEN insufficient_privilege THEN NULL; END $$"); strings.Contains(said, "done") {
			t.Errorf("a beacon may %s", statement)
		}
	}
}

// rightsOf are the rights of a role as the SQL of the schema grants them, for another role.
func rightsOf(t *testing.T, role, to string) string {
	t.Helper()
	text, err := central.SchemaSQL(central.Config{Server: "localhost", Database: "any", User: "any", Schema: tried})
	if err != nil {
		t.Fatal(err)
	}
	var rights []string
	for line := range strings.Lines(text) {
		if grant, is := strings.CutPrefix(strings.TrimSpace(line), "--   GRANT "); is && strings.HasSuffix(grant, " TO "+role+";") {
			rights = append(rights, "GRANT "+strings.Replace(grant, " TO "+role+";", " TO "+to, 1))
		}
	}
	return strings.Join(rights, "; ")
}

func TestTransactionsStaySmall(t *testing.T) {
	c := startCenter(t, centraltest.Options{})
	s := newSite(t)
	o := order{Dir: t.TempDir(), Server: c.Address, Schema: tried, Beacon: oneBeacon}
	c.Exec("central", `CREATE TABLE public.moved (transaction bigint, what text); GRANT ALL ON public.moved TO beacon;
		CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.moved VALUES (txid_current(), TG_TABLE_NAME); RETURN NULL; END'`)
	for _, table := range strings.Fields(c.Exec("central",
		"SELECT table_name FROM information_schema.tables WHERE table_schema = 'tried' AND table_type = 'BASE TABLE'")) {
		c.Exec("central", "CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON tried."+table+" FOR EACH ROW EXECUTE FUNCTION public.note()")
	}
	look := func(what string, least int, of string) {
		t.Helper()
		most, err := strconv.Atoi(c.Exec("central", "SELECT max(n) FROM (SELECT count(*) AS n FROM public.moved GROUP BY transaction) AS t"))
		if err != nil || most > 10_000 {
			t.Errorf("%s: a transaction has changed %d rows, %v", what, most, err)
		}
		if n, _ := strconv.Atoi(c.Exec("central", "SELECT count(*) FROM public.moved WHERE what = '"+of+"'")); n < least {
			t.Errorf("%s: only %d rows of %s were changed", what, n, of)
		}
		c.Exec("central", "TRUNCATE public.moved")
	}
	s.importMany(t, 6000, 0)
	mustPublish(t, s.publisher(o))
	look("the first publish", 6000, "user_row")
	s.importMany(t, 6000, 6000)
	s.importMany(t, 12000, 6000)
	mustPublish(t, s.publisher(o))
	look("changes", 6000, "change_row")
	// When what was written as the last generation is to be that of an attempt that was not finished, it is cleared, and written again.
	c.Exec("central", `UPDATE tried.tenant SET generation = 1; DELETE FROM tried.generation WHERE generation = 2;
		UPDATE tried.lease SET attempt = gen_random_uuid(); TRUNCATE public.moved`)
	mustPublish(t, s.publisher(o))
	look("clearing and writing", 18000, "user_row")
	c.Exec("central", "UPDATE tried.generation SET published = published - interval '500 days'; TRUNCATE public.moved")
	edit(t, o.Dir, func(k *sent.Tenant) { k.Pruned = 0 })
	s.importMany(t, 12000, 1)
	mustPublish(t, s.publisher(o))
	look("removing what is no longer kept", 6000, "user_row")
}

// Many beacons publish at once, each a tenant of its own.
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
		p := s.publisher(order{
			Dir: t.TempDir(), Server: address, Schema: tried, Beacon: fmt.Sprintf("dddddddd-0000-4000-8000-%012d", n),
			Rows: fewRows,
		})
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
