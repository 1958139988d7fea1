package history

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inventorybeacon/store/storetest"
)

func openViews(t *testing.T, dir string) *History {
	t.Helper()
	h, err := Open(t.Context(), dir, Options{})
	storetest.Must(t, err)
	t.Cleanup(func() { storetest.Must(t, h.Close()) })
	return h
}

func TestViewsAreKeptUnderTheirNames(t *testing.T) {
	dir, ctx := t.TempDir(), t.Context()
	h := openViews(t, dir)
	sales := View{
		Name: "Sales", List: "users", Filter: `department = "Sales"`, Columns: []string{"mail", "country"}, Sort: "-mail",
		Search: "a", Days: 30,
	}
	groups := View{Name: "kinds", List: "licenses", Columns: []string{}, GroupBy: "kind"}
	storetest.Must(t, h.SaveView(ctx, View{Name: "SALES", List: "usage"}))
	storetest.Must(t, h.SaveView(ctx, sales))
	storetest.Must(t, h.SaveView(ctx, groups))
	got, err := openViews(t, dir).Views(ctx)
	storetest.Must(t, err)
	if diff := cmp.Diff([]View{groups, sales}, got); diff != "" {
		t.Error(diff)
	}
	storetest.Must(t, h.DeleteView(ctx, "SALES"))
	storetest.WantError[*ViewNotFoundError](t, h.DeleteView(ctx, "Sales"))
}

func TestExportsGoWithTheirView(t *testing.T) {
	h, ctx := openViews(t, t.TempDir()), t.Context()
	for _, name := range []string{"one", "two"} {
		storetest.Must(t, h.SaveView(ctx, View{Name: name, List: "users"}))
	}
	for _, e := range []Export{
		{"ONE", "/a", "csv"},
		{"one", "/a", "csv"},
		{"one", "/a", "xlsx"},
		{"one", "/b", "csv"},
		{"two", "/a", "json"},
	} {
		storetest.Must(t, h.AddExport(ctx, e))
	}
	for _, given := range []struct {
		do   func() error
		want []Export
	}{
		{func() error { return nil }, []Export{{"one", "/a", "csv"}, {"one", "/a", "xlsx"}, {"one", "/b", "csv"}, {"two", "/a", "json"}}},
		{
			func() error { return h.RemoveExports(ctx, Export{View: "One", Folder: "/a", Format: "xlsx"}) },
			[]Export{{"one", "/a", "csv"}, {"one", "/b", "csv"}, {"two", "/a", "json"}},
		},
		{func() error { return h.RemoveExports(ctx, Export{View: "one", Folder: "/a"}) }, []Export{{"one", "/b", "csv"}, {"two", "/a", "json"}}},
		{func() error { return h.DeleteView(ctx, "one") }, []Export{{"two", "/a", "json"}}},
		{func() error { return h.RemoveExports(ctx, Export{View: "two"}) }, []Export{}},
	} {
		storetest.Must(t, given.do())
		got, err := h.Exports(ctx)
		if diff := cmp.Diff(given.want, got); err != nil || diff != "" {
			t.Errorf("%v\n%s", err, diff)
		}
	}
	storetest.WantError[*ExportNotFoundError](t, h.RemoveExports(ctx, Export{View: "two"}))
}
