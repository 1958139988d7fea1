//go:build !windows

package proxyauth

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jcmturner/gokrb5/v8/client"
	"github.com/jcmturner/gokrb5/v8/config"

	"inventorybeacon/connector"
)

func TestWhoseTicketIsAsked(t *testing.T) {
	for username, want := range map[string][2]string{
		"ada":              {"ada", "DEFAULT"},
		"ada@corp.example": {"ada", "CORP.EXAMPLE"},
		`CORP\ada`:         {"ada", "DEFAULT"},
		"ada@":             {"ada", "DEFAULT"},
	} {
		if name, realm := principal(username, "DEFAULT"); name != want[0] || realm != want[1] {
			t.Errorf("%q is %q of %q", username, name, realm)
		}
	}
}

func TestWhereTicketsAreKept(t *testing.T) {
	dir := t.TempDir()
	named := filepath.Join(dir, "named")
	if err := errors.Join(os.Mkdir(named, 0o700), os.WriteFile(filepath.Join(named, "primary"), []byte("tkt7\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"/tmp/cache":      "/tmp/cache",
		"cache":           "cache",
		"/tmp/a:b":        "/tmp/a:b",
		"FILE:/tmp/cache": "/tmp/cache",
		"DIR::/tmp/tkt":   "/tmp/tkt",
		"DIR:" + dir:      filepath.Join(dir, "tkt"),
		"DIR:" + named:    filepath.Join(named, "tkt7"),
	} {
		if path, err := cachePath(name); path != want || err != nil {
			t.Errorf("%q is %q, %v", name, path, err)
		}
	}
	if path, err := cachePath(""); !strings.HasPrefix(path, "/tmp/krb5cc_") || err != nil {
		t.Errorf("the usual one is %q, %v", path, err)
	}
	for name, want := range map[string]string{"KEYRING:persistent:0": "network.proxy.kerberos.cache", "DIR:" +
		filepath.Join(named, "primary"): "network.proxy.kerberos.no-ticket"} {
		_, err := cachePath(name)
		if m, _ := connector.MessageOf(err); m.ID != want {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestWhyThereIsNoTicketIsTold(t *testing.T) {
	asked := client.NewWithPassword("ada", "CORP", "secret", config.New())
	for said, c := range map[string]struct {
		want               string
		refused, temporary bool
	}{
		"KDC_ERR_S_PRINCIPAL_UNKNOWN": {"unknown-proxy", false, false},
		"KDC_ERR_C_PRINCIPAL_UNKNOWN": {"unknown-user", false, false},
		"KDC_ERR_PREAUTH_FAILED":      {"wrong-password", true, false},
		"KDC_ERR_KEY_EXPIRED":         {"password-expired", false, false},
		"KDC_ERR_CLIENT_REVOKED":      {"locked", true, false},
		"KRB_AP_ERR_SKEW":             {"clock", false, false},
		"Networking_Error":            {"unreachable", false, true},
		"something else":              {"failed", false, false},
	} {
		err := kerberosError(errors.New("[Root cause: "+said+"]"), asked, "proxy.corp")
		m, _ := connector.MessageOf(err)
		var cause interface{ Temporary() bool }
		temporary := errors.As(err, &cause) && cause.Temporary()
		if m.ID != "network.proxy.kerberos."+c.want || errors.Is(err, ErrRefused) != c.refused || temporary != c.temporary {
			t.Errorf("%s: %s, refused %v, temporary %v", said, m.ID, errors.Is(err, ErrRefused), temporary)
		}
		if m.Data["Service"] != "HTTP/proxy.corp" || m.Data["User"] != "ada" || m.Data["Realm"] != "CORP" {
			t.Errorf("%+v", m.Data)
		}
	}
}
