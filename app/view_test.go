package app

import (
	"errors"
	"testing"
)

// Files are named after views, and in Windows two of names that differ in case would be one.
func TestViewsWhoseNamesDifferInCaseAreOne(t *testing.T) {
	b := openDir(t, t.TempDir(), nil)
	for _, name := range []string{"Äpfel", "ÄPFEL", "A\u0308pfel", "Straße", "STRASSE", "Birnen"} {
		if err := b.SaveView(t.Context(), View{Name: name, List: "users", Search: name}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.SaveView(t.Context(), View{Name: "straSSe", List: "users", Search: "again"}); err != nil {
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
		if err := b.AddExport(t.Context(), ViewExport{View: name, Folder: t.TempDir(), Format: "csv"}); err != nil {
			t.Errorf("exporting %q: %v", name, err)
		}
		if err := b.RemoveExports(t.Context(), ViewExport{View: name}); err != nil {
			t.Errorf("exporting %q no longer: %v", name, err)
		}
		if gone, err := b.DeleteView(t.Context(), name); err != nil || gone.Name != view.Name {
			t.Errorf("deleting %q: %+v, %v", name, gone, err)
		}
	}
	var missing *ViewNotFoundError
	if _, err := b.View(t.Context(), "äpfel"); !errors.As(err, &missing) || missing.Name != "äpfel" {
		t.Errorf("a view that is gone: %v", err)
	}
}
