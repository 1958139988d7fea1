package browser

import (
	"os"
	"os/exec"
	"path/filepath"
)

// variable names a browser of the Chromium family to use for the sign-in
// window, in place of the installed ones.
const variable = "INVENTORY_BEACON_BROWSER"

// Find returns the program of an installed Edge, Chrome or Chromium that
// can show a window here. The error is a *WindowError.
func Find() (string, error) {
	if !hasDisplay() {
		return "", &WindowError{
			Fault:  Missing,
			detail: "There is no display here on which a sign-in window could open. Sign in with a browser of your own and paste the address.",
		}
	}
	if program := os.Getenv(variable); program != "" {
		path, err := exec.LookPath(program)
		if err != nil {
			return "", &WindowError{
				Fault: Missing, err: err,
				detail: "The program that " + variable + " names cannot be run. Correct it, or remove it to use an installed browser.",
			}
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
