//go:build !windows

package doctor

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/store"
)

func TestWhatOthersCanReachIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		file   string
		mode   os.FileMode
		status Status
		want   string
	}{
		"the folder":  {".", 0o755, Warning, ". has mode 0755"},
		"the key":     {store.KeyFileName, 0o640, Failed, "beacon.key has mode 0640"},
		"connections": {store.FileName, 0o604, Warning, "beacon.db has mode 0604"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := dataDirectory(t)
			if err := os.Chmod(filepath.Join(dir, c.file), c.mode); err != nil {
				t.Fatal(err)
			}
			before := files(t, dir)
			found := findingOf(Examine(t.Context(), Options{Dir: dir, Window: errors.New("none")}), "modes")
			if found.Status != c.status || !strings.Contains(found.Message, c.want) || found.Action == "" {
				t.Errorf("%+v", found)
			}
			if changed := cmp.Diff(before, files(t, dir)); changed != "" {
				t.Errorf("it changed %s", changed)
			}
		})
	}
}
