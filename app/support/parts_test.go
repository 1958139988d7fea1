package support

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheFilesOfTheDataDirectoryAreListed(t *testing.T) {
	full := t.TempDir()
	for name, content := range map[string]string{"beacon.db": "12345", "backups/one.db": "123", "empty": ""} {
		path := filepath.Join(full, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for given, c := range map[string]struct {
		dir  string
		want map[string]int64
	}{
		"files and folders":             {full, map[string]int64{"beacon.db": 5, "backups/one.db": 3, "empty": 0}},
		"a directory that is not there": {filepath.Join(full, "missing"), map[string]int64{}},
	} {
		t.Run("given "+given, func(t *testing.T) {
			if got := (Parts{Dir: c.dir}).aboutDir().Files; !maps.Equal(got, c.want) {
				t.Errorf("files %v, want %v", got, c.want)
			}
		})
	}
}

// brokenDisk takes nothing.
type brokenDisk struct{ err error }

func (d brokenDisk) Write([]byte) (int, error) { return 0, d.err }

func TestLinesThatCannotBeWrittenAreTold(t *testing.T) {
	full := errors.New("no space left on device")
	if err := newRedactor(nil).copy(brokenDisk{full}, strings.NewReader("one\ntwo\n")); !errors.Is(err, full) {
		t.Errorf("copied: %v", err)
	}
}
