package sqlite

import "os"

// temporaryFolder is what GetTempPath says, which SQLite asks too.
func temporaryFolder() string {
	folder := os.TempDir()
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return ""
	}
	return folder
}
