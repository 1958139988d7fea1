//go:build !windows

package proxyauth

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/connector"
)

// kerberosFiles has krb5.conf and what it includes stand in a folder, which FOLDER stands for.
func kerberosFiles(t *testing.T, files map[string]string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("KRB5_CONFIG", filepath.Join(folder, "krb5.conf"))
	t.Setenv("KRB5CCNAME", "")
	t.Setenv("KRB5_CLIENT_KTNAME", "")
	return folder
}

func TestKerberosReadsWhatIsIncluded(t *testing.T) {
	folder := t.TempDir()
	kerberosFiles(t, map[string]string{
		"krb5.conf": "includedir " + folder + "/conf.d/\ninclude " + folder + "/one\n; a comment\n[libdefaults]\n" +
			" default_realm = LATER.EXAMPLE\n[realms]\nA.EXAMPLE = {\n kdc = a.example\n}\n[domain_realm]\n.a.example = A.EXAMPLE\n",
	})
	for name, content := range map[string]string{
		"conf.d/realm":          "[libdefaults]\ndefault_realm = B.EXAMPLE\n[realms]\nB.EXAMPLE = {\n kdc = b.example\n}\n",
		"conf.d/cache.conf":     "[libdefaults]\ndefault_ccache_name = FILE:/tmp/of_%{uid}\n",
		"conf.d/realm.rpmsave":  "[libdefaults]\ndefault_realm = OLD.EXAMPLE\n",
		"conf.d/.hidden.conf":   "[libdefaults]\ndefault_realm = HIDDEN.EXAMPLE\n",
		"conf.d/nothing/x.conf": "",
		"one":                   "[domain_realm]\nhost.example = B.EXAMPLE\nincludedir /nowhere\ninclude /nowhere/x\n",
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, cache, err := kerberosConfig()
	if err != nil {
		t.Fatal(err)
	}
	if got.LibDefaults.DefaultRealm != "B.EXAMPLE" || cache != fmt.Sprintf("FILE:/tmp/of_%d", os.Getuid()) {
		t.Errorf("realm %s, tickets in %s", got.LibDefaults.DefaultRealm, cache)
	}
	if len(got.Realms) != 2 || got.ResolveRealm("www.a.example") != "A.EXAMPLE" || got.ResolveRealm("host.example") != "B.EXAMPLE" {
		t.Errorf("realms %+v, domains %v", got.Realms, got.DomainRealm)
	}
}

func TestKerberosWithoutSettingsAsksDNS(t *testing.T) {
	folder := kerberosFiles(t, nil)
	if got, cache, err := kerberosConfig(); err != nil || got.LibDefaults.DefaultRealm != "" || cache != "" {
		t.Errorf("%+v, %s, %v", got, cache, err)
	}
	kerberosFiles(t, map[string]string{"krb5.conf": "include " + folder + "/loop\n"})
	if err := os.WriteFile(filepath.Join(folder, "loop"), []byte("include "+folder+"/loop\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := kerberosConfig(); err == nil {
		t.Error("a file that includes itself is read")
	}
}

// What krb5.conf says of tickets is told, and not that there are none.
func TestTicketsAreLookedForWhereTheSettingsSay(t *testing.T) {
	for name, given := range map[string]struct{ cache, id string }{
		"the service of SSSD":   {"KCM:", "network.proxy.kerberos.cache"},
		"the kernel's keyring":  {"KEYRING:persistent:%{uid}", "network.proxy.kerberos.cache"},
		"a file that is not in": {"FILE:/nowhere/krb5cc", "network.proxy.kerberos.no-ticket"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			kerberosFiles(t, map[string]string{"krb5.conf": "[libdefaults]\ndefault_realm = A.EXAMPLE\ndefault_ccache_name = " + given.cache + "\n"})
			_, err := kerberosClient(Account{})
			if m, _ := connector.MessageOf(err); m.ID != given.id {
				t.Errorf("told as %s: %v", m, err)
			}
		})
	}
}
