package browser

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/fetch"
	cdpnetwork "github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"inventorybeacon/connector"
	"inventorybeacon/connector/connectortest"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// at returns a window that begins at an address of a host, which shows an element with
// the id account, and waits for the request to /answer there.
func at(t *testing.T) Window {
	t.Helper()
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `<p id="account">`)
	}))
	t.Cleanup(host.Close)
	redirect, err := url.Parse(host.URL + "/answer")
	if err != nil {
		t.Fatal(err)
	}
	program, err := Find()
	if err != nil {
		t.Fatal(err)
	}
	return Window{
		Program: program, Address: host.URL, Redirect: redirect, Log: connectortest.Logger(t),
		Answer: func(string) (Page, error) { return Page{}, nil },
	}
}

func TestWindowTakesTheAnswerOfARequestThatWasGivenUp(t *testing.T) {
	sourcetest.PrepareWindow(t)
	w := at(t)
	answered := ""
	w.Answer = func(address string) (Page, error) {
		answered = address
		return Page{}, nil
	}
	given := w.Redirect.String() + "?code=the-authorization-code"
	w.Drive = func(window context.Context) {
		// As after a second click: the browser no longer knows the request.
		paused := fetch.EventRequestPaused{RequestID: "interception-job-99.0", Request: &cdpnetwork.Request{URL: given}}
		if err := (&openWindow{Window: w, tab: window}).request(window, paused); !errors.Is(err, errAnswered) {
			t.Errorf("got %v", err)
		}
		_, _ = chromedp.Call(window, page.Close, cdp.Empty{})
	}
	_ = w.Show(sourcetest.Soon(t))
	if answered != given {
		t.Errorf("took %q", answered)
	}
}

func TestWindowStandsWhereItIsPlaced(t *testing.T) {
	sourcetest.PrepareWindow(t)
	w := at(t)
	w.Place = func() (connector.Area, bool) { return connector.Area{X: 300, Y: 40, Width: 460, Height: 600}, true }
	w.Drive = sourcetest.CloseWhen(`screenX === 300 && screenY === 40 && outerWidth === 460 && outerHeight === 600`, func() {})
	err := w.Show(sourcetest.Soon(t))
	var failed *WindowError
	if !errors.As(err, &failed) || failed.Fault != Closed {
		t.Fatalf("got %v", err)
	}
}

func TestBrowserThatDoesNotStart(t *testing.T) {
	for name, given := range map[string]struct {
		output string
		fault  Fault
		id     string
	}{
		"that says nothing known": {"no", Failed, "browser.failed"},
		// As Chromium 156 of Debian prints it.
		"without a sandbox": {
			"[1:1:ERROR:dbus/bus.cc:405] Failed to connect to the bus\n" +
				"[1:1:ERROR:content/browser/zygote_host/zygote_host_impl_linux.cc:130] No usable sandbox! If this is a Debian system, please install " +
				"the chromium-sandbox package to solve this problem. If you want to live dangerously, you can try using --no-sandbox.",
			NoSandbox, "browser.no-sandbox",
		},
		"whose sandbox is set up wrongly": {
			"[1:1:FATAL:sandbox/linux/suid/client/setuid_sandbox_host.cc:158] The SUID sandbox helper binary was found, but is not configured correctly.",
			NoSandbox, "browser.no-sandbox",
		},
	} {
		t.Run(name, func(t *testing.T) {
			sourcetest.PrepareWindow(t)
			program := filepath.Join(t.TempDir(), "browser")
			if err := os.WriteFile(program, []byte("#!/bin/sh\ncat >&2 <<'end'\n"+given.output+"\nend\nexit 3\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			w := at(t)
			w.Program = program
			err := w.Show(sourcetest.Soon(t))
			var failed *WindowError
			if !errors.As(err, &failed) || failed.Fault != given.fault {
				t.Fatalf("got %v", err)
			}
			if told := connectortest.Told(t, err); failed.Message().ID != given.id {
				t.Error(told)
			}
		})
	}
}

func TestEveryFaultHasWords(t *testing.T) {
	for _, fault := range []Fault{Closed, Missing, Failed, NoSandbox} {
		err := &WindowError{Fault: fault}
		connectortest.Told(t, err)
		if said := err.Message().Reference; said != "" {
			t.Errorf("%s: nobody said %q", fault, said)
		}
	}
}
