package browser

import (
	"os"
	"path/filepath"
)

// installedBrowsers are the places of applications, of all users and of this one.
func installedBrowsers() []string {
	var found []string
	home, _ := os.UserHomeDir()
	for _, name := range []string{"Microsoft Edge", "Google Chrome", "Chromium"} {
		program := filepath.Join("Applications", name+".app", "Contents", "MacOS", name)
		found = append(found, "/"+program)
		if home != "" {
			found = append(found, filepath.Join(home, program))
		}
	}
	return found
}

// needsNoSandbox reports whether the browser would refuse to start in its sandbox.
func needsNoSandbox() bool { return false }
