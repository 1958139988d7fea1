package browser

import (
	"errors"
	"strings"

	"github.com/chromedp/chromedp"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
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
	// detail says more than the fault; mostly zero.
	detail connector.Message
	err    error
}

// Error implements error.
func (e *WindowError) Error() string {
	text := "sign-in: " + string(e.Fault)
	if said := e.said(); said != "" {
		text += ": " + said
	}
	return text
}

// said is what the browser or the system said. A browser that does not start says
// much, in many lines.
func (e *WindowError) said() string {
	if e.err == nil {
		return ""
	}
	return printable.Line(e.err.Error(), 1200)
}

// Unwrap returns the reason.
func (e *WindowError) Unwrap() error { return e.err }

// Message implements [connector.Explained].
func (e *WindowError) Message() connector.Message {
	m := e.detail
	if m.ID == "" {
		m.ID = e.messageID()
	}
	m.Reference = e.said()
	return m
}

func (e *WindowError) messageID() string {
	switch e.Fault {
	case Closed:
		return "browser.closed"
	case Missing:
		return "browser.missing"
	case NoSandbox:
		return "browser.no-sandbox"
	default:
		return "browser.failed"
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
