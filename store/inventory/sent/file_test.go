package sent

import (
	"testing"
)

func TestWhatAVersionBeforeHasBegunIsNotGoneOnWith(t *testing.T) {
	dir := t.TempDir()
	open := func() *File {
		f, err := Open(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = f.Close() })
		return f
	}
	f := open()
	for _, tenant := range []Tenant{
		{ID: "begun", Generation: 4, Arrived: "a", Attempt: "b", Step: 3, Whole: true, Sending: 5, Facts: "{}"},
		{ID: "arrived", Generation: 4, Arrived: "a"},
	} {
		if err := f.Save(t.Context(), tenant); err != nil {
			t.Fatal(err)
		}
	}
	// As the third migration has left it:
	if _, err := f.db.Write.ExecContext(t.Context(), "PRAGMA user_version = 3"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	f = open()
	for _, id := range []string{"begun", "arrived"} {
		if found, err := f.Tenant(t.Context(), id); err != nil || found.Attempt != "" || found.Step != -1 || found.Arrived != "a" {
			t.Errorf("%+v, %v", found, err)
		}
	}
}
