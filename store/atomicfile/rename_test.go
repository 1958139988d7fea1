package atomicfile

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
	"time"
)

func TestARenameIsTriedAgainWhileAnotherProgramHasTheFileOpen(t *testing.T) {
	busy := errors.New("busy")
	for given, c := range map[string]struct {
		failures int   // before it succeeds
		err      error // that they are
		held     string
		tries    int
		want     error
		names    string // what the error says is open
	}{
		"nothing":                         {tries: 1},
		"a scanner that lets go":          {failures: 2, err: busy, held: "to", tries: 3},
		"no right to it":                  {failures: 99, err: fs.ErrPermission, tries: 1, want: fs.ErrPermission},
		"no file":                         {failures: 99, err: fs.ErrNotExist, held: "from", tries: 1, want: fs.ErrNotExist},
		"a program that keeps the target": {failures: 99, err: busy, held: "to", tries: 3, want: busy, names: "to"},
		"one that keeps the file itself":  {failures: 99, err: busy, held: "from", tries: 3, want: busy, names: "from"},
	} {
		t.Run("given "+given, func(t *testing.T) {
			tries := 0
			err := insist("from", "to", func(string, string) error {
				if tries++; tries <= c.failures {
					return c.err
				}
				return nil
			}, func(path string, _ error) bool { return path == c.held }, make([]time.Duration, 2))
			var held *HeldError
			if !errors.Is(err, c.want) || tries != c.tries || errors.As(err, &held) != (c.names != "") || held != nil && held.Path != c.names {
				t.Errorf("%d tries, %v", tries, err)
			}
		})
	}
}

func TestARenameTakesThePlaceOfAFile(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	must(t, content("new")(from))
	must(t, content("former")(to))
	must(t, Rename(from, to))
	if left, err := Beginning(dir, ""); err != nil || len(left) != 1 || left[0] != to {
		t.Errorf("left: %q, %v", left, err)
	}
}
