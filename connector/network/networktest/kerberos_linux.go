package networktest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Realm is a Kerberos realm of a test: a real key distribution center (MIT's) that
// runs in a folder of its own, as whoever runs the test.
type Realm struct {
	Directory string // of its files, among them the keytab beacon.keytab of the user
	proxyKeys string // the keytab of HTTP/localhost
}

const (
	kerberosName     = "TEST.EXAMPLE"
	KerberosUser     = "beacon@" + kerberosName
	KerberosPassword = "the-proxy-password"
)

// StartRealm starts a realm that knows the proxy localhost and the user beacon, and has this
// process and its children use it. There is no ticket yet.
func StartRealm(t *testing.T) *Realm {
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
	r := &Realm{Directory: directory, proxyKeys: in("proxy.keytab")}
	address := ClosedPort(t)
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
	kerberosTool(t, "", "kadmin.local", "-q", "addprinc -requires_preauth -pw "+KerberosPassword+" beacon")
	kerberosTool(t, "", "kadmin.local", "-q", "modprinc +requires_preauth beacon")
	kerberosTool(t, "", "kadmin.local", "-q", "ktadd -norandkey -k "+r.proxyKeys+" HTTP/localhost")
	kerberosTool(t, "", "kadmin.local", "-q", "ktadd -norandkey -k "+in("beacon.keytab")+" beacon")
	if err := os.Chmod(r.proxyKeys, 0o644); err != nil {
		t.Fatal(err)
	}
	r.serve(t, address)
	return r
}

// serve runs the key distribution center until the test ends.
func (r *Realm) serve(t *testing.T, address string) {
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

// GetTicket leaves a ticket of the user where programs look for it.
func (r *Realm) GetTicket(t *testing.T) {
	t.Helper()
	kerberosTool(t, KerberosPassword+"\n", "kinit", KerberosUser)
}

func kerberosTool(t *testing.T, input, name string, arguments ...string) {
	t.Helper()
	command := exec.Command(toolPath(t, name), arguments...)
	command.Stdin = strings.NewReader(input)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%s %q: %v\n%s", name, arguments, err, output)
	}
}

// StartSquid starts Squid with Negotiate in the realm, which leads hosts to this computer.
func (r *Realm) StartSquid(t *testing.T, hosts []string) *Program {
	t.Helper()
	p := startSquidWith(t, hosts, `
auth_param negotiate program /usr/lib/squid/negotiate_kerberos_auth -s HTTP/localhost -k `+r.proxyKeys+`
auth_param negotiate children 2 startup=1`)
	_, port, _ := net.SplitHostPort(p.Address)
	p.Address = net.JoinHostPort("localhost", port) // the name of its account in the realm
	return p
}
