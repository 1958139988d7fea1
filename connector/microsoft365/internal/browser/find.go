package browser

import (
	"os"
	"os/exec"
	"path/filepath"

	"inventorybeacon/connector"
	"inventorybeacon/connector/desktop"
)

// variable names a browser of the Chromium family to use for the sign-in
// window, in place of the installed ones.
const variable = "INVENTORY_BEACON_BROWSER"

// Find returns the program of an installed Edge, Chrome or Chromium that
// can show a window here. The error is a *WindowError.
func Find() (string, error) {
	if !desktop.Present() {
		return "", &WindowError{Fault: Missing, detail: connector.Message{ID: "browser.no-display"}}
	}
	if program := os.Getenv(variable); program != "" {
		path, err := exec.LookPath(program)
		if err != nil {
			return "", &WindowError{Fault: Missing, err: err, detail: connector.Message{ID: "browser.variable"}}
		}
		return path, nil
	}
	for _, candidate := range installedBrowsers() {
		if path, err := exec.LookPath(candidate); err == nil {
			return filepath.Abs(path)
		}
	}
	return "", &WindowError{Fault: Missing}
}
