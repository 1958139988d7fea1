//go:build !windows

package central_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/central"
	"inventorybeacon/store/central/centraltest"
	"inventorybeacon/store/storetest"
)

// issuer is an authority that gives certificates to servers and users.
type issuer struct {
	t           *testing.T
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	serial      int64
}

func newIssuer(t *testing.T) *issuer {
	i := &issuer{t: t}
	i.certificate, i.key = i.issue(x509.Certificate{
		Subject: pkix.Name{CommonName: "Authority"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign,
	})
	return i
}

func (i *issuer) issue(template x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey) {
	i.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	storetest.Must(i.t, err)
	i.serial++
	template.SerialNumber = big.NewInt(i.serial)
	if template.NotAfter.IsZero() {
		template.NotAfter = time.Now().Add(24 * time.Hour)
	}
	template.NotBefore = template.NotAfter.Add(-48 * time.Hour)
	parent, by := &template, key
	if i.certificate != nil {
		parent, by = i.certificate, i.key
	}
	content, err := x509.CreateCertificate(rand.Reader, &template, parent, key.Public(), by)
	storetest.Must(i.t, err)
	certificate, err := x509.ParseCertificate(content)
	storetest.Must(i.t, err)
	return certificate, key
}

// pair is a certificate with its key, as PEM.
func (i *issuer) pair(template x509.Certificate) (certificate, key string) {
	i.t.Helper()
	issued, private := i.issue(template)
	content, err := x509.MarshalPKCS8PrivateKey(private)
	storetest.Must(i.t, err)
	return asPEM(issued), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: content}))
}

func asPEM(c *x509.Certificate) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
}

// options are those of a server with a certificate.
func (i *issuer) options(template x509.Certificate) (o centraltest.Options) {
	i.t.Helper()
	certificate, key := i.pair(template)
	folder := i.t.TempDir()
	o.Certificate, o.Key, o.ClientCA = filepath.Join(folder, "server.crt"), filepath.Join(folder, "server.key"), filepath.Join(folder,
		"root.crt")
	for name, content := range map[string]string{o.Certificate: certificate, o.Key: key, o.ClientCA: asPEM(i.certificate)} {
		storetest.Must(i.t, os.WriteFile(name, []byte(content), 0o600))
	}
	return o
}

// try connects, and looks for the schema.
func try(ctx context.Context, c central.Config) (checks []connector.Check) {
	central.Test(ctx, c, func(check connector.Check) {
		if check.Result != connector.CheckRunning {
			checks = append(checks, check)
		}
	})
	return checks
}

