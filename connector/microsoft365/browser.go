package microsoft365

import (
	"os"
	"os/exec"
	"path/filepath"
)

// browserVariable names a browser of the Chromium family to use for the sign-in
// window, in place of the installed ones.
const browserVariable = "INVENTORY_BEACON_BROWSER"

// findBrowser returns the program of an installed Edge, Chrome or Chromium that
// can show a window here. The error is a *SignInError.
func findBrowser() (string, error) {
	if !hasDisplay() {
		return "", &SignInError{
			Fault:  SignInNoBrowser,
			detail: "There is no display here on which a sign-in window could open. Sign in with a browser of your own and paste the address.",
		}
	}
	if program := os.Getenv(browserVariable); program != "" {
		path, err := exec.LookPath(program)
		if err != nil {
			return "", &SignInError{
				Fault: SignInNoBrowser, err: err,
				detail: "The program that " + browserVariable + " names cannot be run. Correct it, or remove it to use an installed browser.",
			}
		}
		return path, nil
	}
	for _, candidate := range installedBrowsers() {
		if path, err := exec.LookPath(candidate); err == nil {
			return filepath.Abs(path)
		}
	}
	return "", &SignInError{Fault: SignInNoBrowser}
}

// Browser returns the program that would show the sign-in window. The error is a
// [*SignInError] that says why there is none.
func Browser() (string, error) { return findBrowser() }
