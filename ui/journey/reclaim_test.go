//go:build linux

package journey

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// From a number of the overview to the licenses that can be taken back: narrowed down, one kept, and the script for the others.
func TestFromTheOverviewToTheScriptThatTakesLicensesBack(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "300")
	w.imported("First", false)
	w.open("Overview")
	number := ""
	w.until("what can be taken back", func(v view) bool {
		for _, text := range v.all("text") {
			if strings.HasSuffix(text, " can be taken back") {
				number = text
			}
		}
		return number != ""
	})
	w.use("text", number)
	count, _, _ := strings.Cut(number, " ")
	w.shows(count + " recommendations")

	// Only the certain ones: accounts that are disabled.
	w.choose("All reasons", "Account disabled")
	w.until("fewer", func(v view) bool {
		return !v.says(count+" recommendations") && v.says(" recommendations") && len(v.rows()) > 2
	})
	w.click(w.place("the first user", func(v view) (part, bool) {
		rows := v.rows()
		if len(rows) < 2 {
			return part{}, false
		}
		return v.find("cell", rows[1][0])
	}))
	w.press("Keep License...")
	w.dialog("Keep License")
	w.fill("Note", "on leave")
	w.press("Keep License")
	w.page()
	w.shows("1 kept")
	w.picture("reclaim")

	w.click(w.place("the button for the script", func(v view) (part, bool) { // which says for how many licenses
		for _, p := range v.Shown {
			if p.Kind == "button" && strings.HasPrefix(p.Text, "Script for ") {
				return p, true
			}
		}
		return part{}, false
	}))
	w.takeFile("reclaim.ps1")
	w.shows("Read it before you run it")
	w.keys("Return")
	w.page()
	script, err := os.ReadFile(filepath.Join(h.dir, "reclaim.ps1"))
	if err != nil || !strings.Contains(string(script), "-Apply") {
		t.Errorf("the script is %.200q, %v", script, err)
	}
	w.exit()
}

// From an application to those who use it, and to those who may.
func TestFromAnApplicationToItsUsers(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "60")
	w.imported("First", false)
	w.open("Applications")
	w.until("the applications", func(v view) bool { return len(v.cells("Word")) > 0 })
	w.picture("applications")
	w.doubleClick("cell", "Word")
	const used = "Word used in 90 days"
	w.until("who uses it", func(v view) bool { _, shown := v.find("button", used); return shown && v.says("in the usage reports") })
	w.press("Take off: " + used)
	w.until("all again", func(v view) bool { _, shown := v.find("button", used); return !shown && len(v.rows()) > 3 })
	w.exit()
}
