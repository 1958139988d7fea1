package browser

import (
	"errors"
	"strings"

	"github.com/chromedp/chromedp"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/printable"
)

// Fault is the way in which a sign-in window has failed.
type Fault string

// The faults of a sign-in window.
const (
	Closed  Fault = "window closed"
	Missing Fault = "no browser"
	Failed  Fault = "browser failed"
	// NoSandbox is a browser that refuses to start without its sandbox.
	NoSandbox  Fault = "no sandbox"
	PageFailed Fault = "page failed"
)

// WindowError says why there was no sign-in window, or no answer in it. It never holds
// an answer's address, which carries the code.
type WindowError struct {
	Fault Fault
	// detail is a sentence that says more than the fault.
	detail string
	err    error
}

// Error implements error.
func (e *WindowError) Error() string {
	text := "sign-in: " + string(e.Fault)
	if e.err != nil {
		// A browser that does not start says much, in many lines.
		text += ": " + printable.Line(e.err.Error(), 1200)
	}
	return text
}

// Unwrap returns the reason.
func (e *WindowError) Unwrap() error { return e.err }

// Advice implements [connector.Advised].
func (e *WindowError) Advice() connector.Advice {
	message, action := e.sentences()
	return connector.Advice{Message: message, Action: action, Reference: e.Error()}
}

func (e *WindowError) sentences() (message, action string) {
	const again = "Sign in again with Generate..."
	if e.detail != "" {
		return e.detail, again
	}
	switch e.Fault {
	case Closed:
		return "The sign-in window was closed before the sign-in was finished.",
			"Sign in again. If the page showed an error, its number (AADSTS...) says why; most often the redirect URI or the client ID is not " +
				"the application's."
	case Missing:
		return "There is no Edge, Chrome or Chromium on this computer that could show the sign-in window.",
			"Choose Sign in with my own browser, or set INVENTORY_BEACON_BROWSER to the program of such a browser."
	case Failed:
		return "The browser for the sign-in window could not be started, or it ended unexpectedly.",
			"Choose Sign in with my own browser, or set INVENTORY_BEACON_BROWSER to the program of another Edge, Chrome or Chromium."
	case NoSandbox:
		return "The browser for the sign-in window refuses to start, because this computer has no sandbox that it can use.",
			"On Debian and Ubuntu, install the package chromium-sandbox; elsewhere, allow unprivileged user namespaces. " +
				"Meanwhile choose Sign in with my own browser."
	default:
		return "The sign-in failed.", again
	}
}

// failure types the error of a browser that did not start. Its text can
// quote the browser's own output, which is of no use to an administrator.
func failure(err error) error {
	switch {
	case errors.Is(err, chromedp.ErrNoDisplay):
		return &WindowError{Fault: Missing, err: err}
	case lacksSandbox(err.Error()):
		return &WindowError{Fault: NoSandbox, err: err}
	default:
		return &WindowError{Fault: Failed, err: err}
	}
}

// lacksSandbox knows what Chromium prints when neither user namespaces nor its
// SUID helper can be used, and when that is set up wrongly
// (content/browser/zygote_host/zygote_host_impl_linux.cc).
func lacksSandbox(output string) bool {
	return strings.Contains(output, "No usable sandbox") || strings.Contains(output, "The SUID sandbox helper binary")
}
