package browser

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"inventorybeacon/connector/microsoft365/internal/sourcetest"
	"inventorybeacon/connector/network/proxyroute"
)

// plainBrowser names the program itself where the distribution starts it by a
// script that adds switches of its own.
func plainBrowser(t *testing.T) {
	t.Helper()
	for _, program := range []string{"/usr/lib/chromium/chromium", "/opt/google/chrome/chrome", "/opt/microsoft/msedge/msedge"} {
		if _, err := os.Stat(program); err == nil {
			t.Setenv(sourcetest.BrowserVariable, program)
			return
		}
	}
}

// mainProcess returns the arguments of the browser that uses a directory. Its
// other processes name their type.
func mainProcess(directory string) []string {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range files {
		line, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		arguments := strings.Split(strings.TrimRight(string(line), "\x00"), "\x00")
		typed := func(argument string) bool { return strings.HasPrefix(argument, "--type=") }
		ours := func(argument string) bool { return strings.HasPrefix(argument, "--user-data-dir="+directory) }
		if slices.ContainsFunc(arguments, ours) && !slices.ContainsFunc(arguments, typed) {
			return arguments
		}
	}
	return nil
}

// The administrator types a password into the window: nothing that protects it is
// switched off there, and no debugging port is opened.
func TestWindowHasTheProtectionsOfAPersonsBrowser(t *testing.T) {
	for name, proxies := range map[string]proxyroute.Browser{
		"no-proxy-server": {}, "": {System: true}, "proxy-pac-url": {Script: "http://127.0.0.1:9/proxy.pac"},
		"proxy-server": {Servers: "http://127.0.0.1:9"}, "proxy-server proxy-bypass-list": {Servers: "http://127.0.0.1:9", Exceptions: "<local>"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			sourcetest.PrepareWindow(t)
			plainBrowser(t)
			w := at(t)
			w.Proxies = proxies
			var switches, others []string
			w.Drive = sourcetest.CloseWhen(`!!document.getElementById("account")`, func() {
				arguments := mainProcess(os.Getenv("TMPDIR"))
				for _, argument := range arguments[min(1, len(arguments)):] {
					if flag, ok := strings.CutPrefix(argument, "--"); ok {
						flag, _, _ = strings.Cut(flag, "=")
						switches = append(switches, flag)
					} else {
						others = append(others, argument)
					}
				}
			})
			err := w.Show(sourcetest.Soon(t))
			var failed *WindowError
			if !errors.As(err, &failed) || failed.Fault != Closed {
				t.Fatalf("got %v", err)
			}
			want := []string{
				"app", "no-default-browser-check", "no-first-run", "password-store",
				"remote-debugging-pipe", "user-data-dir", "window-size",
			}
			want = append(want, strings.Fields(name)...)
			if os.Getuid() == 0 {
				want = append(want, "no-sandbox")
			}
			slices.Sort(want)
			slices.Sort(switches)
			if !slices.Equal(switches, want) {
				t.Errorf("started with %q, want %q", switches, want)
			}
			if !slices.Equal(others, []string{"about:blank"}) {
				t.Errorf("started with %q", others)
			}
		})
	}
}
