package centralsettings

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store/central"
	"inventorybeacon/store/storetest"
)

// pair is a new certificate and its private key, as PEM.
func pair(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	storetest.Must(t, err)
	template := x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "beacon"}, NotAfter: time.Now().Add(time.Hour)}
	content, err := x509.CreateCertificate(rand.Reader, &template, &template, private.Public(), private)
	storetest.Must(t, err)
	bare, err := x509.MarshalPKCS8PrivateKey(private)
	storetest.Must(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: content})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: bare}))
}

func TestWhatIsLeftOutIsFilledIn(t *testing.T) {
	for given, want := range map[string]string{
		" db.example ": "db.example:5432", "db.example:6432": "db.example:6432", "192.0.2.7": "192.0.2.7:5432",
		"2001:db8::7": "[2001:db8::7]:5432", "[2001:db8::7]": "[2001:db8::7]:5432", "[::1]:6432": "[::1]:6432", "": "",
	} {
		if got := Complete(Settings{Server: given}); got != (Settings{Server: want, Schema: "beacon", TLS: string(central.VerifyFull)}) {
			t.Errorf("given %q: %+v, want the server %q", given, got, want)
		}
	}
	chosen := Settings{Server: "a:1", Database: "d", User: "u", Schema: "assets", TLS: string(central.Disable)}
	if got := Complete(chosen); got != chosen {
		t.Errorf("what was chosen became %+v", got)
	}
}

func TestEveryFieldIsRefusedInWordsOfItsOwn(t *testing.T) {
	certificate, key := pair(t)
	_, other := pair(t)
	type form struct {
		settings Settings
		secrets  Secrets
	}
	change := func(do func(f *form)) form {
		f := form{
			Settings{Server: "db.example:5432", Database: "assets", User: "beacon", Schema: "beacon", TLS: string(central.VerifyFull)},
			Secrets{Password: "a password"},
		}
		do(&f)
		return f
	}
	for name, test := range map[string]struct {
		form  form
		field connector.Field
		id    string
	}{
		"nothing wrong":      {change(func(*form) {}), "", ""},
		"a certificate":      {change(func(f *form) { f.settings.Certificate, f.secrets.Key = certificate, connector.Secret(key) }), "", ""},
		"an authority":       {change(func(f *form) { f.settings.CA = certificate }), "", ""},
		"an IPv6 address":    {change(func(f *form) { f.settings.Server = "[2001:db8::7]:5432" }), "", ""},
		"a name with blanks": {change(func(f *form) { f.settings.Database = "asset data" }), "", ""},
		"no server":          {change(func(f *form) { f.settings.Server = "" }), FieldServer, "central.field.server-empty"},
		"an address": {
			change(func(f *form) { f.settings.Server = "postgres://u@db:5432/assets" }), FieldServer,
			"central.field.server-address",
		},
		"no host":             {change(func(f *form) { f.settings.Server = ":5432" }), FieldServer, "central.field.server"},
		"two colons":          {change(func(f *form) { f.settings.Server = "db:5432:6" }), FieldServer, "central.field.server"},
		"a blank in the host": {change(func(f *form) { f.settings.Server = "db example:5432" }), FieldServer, "central.field.server"},
		"no port":             {change(func(f *form) { f.settings.Server = "db.example:" }), FieldServer, "central.field.port"},
		"port 0":              {change(func(f *form) { f.settings.Server = "db.example:0" }), FieldServer, "central.field.port"},
		"a large port":        {change(func(f *form) { f.settings.Server = "db.example:65536" }), FieldServer, "central.field.port"},
		"no database":         {change(func(f *form) { f.settings.Database = "" }), FieldDatabase, "central.field.name-empty"},
		"a long database": {
			change(func(f *form) { f.settings.Database = strings.Repeat("ä", 32) }), FieldDatabase,
			"central.field.name-long",
		},
		"a user in two lines":     {change(func(f *form) { f.settings.User = "a\nb" }), FieldUser, "central.field.name-control"},
		"a password in two lines": {change(func(f *form) { f.secrets.Password = "a\nb" }), FieldPassword, "central.field.password-control"},
		"a reserved schema":       {change(func(f *form) { f.settings.Schema = "pg_beacon" }), FieldSchema, "central.field.schema-reserved"},
		"a schema to be quoted":   {change(func(f *form) { f.settings.Schema = "Beacon" }), FieldSchema, "central.field.schema-name"},
		"a long schema": {
			change(func(f *form) { f.settings.Schema = strings.Repeat("a", 64) }), FieldSchema,
			"central.field.name-long",
		},
		"an unknown way":     {change(func(f *form) { f.settings.TLS = "prefer" }), FieldTLS, "central.field.tls"},
		"no authority in it": {change(func(f *form) { f.settings.CA = key }), FieldCA, "central.field.no-authority"},
		"an authority for nothing": {
			change(func(f *form) { f.settings.CA, f.settings.TLS = certificate, string(central.Require) }), FieldCA,
			"central.field.authority-unused",
		},
		"a key alone": {change(func(f *form) { f.secrets.Key = connector.Secret(key) }), FieldCertificate, "central.field.key-alone"},
		"no key":      {change(func(f *form) { f.settings.Certificate = certificate }), FieldKey, "central.field.no-key"},
		"the key of others": {
			change(func(f *form) { f.settings.Certificate, f.secrets.Key = certificate, connector.Secret(other) }),
			FieldCertificate, "central.field.mismatch",
		},
		"a certificate without TLS": {change(func(f *form) {
			f.settings.Certificate, f.secrets.Key, f.settings.TLS = certificate, connector.Secret(key), string(central.Disable)
		}), FieldCertificate, "central.field.certificate-plain"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			problems := Check(test.form.settings, test.form.secrets)
			if test.id == "" {
				if len(problems) > 0 {
					t.Errorf("refused: %+v", problems)
				}
				return
			}
			if len(problems) != 1 || problems[0].Field != test.field || problems[0].Message.ID != test.id {
				t.Fatalf("%+v, want %s of %s", problems, test.id, test.field)
			}
			if advice := message.Advice(problems[0].Message); advice.Message == "" || advice.Action == "" ||
				strings.Contains(advice.Message, "<no value>") {
				t.Errorf("in words: %+v", advice)
			}
		})
	}
}

