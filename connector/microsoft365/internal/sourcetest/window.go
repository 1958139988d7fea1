package sourcetest

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/displaytest"
)

// needDisplay starts a display when there is none. Browser windows really open
// in these tests.
func needDisplay(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "" {
		return
	}
	t.Setenv("DISPLAY", displaytest.Start(t, 1280, 1024))
}

// PrepareWindow prepares a display and a directory for temporary files that must
// be empty when the window has closed.
func PrepareWindow(t *testing.T) {
	t.Helper()
	needDisplay(t)
	// Not t.TempDir, whose names are longer than a browser's socket may be.
	temporary, err := os.MkdirTemp("", "w")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", temporary)
	t.Cleanup(func() {
		defer os.RemoveAll(temporary)
		if left, _ := filepath.Glob(filepath.Join(temporary, "*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
		if running := processesWith(temporary); len(running) > 0 {
			t.Errorf("still running: %v", running)
		}
	})
}

// Soon ends a test whose window does not do what it should.
func Soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// processesWith returns the command lines that name a directory.
func processesWith(directory string) []string {
	var found []string
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range lines {
		line, err := os.ReadFile(file)
		if err == nil && strings.Contains(string(line), directory) {
			found = append(found, strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return found
}

// SignInAsAdmin goes through the tenant's pages in the window. It looks again
// and again, because a click may be lost while its page is being replaced; but not
// at once: another click begins the way to the next page anew, and where that takes
// longer than until the next click, it would never come.
func SignInAsAdmin() func(context.Context) {
	const step = `(() => {
		const by = id => document.getElementById(id);
		if (document.readyState !== "complete" || Date.now() < (window.clicked || 0) + 5000) return document.readyState;
		window.clicked = Date.now();
		if (by("accept")) { by("organization").checked = true; by("accept").click(); }
		else if (by("password")) { by("password").value = "` + demotenant.Password + `"; by("signin").click(); }
		else if (by("account-admin")) { by("account-admin").click(); }
		return document.readyState;
	})()`
	return InWindow(func(window context.Context) bool {
		_, err := chromedp.Run(window, chromedp.Evaluate[string](step))
		return err != nil && window.Err() != nil
	})
}

// CloseWhen closes the window as soon as an expression is true in it.
func CloseWhen(expression string, first func()) func(context.Context) {
	return InWindow(func(window context.Context) bool {
		reached, err := chromedp.Run(window, chromedp.Evaluate[bool](expression))
		if err != nil || !reached {
			return false
		}
		first()
		_, err = chromedp.Call(window, page.Close, cdp.Empty{})
		return err == nil
	})
}

// InWindow calls try every now and then until it returns true or the window has
// closed.
func InWindow(try func(context.Context) bool) func(context.Context) {
	return func(window context.Context) {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for !try(window) {
			select {
			case <-window.Done():
				return
			case <-tick.C:
			}
		}
	}
}

// BrowserVariable names the browser that the sign-in window is opened with.
const BrowserVariable = "INVENTORY_BEACON_BROWSER"
