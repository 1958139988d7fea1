package app

import (
	"errors"
	"testing"

	"inventorybeacon/app/lists"
)

// Files are named after views, and in Windows two of names that differ in case would be one.
func TestViewsWhoseNamesDifferInCaseAreOne(t *testing.T) {
	b := openDir(t, t.TempDir(), nil)
	for _, name := range []string{"Äpfel", "ÄPFEL", "A\u0308pfel", "Straße", "STRASSE", "Birnen"} {
		if err := b.SaveView(t.Context(), lists.View{Name: name, List: "users", Search: name}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.SaveView(t.Context(), lists.View{Name: "straSSe", List: "users", Search: "again"}); err != nil {
		t.Fatal(err)
	}
	views, err := b.History.Views(t.Context())
	if err != nil || len(views) != 3 || views[2].Name != "Äpfel" || views[2].Search != "A\u0308pfel" || views[1].Search != "again" {
		t.Errorf("%+v, %v", views, err)
	}
	for _, name := range []string{"äPFEL", "STRASSE", " birnen"} {
		view, err := b.View(t.Context(), name)
		if err != nil {
			t.Errorf("%q: %v", name, err)
		}
		if err := b.AddExport(t.Context(), lists.ViewExport{View: name, Folder: t.TempDir(), Format: "csv"}); err != nil {
			t.Errorf("exporting %q: %v", name, err)
		}
		if err := b.RemoveExports(t.Context(), lists.ViewExport{View: name}); err != nil {
			t.Errorf("exporting %q no longer: %v", name, err)
		}
		if gone, err := b.DeleteView(t.Context(), name); err != nil || gone.Name != view.Name {
			t.Errorf("deleting %q: %+v, %v", name, gone, err)
		}
	}
	var missing *lists.ViewNotFoundError
	if _, err := b.View(t.Context(), "äpfel"); !errors.As(err, &missing) || missing.Name != "äpfel" {
		t.Errorf("a view that is gone: %v", err)
	}
}

func TestAViewThatCannotBeShownIsNotStored(t *testing.T) {
	b := openConsole(t, t.TempDir())
	for _, given := range []struct {
		name string
		view lists.View
		good bool
	}{
		{"a view", lists.View{Name: " Sleeping ", List: "users", Filter: "active = no", Columns: []string{"mail"}, Sort: "-mail"}, true},
		{"no list", lists.View{Name: "A"}, false},
		{"a list that there is not", lists.View{Name: "A", List: "people"}, false},
		{"a filter that the list has not", lists.View{Name: "A", List: "users", Filter: "purchased > 3"}, false},
		{"a column that the list has not", lists.View{Name: "A", List: "users", Columns: []string{"purchased"}}, false},
		{"a name of no file", lists.View{Name: "a/b", List: "users"}, false},
	} {
		if err := b.SaveView(t.Context(), given.view); (err == nil) != given.good {
			t.Errorf("given %s: %v", given.name, err)
		}
	}
	views, err := b.History.Views(t.Context())
	if err != nil || len(views) != 1 || views[0].Name != "Sleeping" || views[0].Filter != "active = no" || views[0].Sort != "-mail" {
		t.Errorf("there are %+v, %v", views, err)
	}
}
