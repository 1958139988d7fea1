package workspace

import (
	"testing"
	"time"
)

// Of connections that were deleted before that was noted, the import tells them apart.
func TestKeptInventoriesOfOneNameAreToldApart(t *testing.T) {
	day := time.Date(2026, 3, 1, 9, 30, 0, 0, time.Local)
	kept := []KeptInventory{
		{ID: "a", Connection: "Contoso", Imported: day},
		{ID: "b", Connection: "CONTOSO", Imported: day.AddDate(0, 0, 1)},
		{ID: "c", Connection: "Contoso", Imported: day.AddDate(0, 1, 0), Deleted: day.AddDate(0, 2, 0)},
	}
	nameApart(kept, nil)
	want := []string{"Contoso (imported 2026-03-01)", "CONTOSO (imported 2026-03-02)", "Contoso (deleted 2026-05-01)"}
	for i, name := range want {
		if kept[i].Name != name {
			t.Errorf("%q, want %q", kept[i].Name, name)
		}
	}
}