// What a server without TLS and its rules refuse.
func TestEveryRefusalOfAServerHasItsSentence(t *testing.T) {
	server := centraltest.Start(t,
		centraltest.Options{Rules: []string{"host assets stranger 127.0.0.1/32 reject", "hostssl all careful 127.0.0.1/32 scram-sha-256"}})
	server.Database("assets", "owner", "o")
	server.Exec("postgres",
		"CREATE ROLE beacon LOGIN PASSWORD 'b'; CREATE ROLE stranger LOGIN PASSWORD 's'; CREATE ROLE dormant NOLOGIN PASSWORD 'd'; CREATE ROLE shy LOGIN PASSWORD 's'; CREATE ROLE few LOGIN PASSWORD 'f' CONNECTION LIMIT 0")
	server.Exec("assets", "REVOKE CONNECT ON DATABASE assets FROM PUBLIC; GRANT CONNECT ON DATABASE assets TO beacon")
	base := central.Config{Server: server.Address, Database: "assets", User: "owner", Password: "o", TLS: central.Disable}
	change := func(do func(c *central.Config)) central.Config { c := base; do(&c); return c }

	if got := try(t.Context(), base); len(got) != 2 || got[0].Result != connector.CheckPassed ||
		got[1].Meaning.ID != "central.schema.missing" {
		t.Fatalf("before there is a schema: %+v", got)
	}
	database, err := central.Open(t.Context(), base)
	storetest.Must(t, err)
	defer database.Close()
	storetest.Must(t, database.CreateSchema(t.Context()))
	server.Exec("assets", "DELETE FROM beacon.schema_version") // which comes last
	if got := try(t.Context(), base); len(got) != 2 || got[1].Meaning.ID != "central.schema.missing" {
		t.Errorf("with the beginning of a schema: %+v", got)
	}
	storetest.Must(t, database.CreateSchema(t.Context())) // once more, without harm
	if got := try(t.Context(), base); len(got) != 2 || got[1].Result != connector.CheckPassed {
		t.Errorf("with its schema: %+v", got)
	}
	if got := try(t.Context(), change(func(c *central.Config) { c.TLS = "" })); len(got) != 2 || got[0].Result != connector.CheckPassed {
		t.Errorf("on this computer, without TLS on the server: %+v", got)
	}

	for name, test := range map[string]struct {
		config central.Config
		id     string
		says   string
	}{
		"an unknown host": {
			change(func(c *central.Config) { c.Server = "no-such-host.invalid:5432" }), "central.host",
			"no-such-host.invalid",
		},
		"a port without a server":   {change(func(c *central.Config) { c.Server = closed(t) }), "central.connection-refused", "127.0.0.1"},
		"a server without TLS":      {change(func(c *central.Config) { c.TLS = central.Require }), "central.tls.none", server.Address},
		"a wrong password":          {change(func(c *central.Config) { c.Password = "wrong" }), "central.password", "owner"},
		"no password":               {change(func(c *central.Config) { c.Password = "" }), "central.password", "owner"},
		"an unknown user":           {change(func(c *central.Config) { c.User = "nobody" }), "central.password", "nobody"},
		"a user who may not log in": {change(func(c *central.Config) { c.User, c.Password = "dormant", "d" }), "central.user", "dormant"},
		"a user whom rules reject": {
			change(func(c *central.Config) { c.User, c.Password = "stranger", "s" }), "central.not-admitted",
			"stranger",
		},
		"a user without the right": {change(func(c *central.Config) { c.User, c.Password = "shy", "s" }), "central.right.connect", "shy"},
		"a user with no connections": {
			change(func(c *central.Config) { c.User, c.Password, c.Database = "few", "f", "postgres" }),
			"central.too-many", "",
		},
		"an unknown database":    {change(func(c *central.Config) { c.Database = "nothing" }), "central.database", "nothing"},
		"no right on the schema": {change(func(c *central.Config) { c.User, c.Password = "beacon", "b" }), "central.right", "beacon"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			got := try(t.Context(), test.config)
			last := got[len(got)-1]
			if last.Result != connector.CheckFailed || last.Meaning.ID != test.id {
				t.Fatalf("%s: %v, want %s", last.Result, last.Meaning, test.id)
			}
			told(t, last.Meaning, test.says)
		})
	}

	server.Exec("assets", "INSERT INTO beacon.schema_version (version, writable_from) VALUES (999, 999)")
	if got := try(t.Context(), base); got[1].Meaning.ID != "central.schema.newer" {
		t.Errorf("with a newer schema: %+v", got)
	}
	server.Exec("postgres", "ALTER ROLE owner SET default_transaction_read_only = on") // as on a standby
	if err := open(t, base).CreateSchema(t.Context()); err == nil {
		t.Error("a schema was made where nothing can be written")
	} else {
		told(t, storetest.WantMessage(t, err, "central.read-only"), server.Address)
	}
	other := change(func(c *central.Config) { c.User, c.Password = "beacon", "b" })
	if err := open(t, other).CreateSchema(t.Context()); err == nil {
		t.Error("a schema was made by a user who may not")
	} else {
		told(t, storetest.WantMessage(t, err, "central.right"), "beacon")
	}
	server.Stop()
	if got := try(t.Context(), base); got[0].Meaning.ID != "central.connection-refused" {
		t.Errorf("after it was stopped: %+v", got)
	}
}

func open(t *testing.T, c central.Config) *central.Database {
	t.Helper()
	database, err := central.Open(t.Context(), c)
	storetest.Must(t, err)
	t.Cleanup(database.Close)
	return database
}

