package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

func TestSnapOf(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	link := func(name, to string) string {
		path := filepath.Join(folder, name)
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, given := range map[string]struct{ program, snap string }{
		"a snap":           {"/snap/bin/chromium", "chromium"},
		"a snap of Fedora": {"/var/lib/snapd/snap/bin/brave", "brave"},
		"a link to one":    {link("browser", "/snap/bin/chromium"), "chromium"},
		"a link in a link": {link("other", "browser"), "chromium"},
		"a script of Ubuntu": {write("chromium-browser",
			"#!/bin/sh\nif ! [ -x /snap/bin/chromium ]; then exit 1; fi\nexec /snap/bin/chromium \"$@\"\n"), "chromium"},
		"a script of Debian":  {write("chromium", "#!/bin/sh\nexec /usr/lib/chromium/chromium \"$@\"\n"), ""},
		"a program":           {write("program", "\x7fELF /snap/bin/chromium"), ""},
		"a link in a circle":  {link("circle", "circle"), ""},
		"what does not exist": {filepath.Join(folder, "nothing"), ""},
	} {
		t.Run("given "+name, func(t *testing.T) {
			if got := snapOf(given.program); got != given.snap {
				t.Errorf("is of the snap %q, want %q", got, given.snap)
			}
		})
	}
}

// A snap would make a profile in /tmp in a /tmp of its own, where nobody deletes it.
func TestTheProfileOfASnapIsWhereBothSeeIt(t *testing.T) {
	sourcetest.PrepareWindow(t)
	w := at(t)
	home := t.TempDir()
	t.Setenv("HOME", home)
	said := filepath.Join(t.TempDir(), "said")
	t.Setenv("SAID", said)
	w.Program = filepath.Join(t.TempDir(), "chromium-browser")
	script := "#!/bin/sh\n# in place of /snap/bin/chromium\necho \"$@\" \"TMPDIR=$TMPDIR\" >\"$SAID\"\nls -d \"$HOME\"/snap/chromium/common/*/profile/Default >>\"$SAID\"\nexit 3\n"
	if err := os.WriteFile(w.Program, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := w.Show(sourcetest.Soon(t)); err == nil {
		t.Error("a window without a browser")
	}
	content, err := os.ReadFile(said)
	if err != nil {
		t.Fatal(err)
	}
	common := filepath.Join(home, "snap", "chromium", "common")
	if got := string(content); !strings.Contains(got, "--user-data-dir="+common+"/"+folderPrefix) || !strings.Contains(got, "\n"+common) ||
		!strings.Contains(got, "TMPDIR="+os.Getenv("TMPDIR")+"\n") {
		t.Errorf("started with %s", got)
	}
	if left, err := os.ReadDir(common); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
