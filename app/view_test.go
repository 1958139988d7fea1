package app

import (
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
	mustApply(t, b, "views: [{name: straSSe, list: users, search: applied}]", ApplyOptions{})
	views, err := b.History.Views(t.Context())
	if err != nil || len(views) != 3 || views[2].Name != "Äpfel" || views[2].Search != "A\u0308pfel" || views[1].Search != "applied" {
		t.Errorf("%+v, %v", views, err)
	}
}
