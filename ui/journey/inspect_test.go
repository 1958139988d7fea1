//go:build linux

package journey

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What tells a journey about the window must not get into the program that is
// given to people.
func TestOrdinaryBuildCannotBeInspected(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "-tags", "sqlite_fts5", "-json=ImportPath,Dir,GoFiles", ".")
	list.Dir = root
	output, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	ours := 0
	for decoder := json.NewDecoder(bytes.NewReader(output)); decoder.More(); {
		var p struct {
			ImportPath, Dir string
			GoFiles         []string
		}
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		if p.ImportPath == "fyne.io/fyne/v2/test" {
			t.Error("the ordinary build contains Fyne's package for tests")
		}
		if p.ImportPath != "inventorybeacon" && !strings.HasPrefix(p.ImportPath, "inventorybeacon/") {
			continue
		}
		for _, name := range p.GoFiles {
			ours++
			text, err := os.ReadFile(filepath.Join(p.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(text, []byte(inspectVariable)) {
				t.Errorf("%s/%s is in the ordinary build and knows %s", p.ImportPath, name, inspectVariable)
			}
		}
	}
	if ours < 50 {
		t.Errorf("only %d files of the program were looked at", ours)
	}
}
