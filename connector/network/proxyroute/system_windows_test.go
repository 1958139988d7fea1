package proxyroute

import (
	"encoding/binary"
	"testing"

	"golang.org/x/sys/windows/registry"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network/networktest"
)

// The settings are the account's own; what they were before is restored.
func TestTheSettingsOfWindows(t *testing.T) {
	script := networktest.StartScript(t,
		`function FindProxyForURL(url, host) { return host == "www.example" ? "PROXY scripted.corp:8080" : "DIRECT"; }`)
	for name, given := range map[string]struct {
		settings internetSettings
		routes   map[string]string
	}{
		"none": {internetSettings{}, map[string]string{"www.example": "direct network.route.system-none"}},
		"a proxy": {
			internetSettings{useProxy, "proxy.corp:8080", "*.corp;10.*;<local>", ""},
			map[string]string{
				"www.example": "http://proxy.corp:8080 network.route.windows", "x.corp": "direct network.route.windows",
				"10.1.1.1": "direct network.route.windows", "intranet": "direct network.route.windows",
			},
		},
		"proxies for each kind": {
			internetSettings{useProxy, "http=a.corp:1;https=b.corp:2", "", ""},
			map[string]string{"www.example": "http://b.corp:2 network.route.windows"},
		},
		"a proxy that is switched off": {
			internetSettings{0, "proxy.corp:8080", "", ""},
			map[string]string{"www.example": "direct network.route.system-none"},
		},
		"a script": {
			internetSettings{useScript, "", "", script},
			map[string]string{
				"www.example":       "http://scripted.corp:8080 network.route.windows-script",
				"elsewhere.example": "direct network.route.windows-script",
			},
		},
		"a script that is gone, and a proxy": {
			internetSettings{useScript | useProxy, "proxy.corp:8080", "", "http://" + networktest.ClosedPort(t) + "/"},
			map[string]string{"www.example": "http://proxy.corp:8080 network.route.windows"},
		},
		"a script that is gone": {
			internetSettings{useScript, "", "", "http://" + networktest.ClosedPort(t) + "/"},
			map[string]string{"www.example": "network.proxy.system"},
		},
	} {
		t.Run("given "+name, func(t *testing.T) {
			given.settings.set(t)
			router := of(t, connector.Proxy{Use: true, From: connector.ProxyOfSystem})
			check(t, router, given.routes)
			if !router.Browser().System {
				t.Error("the browser does not decide by itself")
			}
		})
	}
}

// What internetSettings switches on.
const (
	useProxy  = 2
	useScript = 4
)

// internetSettings are those of the dialog of Windows.
type internetSettings struct {
	use                   uint32
	proxy, bypass, script string
}

// set writes them for one test, in the form in which Windows keeps them.
func (s internetSettings) set(t *testing.T) {
	t.Helper()
	key, _, err := registry.CreateKey(registry.CURRENT_USER, `Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections`,
		registry.QUERY_VALUE|registry.SET_VALUE)
	if err != nil {
		t.Fatal(err)
	}
	const name = "DefaultConnectionSettings"
	before, _, err := key.GetBinaryValue(name)
	t.Cleanup(func() {
		if err == nil {
			_ = key.SetBinaryValue(name, before)
		} else {
			_ = key.DeleteValue(name)
		}
		key.Close()
	})
	content := binary.LittleEndian.AppendUint32(nil, 0x46)
	content = binary.LittleEndian.AppendUint32(content, 1)
	content = binary.LittleEndian.AppendUint32(content, 1|s.use)
	for _, text := range []string{s.proxy, s.bypass, s.script} {
		content = append(binary.LittleEndian.AppendUint32(content, uint32(len(text))), text...)
	}
	if err := key.SetBinaryValue(name, append(content, make([]byte, 32)...)); err != nil {
		t.Fatal(err)
	}
}
