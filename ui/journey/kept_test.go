//go:build linux

package journey

import (
	"archive/zip"
	"path/filepath"
	"testing"
)

func TestAKeptInventoryIsUsedAgainExportedAndRemoved(t *testing.T) {
	s, h := newScreen(t, 1280, 800), newHome(t)
	w := s.start(h, "demo", "--users", "60")
	kept := func() {
		w.use("menu", "Connection")
		w.menu("Kept Inventories...")
		w.use("menu item", "Kept Inventories...")
		w.dialog("Kept Inventories")
	}
	w.imported("First", false)
	w.remove("First", "Delete, Keep Inventory")
	kept()
	w.until("what is kept", func(v view) bool { return len(v.cells("First")) > 0 && v.says("Contoso") })
	w.picture("kept")
	// No connection can have it yet.
	w.press("Give To...")
	w.dialog("No connection can go on with it")
	w.press("OK")
	w.dialog("Kept Inventories")
	w.press("Close")
	w.page()

	// Execute Now through a new one asks.
	w.create()
	w.connect("Second")
	w.until("the offer", func(v view) bool { return v.says("The inventory of the deleted connection First is kept") })
	w.press("OK")
	w.page()
	w.save()
	w.press("Execute Now")
	if v := w.dialog("The tenant has been imported already"); !v.says(`the deleted connection "First", whose inventory is kept`) {
		t.Errorf("it says:\n%s", v)
	}
	w.press("Use Kept Inventory")
	w.succeeded("Second")
	w.open("Users")
	w.shows("60 users")
	w.open("Inventory Systems")

	// Kept once more, it is exported and removed.
	w.remove("Second", "Delete, Keep Inventory")
	kept()
	w.press("Export...")
	w.takeFile("Second.zip")
	w.shows("each as a CSV file")
	w.keys("Return")
	w.dialog("Kept Inventories")
	archive, err := zip.OpenReader(filepath.Join(h.dir, "Second.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	if len(archive.File) != 4 {
		t.Errorf("%d files in it", len(archive.File))
	}
	w.press("Remove...")
	w.dialog("Remove the inventory of Second?")
	w.press("Remove")
	w.dialog("Kept Inventories")
	w.until("nothing to be kept", func(v view) bool { return v.says("No inventory is kept") })
	w.press("Close")
	w.page()
	w.open("Users")
	w.until("no users", func(v view) bool { return v.says("Nothing has been imported yet") })
	w.exit()
}
