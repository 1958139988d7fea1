//go:build linux

package journey

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// picturesVariable names a directory into which the journeys write the pictures
// of the documentation.
const picturesVariable = "INVENTORY_BEACON_PICTURES"

// The size of the window in the pictures.
const pictureWidth, pictureHeight = 1180, 740

// picture writes a picture of the window if pictures are asked for.
func (w *window) picture(name string) {
	w.t.Helper()
	dir := os.Getenv(picturesVariable)
	if dir == "" {
		return
	}
	// The pointer lights up what it rests on.
	w.screen.do("mousemove", "0", "0")
	before := []byte(nil)
	w.screen.await("the window to be at rest", func() bool {
		now, err := w.screen.command("import", "-window", w.id, "rgb:-").Output()
		same := err == nil && string(now) == string(before)
		before = now
		return same
	})
	file := filepath.Join(dir, name+".png")
	if output, err := w.screen.command("import", "-window", w.id, "-strip", "+dither", "-colors", "128", "-define", "png:compression-level=9",
		"PNG8:"+file).CombinedOutput(); err != nil {
		w.t.Errorf("no picture %s: %v\n%s", name, err, output)
	}
}

// preferDark has the window opened in dark colors from now on.
func (h home) preferDark(t *testing.T) {
	t.Helper()
	file := filepath.Join(h.dir, ".config", "fyne", "org.inventorybeacon.app", "preferences.json")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var preferences map[string]any
	if err := json.Unmarshal(text, &preferences); err != nil {
		t.Fatal(err)
	}
	preferences["theme"] = "dark"
	if text, err = json.Marshal(preferences); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
