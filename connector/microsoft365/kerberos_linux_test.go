package microsoft365

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"os"
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

// expireTicket copies the ticket into a file in which it ended an hour ago.
func expireTicket(t *testing.T, r *networktest.Realm, name string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(r.Directory, "tickets"))
	if err != nil {
		t.Fatal(err)
	}
	cache, err := credentials.LoadCCache(filepath.Join(r.Directory, "tickets"))
	if err != nil {
		t.Fatal(err)
	}
	seconds := func(at time.Time) []byte { return binary.BigEndian.AppendUint32(nil, uint32(at.Unix())) }
	for _, ticket := range cache.GetEntries() {
		content = bytes.ReplaceAll(content, seconds(ticket.EndTime), seconds(time.Now().Add(-time.Hour)))
	}
	if err := os.WriteFile(filepath.Join(r.Directory, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// startSquidWithKerberos starts Squid with Negotiate in a realm of which there is a ticket.
func startSquidWithKerberos(t *testing.T, hosts []string) *networktest.Program {
	t.Helper()
	realm := networktest.StartRealm(t)
	realm.GetTicket(t)
	return realm.StartSquid(t, hosts)
}

// Everything that can be wrong with Kerberos, in a realm of its own, and what helps.
func TestKerberosAtTheProxy(t *testing.T) {
	realm := networktest.StartRealm(t)
	proxy := realm.StartSquid(t, proxiedHosts)
	tenant := startProxiedTenant(t)
	realm.GetTicket(t)
	expireTicket(t, realm, "expired")
	for name, given := range map[string]struct {
		server, username, password string
		cache, keytab              string
		meaning                    string // its ID
	}{
		"a ticket":                {cache: "tickets", meaning: "check.passed.network.proxied"},
		"a keytab":                {keytab: "beacon.keytab", meaning: "check.passed.network.proxied"},
		"a keytab, and who of it": {keytab: "beacon.keytab", username: "beacon", meaning: "check.passed.network.proxied"},
		"name and password": {
			username: networktest.KerberosUser, password: networktest.KerberosPassword,
			meaning: "check.passed.network.proxied",
		},
		"name and password without realm": {
			username: "beacon", password: networktest.KerberosPassword,
			meaning: "check.passed.network.proxied",
		},
		"a wrong password": {
			username: networktest.KerberosUser, password: "wrong",
			meaning: "network.proxy.kerberos.wrong-password",
		},
		"a user that is not known": {username: "nobody", password: "wrong", meaning: "network.proxy.kerberos.unknown-user"},
		"a realm that is not known": {
			username: "beacon@elsewhere.example", password: "wrong",
			meaning: "network.proxy.kerberos.unreachable",
		},
		"neither ticket nor keytab":  {meaning: "network.proxy.kerberos.no-ticket"},
		"a keytab that is none":      {keytab: "krb5.conf", meaning: "network.proxy.kerberos.keytab"},
		"a keytab that is not there": {keytab: "missing", meaning: "network.proxy.kerberos.keytab"},
		"a ticket that has expired":  {cache: "expired", meaning: "network.proxy.kerberos.expired"},
		"a ticket in the kernel":     {cache: "KEYRING:persistent:0", meaning: "network.proxy.kerberos.cache"},
		"a proxy that the realm does not know": {
			server: "http://" + strings.Replace(proxy.Address, "localhost", "127.0.0.1", 1),
			cache:  "tickets", meaning: "network.proxy.kerberos.unknown-proxy",
		},
	} {
		t.Run("given "+name, func(t *testing.T) {
			cache := given.cache
			if !strings.Contains(cache, ":") {
				cache = "FILE:" + filepath.Join(realm.Directory, cmp.Or(cache, "nothing"))
			}
			t.Setenv("KRB5CCNAME", cache)
			if given.keytab != "" {
				t.Setenv("KRB5_CLIENT_KTNAME", filepath.Join(realm.Directory, given.keytab))
			}
			_, checks := testedAt(t, sourcetest.Soon(t), tenant.source,
				tenant.access(cmp.Or(given.server, proxy.URL()), given.username, given.password))
			c := checks["check.network"]
			if c.Meaning.ID != given.meaning {
				t.Errorf("%+v", c)
			}
			connectortest.CheckWords(t, c.Meaning, c.Result == connector.CheckFailed)
			connectortest.NoSecretIn(t, "the check", c.Meaning.String())
		})
	}
}
