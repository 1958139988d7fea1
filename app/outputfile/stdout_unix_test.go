//go:build !windows

package outputfile

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// A shell has the file open that it sends our output to, and may have written there before.
func TestTheFileOfAStandardOutputIsWrittenOn(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	t.Cleanup(func() { os.Stdout = stdout; _ = file.Close() })
	os.Stdout = file
	text := func(text string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
	}
	if err := text("before\n")(file); err != nil {
		t.Fatal(err)
	}
	if err := Write(file.Name(), text("rows\n")); err != nil {
		t.Fatal(err)
	}
	if err := text("after\n")(file); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(file.Name()); err != nil || string(content) != "before\nrows\nafter\n" {
		t.Errorf("%q, %v", content, err)
	}
}