func TestFilesOfCertificatesAreTakenApart(t *testing.T) {
	certificate, key := pair(t)
	authority, other := pair(t)
	locked := strings.ReplaceAll(key, "PRIVATE KEY", "ENCRYPTED PRIVATE KEY")

	got, private, problem := Certificate([]byte("\xef\xbb\xbfwritten by hand\n" + key + certificate + authority))
	if problem != nil || got != certificate+authority || private.Reveal() != key {
		t.Errorf("of one file came %q, and another key: %v", got, problem)
	}
	got, private, problem = Certificate([]byte(certificate))
	if problem != nil || got != certificate || private != "" {
		t.Errorf("of a certificate alone came %q, %v", got, problem)
	}
	if private, problem = PrivateKey([]byte(key)); problem != nil || private.Reveal() != key {
		t.Errorf("of a key alone came another one, %v", problem)
	}
	if ca, problem := Authorities([]byte(certificate + authority)); problem != nil || ca != certificate+authority {
		t.Errorf("of authorities came %q, %v", ca, problem)
	}

	refused := func(content string, read func(content []byte) *connector.Problem) string {
		if problem := read([]byte(content)); problem != nil {
			return problem.Message.ID
		}
		return ""
	}
	ofCertificate := func(content []byte) *connector.Problem { _, _, p := Certificate(content); return p }
	ofKey := func(content []byte) *connector.Problem { _, p := PrivateKey(content); return p }
	ofAuthorities := func(content []byte) *connector.Problem { _, p := Authorities(content); return p }
	want := []string{
		"central.field.no-certificate", "central.field.no-certificate", "central.field.not-one-key", "central.field.key-protected",
		"central.field.not-one-key", "central.field.key-protected", "central.field.no-authority", "central.field.no-authority",
	}
	if got := []string{
		refused("", ofCertificate), refused(key, ofCertificate), refused(certificate+key+other, ofCertificate),
		refused(certificate+locked, ofCertificate),
		refused(certificate, ofKey), refused(locked, ofKey), refused("", ofAuthorities), refused(certificate+key, ofAuthorities),
	}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// A cloud's databases have bundles of more than a hundred authorities. Nothing is cut without a word.
func TestFilesAreTakenWholeOrRefused(t *testing.T) {
	certificate, key := pair(t)
	many := func(bytes int) string { return strings.Repeat(certificate, bytes/len(certificate)) }
	read := func(content string) []byte {
		got, err := ReadFile(strings.NewReader(content))
		storetest.Must(t, err)
		return got
	}
	if ca, problem := Authorities(read(many(maxAuthorities))); problem != nil || ca != many(maxAuthorities) {
		t.Errorf("%d bytes of authorities became %d, %+v", len(many(maxAuthorities)), len(ca), problem)
	}
	if got, _, problem := Certificate(read(key + many(maxCertificate/2))); problem != nil || got != many(maxCertificate/2) {
		t.Errorf("of a chain came %d bytes, %+v", len(got), problem)
	}
	padding := strings.Repeat("a line of a text before it\n", 1+maxCertificate/10)
	_, ofAuthorities := Authorities(read(many(2 * maxAuthorities)))
	_, _, ofCertificate := Certificate(read(padding + certificate + key))
	_, ofKey := PrivateKey(read(padding + key))
	for field, problem := range map[connector.Field]*connector.Problem{
		FieldCA: ofAuthorities, FieldCertificate: ofCertificate,
		FieldKey: ofKey,
	} {
		if problem == nil || problem.Field != field || problem.Message.ID != "central.field.file-large" {
			t.Errorf("%s: %+v", field, problem)
			continue
		}
		if advice := message.Advice(problem.Message); !strings.HasPrefix(advice.Message, "The file is larger than ") || advice.Action == "" {
			t.Errorf("%s in words: %+v", field, advice)
		}
	}
}
