package app

import (
	"strings"
	"testing"

	"inventorybeacon/app/imports"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/store"
)

// Whoever has allowed a duplicate may have left, and whoever reads the sums later does not know of it.
func TestThatATenantIsImportedTwiceIsSaidAtEveryImport(t *testing.T) {
	b := openDir(t, t.TempDir(), sourceOf(demotenanttest.Start(t, demotenant.Options{Users: 20})))
	first, second := connect(t, b, "First"), connect(t, b, "Second")
	said := func(connection, option string, options ...imports.Option) {
		t.Helper()
		id := map[string]string{"First": first.ID, "Second": second.ID}[connection]
		task, err := b.Import(t.Context(), id, TriggerManual, options...)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := b.TaskLines(t.Context(), task.ID)
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		for _, line := range lines {
			text.WriteString(line.Text + "\n")
		}
		want := "has also been imported through the connection \"" + option + "\": only the newest import counts."
		twice, whole := strings.Contains(text.String(), "imported through"), strings.Contains(text.String(), want)
		if twice != (option != "") || whole != twice {
			t.Errorf("import of %s, want %q:\n%s", connection, option, text.String())
		}
		if task.Status != store.StatusSucceeded || len(task.Warnings) > 0 {
			t.Errorf("what was decided is warned about: %s, %v", task.Status, task.Warnings)
		}
	}
	said("First", "")
	said("Second", "First", imports.AllowDuplicate)
	said("Second", "First")
	said("First", "Second")
}
