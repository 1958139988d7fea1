package session_test

import (
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/session/sessiontest"
	"inventorybeacon/ui/theme"
)

func TestOneGetsToWhatWasWritten(t *testing.T) {
	ofRoot := []string{"Copy Path", "OK"}
	if runtime.GOOS == "windows" {
		ofRoot = []string{"Show in Folder", "Copy Path", "OK"}
	}
	for _, given := range []struct {
		what, file string
		elevated   bool
		want       []string
	}{
		{"a workbook", "users.XLSX", false, []string{"Open", "Show in Folder", "Copy Path", "OK"}},
		{"a script, which is not run by a click", "reclaim.ps1", false, []string{"Show in Folder", "Copy Path", "OK"}},
		{"an administrator, whose programs would have these rights", "users.xlsx", true, ofRoot},
	} {
		t.Run(given.what, func(t *testing.T) {
			w := sessiontest.Open(t, sessiontest.Options{})
			w.Elevated = given.elevated
			path := filepath.Join(t.TempDir(), given.file)
			w.TellSaved(theme.StatusOK, "Export the List", "The list is in "+path+".", path)
			got := w.Enabled()
			slices.Sort(got)
			slices.Sort(given.want)
			if !slices.Equal(got, given.want) {
				t.Errorf("%q can be pressed, want %q", got, given.want)
			}
			w.Press("Copy Path")
			if copied := fyne.CurrentApp().Clipboard().Content(); copied != path || w.Dialogs() != 1 {
				t.Errorf("copied is %q, %d dialogs are open", copied, w.Dialogs())
			}
		})
	}
}
