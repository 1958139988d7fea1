package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/app/message"
	"inventorybeacon/store/datadir"
)

func TestDataDir(t *testing.T) {
	root := t.TempDir()
	t.Setenv("INVENTORY_BEACON_DATA", filepath.Join(root, "variable"))
	for name, given := range map[string]struct{ flag, want string }{
		"the flag":     {filepath.Join(root, "flag"), "flag"},
		"the variable": {"", "variable"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			if dir, err := DataDir(given.flag); err != nil || dir != filepath.Join(root, given.want) {
				t.Errorf("%q, %v, want %s", dir, err, given.want)
			}
		})
	}
}

func TestTheDemonstrationHasADirectoryOfItsOwn(t *testing.T) {
	root := t.TempDir()
	t.Setenv("INVENTORY_BEACON_DATA", filepath.Join(root, "data"))
	if dir, err := DemoDir(""); err != nil || dir != filepath.Join(root, "data"+demoSuffix) {
		t.Errorf("%q, %v", dir, err)
	}
	if dir, err := DemoDir(filepath.Join(root, "flag")); err != nil || dir != filepath.Join(root, "flag") {
		t.Errorf("with a flag: %q, %v", dir, err)
	}
}

func TestPrepareDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "data")
	if mended, err := PrepareDir(dir); err != nil || len(mended) > 0 {
		t.Fatal(mended, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("it is not empty: %v, %v", entries, err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var refused *datadir.NotWritableError
	if _, err := PrepareDir(file); !errors.As(err, &refused) {
		t.Errorf("a file in the place of the directory: %v", err)
	} else if advice := message.Explain(err); advice.Action == "" {
		t.Errorf("explained as %+v", advice)
	}
}
