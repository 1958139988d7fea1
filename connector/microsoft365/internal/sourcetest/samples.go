package sourcetest

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Sample is an answer of Microsoft's documentation or of a public bug report.
func Sample(t testing.TB, name string) []byte { return read(t, "samples", name) }

// Case is an answer of the form that public reports of faults describe.
func Case(t testing.TB, name string) string { return string(read(t, "cases", name)) }

func read(t testing.TB, folder, name string) []byte {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	data, err := os.ReadFile(filepath.Join(filepath.Dir(here), "..", "..", "testdata", folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
