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
		files  []string
		mode   os.FileMode
		status Status
		want   string
	}{
		"the folder": {[]string{"."}, 0o755, Warning, ". has mode 0755"},
		"the key":    {[]string{store.KeyFileName}, 0o640, Failed, "beacon.key has mode 0640"},
		"the key and what comes after it": {
			[]string{store.KeyFileName, "inventory.db"}, 0o644, Failed, "the key of the secrets can be read by others: beacon.key has mode 0644, inventory.db has mode 0644",
		},
		"connections": {[]string{store.FileName}, 0o604, Warning, "beacon.db has mode 0604"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := dataDirectory(t)
			for _, name := range c.files {
				if err := os.Chmod(filepath.Join(dir, name), c.mode); err != nil {
					t.Fatal(err)
				}
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

// An import may need as much space as the inventory again.
func TestADiskWithLessSpaceThanTheInventoryIsFound(t *testing.T) {
	dir := dataDirectory(t)
	size := int64(store.FreeSpace(dir)) + 1<<30 // of which nothing is written
	if err := os.Truncate(filepath.Join(dir, "inventory.db"), size); err != nil {
		t.Fatal(err)
	}
	found := findingOf(Examine(t.Context(), Options{Dir: dir, Window: errors.New("none")}), "disk space")
	if found.Status == OK || found.Action == "" {
		t.Errorf("%+v", found)
	}
}
