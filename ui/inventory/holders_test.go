package inventory

import (
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
	"inventorybeacon/ui/page"
)

func TestHoldersSayOnWhichDayTheyWereLastActive(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	licenses, err := w.Beacon.Licenses(t.Context(), app.LicenseQuery{Search: "SPE_E3"})
	if err != nil || len(licenses) != 1 {
		t.Fatalf("%v, %v", licenses, err)
	}
	holders := NewHolders(w.Session, func() LicenseKey { return LicenseKey{licenses[0].Connection, licenses[0].SKUID} })
	w.Show(holders)
	told := 0
	for i := range rowsOf(w, holders) {
		w.Until("the row", func() bool { _, loaded := holders.data.Record(i); return loaded })
		h, _ := holders.data.Record(i)
		if h.LastActivity == 0 {
			continue
		}
		told++
		for column, c := range holders.source.columns {
			if got, want := holderCells(h)[column].Text, page.Day(h.LastActivity).Text; c.ID == "lastActivity" && got != want {
				t.Errorf("%s was last active on %s, not on %s", h.UserPrincipalName, want, got)
			}
		}
	}
	if told == 0 {
		t.Error("nobody was ever active")
	}
	// In a small window the names are seen whole before how they got the license.
	holders.grid.Resize(fyne.NewSize(364, 234))
	for _, c := range holders.grid.Columns() {
		if left := c.ID == "how"; left && !c.NoRoom || c.ID == "displayName" && c.NoRoom {
			t.Errorf("%s is left out: %t", c.Title, c.NoRoom)
		}
	}
}
