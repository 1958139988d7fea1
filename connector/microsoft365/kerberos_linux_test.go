package microsoft365

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jcmturner/gokrb5/v8/credentials"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network/networktest"
)

// kerberosRealm is a Kerberos realm of a test: a real key distribution center (MIT's) that
// runs in a folder of its own, as whoever runs the test.
type kerberosRealm struct {
	directory string
	proxyKeys string // the keytab of HTTP/localhost
	userKeys  string // the keytab of the user beacon
}

const (
	kerberosName     = "TEST.EXAMPLE"
	kerberosUser     = "beacon@" + kerberosName
	kerberosPassword = "the-proxy-password"
)

// startRealm starts a realm that knows the proxy localhost and the user beacon, and has this
// process and its children use it. There is no ticket yet.
func startRealm(t *testing.T) *kerberosRealm {
	t.Helper()
	directory, err := os.MkdirTemp("", "realm-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(directory) })
	if err := os.Chmod(directory, 0o755); err != nil { // Squid runs as somebody else
		t.Fatal(err)
	}
	in := func(name string) string { return filepath.Join(directory, name) }
	r := &kerberosRealm{directory: directory, proxyKeys: in("proxy.keytab"), userKeys: in("beacon.keytab")}
	address := networktest.ClosedPort(t)
	writeFile(t, in("krb5.conf"), fmt.Sprintf(`
[libdefaults]
default_realm = %[1]s
dns_lookup_kdc = false
dns_canonicalize_hostname = false
rdns = false
udp_preference_limit = 1
[realms]
%[1]s = {
	kdc = %[2]s
}
`, kerberosName, address))
	writeFile(t, in("kdc.conf"), fmt.Sprintf(`
[kdcdefaults]
kdc_listen = %[2]s
kdc_tcp_listen = %[2]s
[realms]
%[1]s = {
	database_name = %[3]s/principal
	key_stash_file = %[3]s/stash
	acl_file = %[3]s/acl
	max_life = 1h
}
`, kerberosName, address, directory))
	t.Setenv("KRB5_CONFIG", in("krb5.conf"))
	t.Setenv("KRB5_KDC_PROFILE", in("kdc.conf"))
	t.Setenv("KRB5CCNAME", "FILE:"+in("tickets"))
	t.Setenv("KRB5RCACHETYPE", "none")
	kerberosTool(t, "", "kdb5_util", "create", "-s", "-r", kerberosName, "-P", "master")
	kerberosTool(t, "", "kadmin.local", "-q", "addprinc -randkey HTTP/localhost")
	kerberosTool(t, "", "kadmin.local", "-q", "addprinc -requires_preauth -pw "+kerberosPassword+" beacon")
	kerberosTool(t, "", "kadmin.local", "-q", "modprinc +requires_preauth beacon")
	kerberosTool(t, "", "kadmin.local", "-q", "ktadd -norandkey -k "+r.proxyKeys+" HTTP/localhost")
	kerberosTool(t, "", "kadmin.local", "-q", "ktadd -norandkey -k "+r.userKeys+" beacon")
	if err := os.Chmod(r.proxyKeys, 0o644); err != nil {
		t.Fatal(err)
	}
	r.serve(t, address)
	return r
}

// serve runs the key distribution center until the test ends.
func (r *kerberosRealm) serve(t *testing.T, address string) {
	t.Helper()
	center := exec.Command(toolPath(t, "krb5kdc"), "-n", "-r", kerberosName)
	var output strings.Builder
	center.Stdout, center.Stderr = &output, &output
	if err := center.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = center.Wait()
		close(ended)
	}()
	t.Cleanup(func() {
		_ = center.Process.Kill()
		<-ended
	})
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			t.Fatalf("krb5kdc ended: %s", output.String())
		case <-tick.C:
		}
		if connection, err := net.Dial("tcp", address); err == nil {
			connection.Close()
			return
		}
	}
}

// getTicket leaves a ticket of the user where programs look for it.
func (r *kerberosRealm) getTicket(t *testing.T) {
	t.Helper()
	kerberosTool(t, kerberosPassword+"\n", "kinit", kerberosUser)
}

