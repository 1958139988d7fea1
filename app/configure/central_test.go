package configure

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/app/centralsettings"
	"inventorybeacon/app/configuration"
)

// writePair writes a certificate and its private key into files of a folder, as PEM.
func writePair(t *testing.T, folder string) (certificate, key string) {
	t.Helper()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	private, err := x509.MarshalPKCS8PrivateKey(server.TLS.Certificates[0].PrivateKey)
	certificate, key = filepath.Join(folder, "client.crt"), filepath.Join(folder, "client.key")
	err = errors.Join(err,
		os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600),
		os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	return certificate, key
}

func TestTheCentralDatabaseOfAFileComesWithItsCertificates(t *testing.T) {
	certificate, key := writePair(t, t.TempDir())
	here, there := openConsole(t, t.TempDir()), openConsole(t, t.TempDir())
	text := "central: {server: db.example, database: assets, user: beacon, caFile: " + certificate + ", certificateFile: " + certificate +
		", keyFile: " + key + "}"
	if changes := mustApply(t, here, text, Options{}); !slices.Equal(changes, []string{"create central db.example:5432"}) {
		t.Errorf("changes %q", changes)
	}
	if changes := mustApply(t, here, text, Options{}); changes != nil {
		t.Errorf("the same once more: %q", changes)
	}
	file := written(t, here)
	if strings.Count(file, "BEGIN CERTIFICATE") != 2 || strings.Contains(file, "PRIVATE") {
		t.Errorf("written was:\n%s", file)
	}
	mustApply(t, there, file, Options{})
	if got := written(t, there); got != file {
		t.Errorf("there:\n%s", got)
	}
	if state, err := there.CentralSettings.SecretState(t.Context()); err != nil || !state.Key.IsZero() {
		t.Errorf("the key came with the file: %+v, %v", state, err)
	}
	if secrets, err := storeOf(t, here).CentralSecrets(t.Context()); err != nil || !strings.Contains(secrets.Key.Reveal(), "PRIVATE KEY") {
		t.Errorf("the key is not stored: %v", err)
	}
	without := "central: {server: db.example, database: assets, user: beacon, passwordEnv: SECRET}"
	if changes := mustApply(t, here, without, Options{}); len(changes) != 1 || !strings.HasSuffix(changes[0], " password= key=") {
		t.Errorf("without the certificate: %q", changes)
	}
	if secrets, err := storeOf(t, here).CentralSecrets(t.Context()); err != nil ||
		secrets != (centralsettings.Secrets{Password: "the secret"}) {
		t.Errorf("the key has stayed, %v", err)
	}
}

func TestACentralDatabaseThatIsRefusedSaysWhere(t *testing.T) {
	b := openConsole(t, t.TempDir())
	folder := t.TempDir()
	certificate, key := writePair(t, folder)
	for text, want := range map[string][]string{
		"{server: db.example, user: u}":                                                                                {"1:10"},
		"{server: \"postgres://db\", database: d, user: u}":                                                            {"1:19"},
		"{server: db, database: d, user: u, schema: Beacon, tls: prefer}":                                              {"1:53", "1:66"},
		"{server: db, database: d, user: u, passwordEnv: NOT_SET}":                                                     {"1:58"},
		"{server: db, database: d, user: u, ca: text, caFile: " + certificate + "}":                                    {"1:63"},
		"{server: db, database: d, user: u, caFile: " + key + "}":                                                      {"1:53"},
		"{server: db, database: d, user: u, caFile: /does/not/exist}":                                                  {"1:53"},
		"{server: db, database: d, user: u, certificateFile: " + key + "}":                                             {"1:62"},
		"{server: db, database: d, user: u, keyFile: " + certificate + "}":                                             {"1:54"},
		"{server: db, database: d, user: u, keyFile: " + key + "}":                                                     {"1:10"},
		"{server: db, database: d, user: u, tls: disable, certificateFile: " + certificate + ", keyFile: " + key + "}": {"1:76"},
	} {
		_, err := applied(t, b, "central: "+text, Options{})
		var refused *configuration.Error
		if !errors.As(err, &refused) {
			t.Errorf("%s: not refused: %v", text, err)
			continue
		}
		var places []string
		for _, p := range refused.Problems {
			places = append(places, strings.TrimPrefix(p.Place.String(), "-:"))
		}
		if !slices.Equal(places, want) {
			t.Errorf("%s: refused at %q, want %q: %v", text, places, want, err)
		}
	}
	_, err := configuration.Read([]string{"-"}, strings.NewReader("central: {server: db, database: d, user: u, password: secret}"))
	if err == nil || strings.Contains(err.Error(), "secret}") || !strings.Contains(err.Error(), "configuration.secret.here") {
		t.Errorf("a password in the file: %v", err)
	}
	if _, found, err := b.CentralSettings.Get(t.Context()); found || err != nil {
		t.Errorf("something was stored: %v, %v", found, err)
	}
}
