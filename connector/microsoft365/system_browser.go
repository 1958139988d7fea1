package microsoft365

import (
	"io"

	"github.com/pkg/browser"
)

// The browser's own chatter does not belong into the output of our console.
func init() { browser.Stdout, browser.Stderr = io.Discard, io.Discard }

// openDefaultBrowser opens an address in the default browser. On some systems it
// returns only when the browser ends.
func openDefaultBrowser(address string) error { return browser.OpenURL(address) }
