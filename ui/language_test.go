package ui

import (
	"bytes"
	"encoding/json"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/lang"
)

func TestTheToolkitFindsItsTextsInEveryCountry(t *testing.T) {
	for _, locale := range []string{"en_US.UTF-8", "en_GB.UTF-8", "de_DE.UTF-8", "C"} {
		t.Run(locale, func(t *testing.T) {
			t.Setenv("LC_ALL", locale)
			t.Setenv("LANGUAGE", "")
			said := sayErrors(t, func() {
				if err := useLanguage(); err != nil {
					t.Fatal(err)
				}
				for _, text := range []string{"Quit", "Open", "Show Hidden Files", "Undo"} {
					if got := lang.L(text); got != text {
						t.Errorf("%q is %q", text, got)
					}
				}
				if got := lang.X("file.parent", "?"); got != "Parent" {
					t.Errorf("the parent folder is %q", got)
				}
			})
			if said != "" {
				t.Errorf("it logs:\n%s", said)
			}
		})
	}
}

// The texts of the toolkit are those of the version in use.
func TestTheTextsOfTheToolkitAreComplete(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(toolkit(t), "lang", "translations", "base.en.json"))
	if err != nil {
		t.Fatal(err)
	}
	var theirs, ours map[string]any
	for target, content := range map[*map[string]any][]byte{&theirs: content, &ours: fyneTexts} {
		if err := json.Unmarshal(content, target); err != nil {
			t.Fatal(err)
		}
	}
	for key := range theirs {
		if _, known := ours[key]; !known {
			t.Errorf("%q is missing", key)
		}
	}
}

// toolkit is the folder of its source.
func toolkit(t *testing.T) string {
	t.Helper()
	output, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "fyne.io/fyne/v2").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(output))
}

// sayErrors returns what the toolkit logs while something is done.
func sayErrors(t *testing.T, do func()) string {
	t.Helper()
	var said bytes.Buffer
	log.SetOutput(&said)
	defer log.SetOutput(os.Stderr)
	do()
	return said.String()
}
