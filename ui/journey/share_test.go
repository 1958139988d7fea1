//go:build linux

package journey

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// choosesFile waits until the window asks for a file, with a name to begin with.
func (w *window) choosesFile(name string) {
	w.t.Helper()
	w.until("the choice of a file", func(v view) bool {
		field, found := v.field("File name")
		return found && field.Focused && strings.HasPrefix(field.Value, name)
	})
}

// takeFile writes to the file that the window offers.
func (w *window) takeFile(name string) {
	w.t.Helper()
	w.choosesFile(name)
	w.press("Save")
}

func TestConnectionsAreExportedToAFile(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "50")
	w.imported("Contoso", false)
	exported := func() {
		w.keys("alt+c")
		w.menu("Export Connections...")
		w.keys("c")
		w.choosesFile("connections.json")
	}

	// Esc closes the choice of a file, and the keys of the window work again.
	exported()
	w.keys("Escape")
	w.page()

	// Enter takes it, after its path was changed with keys alone.
	exported()
	w.keys("ctrl+a")
	w.types("~/tmp/shared.json")
	w.keys("Return")
	w.shows("The saved connections are in")
	w.keys("Return")
	w.page()
	content, err := os.ReadFile(filepath.Join(h.temp, "shared.json"))
	if err != nil {
		t.Fatal(err)
	}
	if text := string(content); !strings.Contains(text, `"Contoso"`) || strings.Contains(text, "refreshToken") {
		t.Errorf("the file holds %s", text)
	}
	w.exit()
}
