//go:build !windows

package outputfile

import (
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// names are the files of a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := make([]string, len(entries))
	for i, entry := range entries {
		found[i] = entry.Name()
	}
	return found
}

func TestNothingOfAnOutputOutlivesAKill(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "users.csv")
	left := filepath.Join(dir, unfinishedPrefix+"1")
	if err := os.WriteFile(left, []byte("personal"), 0o600); err != nil {
		t.Fatal(err)
	}
	other, err := os.Create(filepath.Join(dir, unfinishedPrefix+"2"))
	if err != nil {
		t.Fatal(err)
	}
	claim(other) // as another process does that writes it
	write := func(w io.Writer) error {
		_, err := io.WriteString(w, "personal")
		found := names(t, dir)
		if slices.Contains(found, filepath.Base(left)) {
			t.Error("what a killed process left is still there")
		}
		if !slices.Contains(found, filepath.Base(other.Name())) {
			t.Error("what another process writes was removed")
		}
		if runtime.GOOS == "linux" && len(found) != 1 {
			t.Errorf("a kill would leave %v", found)
		}
		return err
	}
	if err := Write(path, write); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "personal" {
		t.Errorf("%q, %v", content, err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	removeUnfinished(dir)
	if found := names(t, dir); !slices.Equal(found, []string{"users.csv"}) {
		t.Errorf("the folder holds %v", found)
	}
}

// Without unnamed files, as on some network drives and on macOS.
func TestAnOutputWithAName(t *testing.T) {
	dir := t.TempDir()
	named := func() *unfinishedFile {
		file, err := os.CreateTemp(dir, unfinishedPrefix+"*")
		if err != nil {
			t.Fatal(err)
		}
		claim(file)
		return &unfinishedFile{File: file, name: file.Name()}
	}
	t.Run("given it is given up", func(t *testing.T) {
		file := named()
		removeUnfinished(dir)
		if found := names(t, dir); len(found) != 1 {
			t.Errorf("it did not stay while it was written: %v", found)
		}
		file.discard()
		if found := names(t, dir); len(found) != 0 {
			t.Errorf("left behind: %v", found)
		}
	})
	t.Run("given it is complete", func(t *testing.T) {
		file := named()
		if err := file.publish(filepath.Join(dir, "users.csv"), 0o640); err != nil {
			t.Fatal(err)
		}
		file.discard()
		info, err := os.Stat(filepath.Join(dir, "users.csv"))
		if err != nil || info.Mode().Perm() != 0o640 || len(names(t, dir)) != 1 {
			t.Errorf("%v, %v, %v", info, names(t, dir), err)
		}
	})
	t.Run("given it cannot take its name", func(t *testing.T) {
		file := named()
		if err := file.publish(filepath.Join(dir, "missing", "users.csv"), 0o600); err == nil {
			t.Error("it was published in a folder that does not exist")
		}
		file.discard()
		if found := names(t, dir); !slices.Equal(found, []string{"users.csv"}) {
			t.Errorf("left behind: %v", found)
		}
	})
}