// expireTicket copies the ticket into a file in which it ended an hour ago.
func (r *kerberosRealm) expireTicket(t *testing.T, name string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(r.directory, "tickets"))
	if err != nil {
		t.Fatal(err)
	}
	cache, err := credentials.LoadCCache(filepath.Join(r.directory, "tickets"))
	if err != nil {
		t.Fatal(err)
	}
	seconds := func(at time.Time) []byte { return binary.BigEndian.AppendUint32(nil, uint32(at.Unix())) }
	for _, ticket := range cache.GetEntries() {
		content = bytes.ReplaceAll(content, seconds(ticket.EndTime), seconds(time.Now().Add(-time.Hour)))
	}
	if err := os.WriteFile(filepath.Join(r.directory, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func kerberosTool(t *testing.T, input, name string, arguments ...string) {
	t.Helper()
	command := exec.Command(toolPath(t, name), arguments...)
	command.Stdin = strings.NewReader(input)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%s %q: %v\n%s", name, arguments, err, output)
	}
}

// toolPath finds programs of the distribution, which are not all on an ordinary user's path.
func toolPath(t *testing.T, name string) string {
	t.Helper()
	for _, candidate := range []string{name, "/usr/sbin/" + name, "/usr/local/sbin/" + name} {
		if path, err := exec.LookPath(candidate); err == nil {
			return path
		}
	}
	t.Fatalf("this test needs the real %s; .ci/packages names the package", name)
	return ""
}

// startSquidWithKerberos starts Squid with Negotiate in a realm of which there is a ticket.
func startSquidWithKerberos(t *testing.T) *proxyProgram {
	t.Helper()
	realm := startRealm(t)
	realm.getTicket(t)
	return realm.startSquid(t)
}

func (r *kerberosRealm) startSquid(t *testing.T) *proxyProgram {
	t.Helper()
	p := startSquidWith(t, `
auth_param negotiate program /usr/lib/squid/negotiate_kerberos_auth -s HTTP/localhost -k `+r.proxyKeys+`
auth_param negotiate children 2 startup=1`)
	_, port, _ := net.SplitHostPort(p.address)
	p.address = net.JoinHostPort("localhost", port) // the name of its account in the realm
	return p
}

// Everything that can be wrong with Kerberos, in a realm of its own, and what helps.
func TestKerberosAtTheProxy(t *testing.T) {
	realm := startRealm(t)
	proxy := realm.startSquid(t)
	tenant := startProxiedTenant(t)
	realm.getTicket(t)
	realm.expireTicket(t, "expired")
	for name, given := range map[string]struct {
		server, username, password string
		cache, keytab              string
		meaning                    string // its ID
	}{
		"a ticket":                             {cache: "tickets", meaning: "check.passed.network.proxied"},
		"a keytab":                             {keytab: "beacon.keytab", meaning: "check.passed.network.proxied"},
		"a keytab, and who of it":              {keytab: "beacon.keytab", username: "beacon", meaning: "check.passed.network.proxied"},
		"name and password":                    {username: kerberosUser, password: kerberosPassword, meaning: "check.passed.network.proxied"},
		"name and password without realm":      {username: "beacon", password: kerberosPassword, meaning: "check.passed.network.proxied"},
		"a wrong password":                     {username: kerberosUser, password: "wrong", meaning: "network.proxy.kerberos.wrong-password"},
		"a user that is not known":             {username: "nobody", password: "wrong", meaning: "network.proxy.kerberos.unknown-user"},
		"a realm that is not known":            {username: "beacon@elsewhere.example", password: "wrong", meaning: "network.proxy.kerberos.unreachable"},
		"neither ticket nor keytab":            {meaning: "network.proxy.kerberos.no-ticket"},
		"a keytab that is none":                {keytab: "krb5.conf", meaning: "network.proxy.kerberos.keytab"},
		"a keytab that is not there":           {keytab: "missing", meaning: "network.proxy.kerberos.keytab"},
		"a ticket that has expired":            {cache: "expired", meaning: "network.proxy.kerberos.expired"},
		"a ticket in the kernel":               {cache: "KEYRING:persistent:0", meaning: "network.proxy.kerberos.cache"},
		"a proxy that the realm does not know": {server: "http://" + strings.Replace(proxy.address, "localhost", "127.0.0.1", 1), cache: "tickets", meaning: "network.proxy.kerberos.unknown-proxy"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			cache := given.cache
			if !strings.Contains(cache, ":") {
				cache = "FILE:" + filepath.Join(realm.directory, cmp.Or(cache, "nothing"))
			}
			t.Setenv("KRB5CCNAME", cache)
			if given.keytab != "" {
				t.Setenv("KRB5_CLIENT_KTNAME", filepath.Join(realm.directory, given.keytab))
			}
			_, checks := testedAt(t, sourcetest.Soon(t), tenant.source, tenant.access(cmp.Or(given.server, proxy.url()), given.username, given.password))
			c := checks["check.network"]
			if c.Meaning.ID != given.meaning {
				t.Errorf("%+v", c)
			}
			connectortest.CheckWords(t, c.Meaning, c.Result == connector.CheckFailed)
			connectortest.NoSecretIn(t, "the check", c.Meaning.String())
		})
	}
}
