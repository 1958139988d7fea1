package browser

import "os"

// installedBrowsers are the names under which distributions install them. A snap
// stands last: it sees only parts of the file system.
func installedBrowsers() []string {
	return []string{
		"microsoft-edge", "microsoft-edge-stable", "google-chrome", "google-chrome-stable",
		"chromium", "chromium-browser", "/snap/bin/chromium",
	}
}

// needsNoSandbox reports whether the browser would refuse to start in its sandbox,
// as it does for root.
func needsNoSandbox() bool { return os.Getuid() == 0 }
