//go:build linux

package journey

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestConnectionsAreExportedToAFile(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "50")
	w.imported("Contoso", false)
	exported := func() {
		w.keys("alt+c")
		w.menu("Export connections...")
		w.keys("c")
		w.until("the choice of a file", func(v view) bool { return v.says("connections.json") })
	}

	// Esc closes the choice of a file, and the keys of the window work again.
	exported()
	w.keys("Escape")
	w.page()

	exported()
	w.use("text", "Save")
	w.dialog("Export connections")
	w.keys("Return")
	w.page()
	content, err := os.ReadFile(filepath.Join(h.dir, "connections.json"))
	if err != nil {
		t.Fatal(err)
	}
	if text := string(content); !strings.Contains(text, `"Contoso"`) || strings.Contains(text, "refreshToken") {
		t.Errorf("the file holds %s", text)
	}
	w.exit()
}
