package microsoft365

import (
	"os"
	"path/filepath"
	"testing"
)

// sample is an answer of Microsoft's documentation or of a public bug report.
func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "samples", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
