package proxyroute

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"inventorybeacon/connector"
)

// The settings are GNOME's own, kept in a file in place of dconf.
func TestTheSettingsOfTheDesktop(t *testing.T) {
	for _, variable := range []string{"HTTPS_PROXY", "https_proxy"} {
		t.Setenv(variable, "")
	}
	t.Setenv("GSETTINGS_BACKEND", "keyfile")
	for name, given := range map[string]struct {
		settings [][3]string // schema, key, value
		routes   map[string]string
	}{
		"none": {nil, map[string]string{"www.example": "direct network.route.system-none"}},
		"a proxy": {
			[][3]string{
				{"", "mode", "manual"},
				{".https", "host", "proxy.corp"},
				{".https", "port", "8080"},
				{"", "ignore-hosts", "['localhost', '127.0.0.0/8', '::1', '*.corp', '10.0.0.0/8']"},
			},
			map[string]string{
				"www.example": "http://proxy.corp:8080 network.route.gnome", "x.corp": "direct network.route.gnome",
				"10.1.1.1": "direct network.route.gnome",
			},
		},
		"a proxy for other things": {
			[][3]string{{"", "mode", "manual"}, {".ftp", "host", "proxy.corp"}},
			map[string]string{"www.example": "direct network.route.system-none"},
		},
	} {
		t.Run("given "+name, func(t *testing.T) {
			t.Setenv("XDG_CONFIG_HOME", t.TempDir())
			for _, one := range given.settings {
				set(t, one)
			}
			check(t, of(t, connector.Proxy{Use: true, From: connector.ProxyOfSystem}), given.routes)
		})
	}
	t.Run("given a script", func(t *testing.T) {
		t.Setenv("XDG_CONFIG_HOME", t.TempDir())
		set(t, [3]string{"", "mode", "auto"})
		set(t, [3]string{"", "autoconfig-url", "http://corp/p.pac"})
		if got := of(t, connector.Proxy{Use: true, From: connector.ProxyOfSystem}).Browser(); got != (Browser{Script: "http://corp/p.pac"}) {
			t.Errorf("the browser is told %+v", got)
		}
	})
	t.Run("given no such settings", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		check(t, of(t, connector.Proxy{Use: true, From: connector.ProxyOfSystem}), map[string]string{"x": "direct network.route.system-none"})
	})
}

func set(t *testing.T, one [3]string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "glib-2.0", "settings"), 0o700); err != nil {
		t.Fatal(err)
	}
	if output, err := exec.Command("gsettings", "set", "org.gnome.system.proxy"+one[0], one[1], one[2]).CombinedOutput(); err != nil {
		t.Fatalf("this test needs gsettings and GNOME's schemas; .ci/packages names the packages: %v\n%s", err, output)
	}
}