// told wants words for a message, with what to do, and with what it is about; and no secret.
func told(t *testing.T, m connector.Message, says string) {
	t.Helper()
	if says != "" && !strings.Contains(m.String(), says) {
		t.Errorf("%v does not name %q", m, says)
	}
}

// closed is an address at which nobody listens.
func closed(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	storetest.Must(t, err)
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// What is wrong with the certificate of a server, or of a user.
func TestEveryRefusalOfACertificateHasItsSentence(t *testing.T) {
	authority := newIssuer(t)
	o := authority.options(x509.Certificate{
		Subject: pkix.Name{CommonName: "db"}, DNSNames: []string{"db.example"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	})
	o.Rules = []string{"hostssl all certified 127.0.0.1/32 cert"}
	server := centraltest.Start(t, o)
	server.Database("assets", "owner", "o")
	server.Exec("postgres", "CREATE ROLE certified LOGIN")
	base := central.Config{Server: server.Address, Database: "assets", User: "owner", Password: "o", CA: asPEM(authority.certificate)}
	change := func(do func(c *central.Config)) central.Config { c := base; do(&c); return c }
	_, port, _ := net.SplitHostPort(server.Address)
	stranger := newIssuer(t)
	client := func(i *issuer, user string) connector.Secret {
		certificate, key := i.pair(x509.Certificate{
			Subject:     pkix.Name{CommonName: user},
			ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
		})
		return connector.Secret(certificate + key)
	}
	for name, test := range map[string]struct {
		config central.Config
		id     string // empty when it is let in
	}{
		"its authority":                 {base, ""},
		"no look at the certificate":    {change(func(c *central.Config) { c.CA, c.TLS = "", central.Require }), ""},
		"no TLS although it is there":   {change(func(c *central.Config) { c.CA, c.TLS = "", central.Disable }), ""},
		"another authority":             {change(func(c *central.Config) { c.CA = asPEM(stranger.certificate) }), "central.tls.untrusted"},
		"the authorities of the system": {change(func(c *central.Config) { c.CA = "" }), "central.tls.untrusted"},
		"another name":                  {change(func(c *central.Config) { c.Server = "localhost:" + port }), "central.tls.other-name"},
		"the certificate of the user": {change(func(c *central.Config) {
			c.User, c.Password, c.Certificate = "certified", "", client(authority, "certified")
		}), ""},
		"that of another user": {change(func(c *central.Config) {
			c.User, c.Password, c.Certificate = "certified", "", client(authority, "other")
		}), "central.user"},
		"none where one is asked for": {change(func(c *central.Config) { c.User = "certified" }), "central.user"},
		"one of a strange authority": {change(func(c *central.Config) {
			c.User, c.Password, c.Certificate = "certified", "", client(stranger, "certified")
		}), "central.certificate"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			check := try(t.Context(), test.config)[0]
			switch {
			case test.id == "" && check.Result != connector.CheckPassed:
				t.Errorf("refused: %+v", check)
			case test.id != "" && check.Meaning.ID != test.id:
				t.Errorf("%s: %v %s, want %s", check.Result, check.Meaning, check.Meaning.Reference, test.id)
			}
		})
	}
}

// A server that takes connections and never answers, and one that is no PostgreSQL.
func TestWhatIsNoDatabaseIsTold(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	storetest.Must(t, err)
	defer func() { _ = listener.Close() }()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 8))
			_, _ = conn.Write([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
			_ = conn.Close()
		}
	}()
	config := central.Config{Server: listener.Addr().String(), Database: "assets", User: "owner", Password: "o"}
	for _, mode := range []central.TLSMode{central.VerifyFull, central.Disable} {
		config.TLS = mode
		if got := try(t.Context(), config); got[0].Result != connector.CheckFailed || got[0].Meaning.ID != "central.no-postgresql" {
			t.Errorf("%s: %v %v", mode, got[0].Result, got[0].Meaning)
		}
	}
}
