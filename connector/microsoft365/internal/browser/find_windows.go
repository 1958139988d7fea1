package browser

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/windows/registry"
)

// installedBrowsers are what the registry knows, then the usual places.
func installedBrowsers() []string {
	var found []string
	for _, name := range []string{"msedge.exe", "chrome.exe", "chromium.exe"} {
		for _, root := range []registry.Key{registry.CURRENT_USER, registry.LOCAL_MACHINE} {
			if program := appPath(root, name); program != "" {
				found = append(found, program)
			}
		}
	}
	for _, program := range []string{
		`Microsoft\Edge\Application\msedge.exe`, `Google\Chrome\Application\chrome.exe`, `Chromium\Application\chrome.exe`,
	} {
		for _, place := range []string{"ProgramFiles(x86)", "ProgramFiles", "LocalAppData"} {
			if directory := os.Getenv(place); directory != "" {
				found = append(found, filepath.Join(directory, program))
			}
		}
	}
	return found
}

// appPath reads where a program was registered
// (learn.microsoft.com/windows/win32/shell/app-registration).
func appPath(root registry.Key, name string) string {
	key, err := registry.OpenKey(root, `SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\`+name, registry.QUERY_VALUE)
	if err != nil {
		return ""
	}
	defer key.Close()
	program, _, err := key.GetStringValue("")
	if err != nil {
		return ""
	}
	return program
}

// needsNoSandbox reports whether the browser would refuse to start in its sandbox.
func needsNoSandbox() bool { return false }
