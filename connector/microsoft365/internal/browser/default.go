package browser

import (
	"io"

	"github.com/pkg/browser"
)

// The browser's own chatter does not belong into the output of our console.
func init() { browser.Stdout, browser.Stderr = io.Discard, io.Discard }

// OpenURL opens an address in the default browser. On some systems it
// returns only when the browser ends.
func OpenURL(address string) error { return browser.OpenURL(address) }
