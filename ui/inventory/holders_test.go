package inventory

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/app"
	"inventorybeacon/app/lists"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/widgets/grid"
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

func TestHoldersAreFilteredWhereTheyStand(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	licenses, err := w.Beacon.Licenses(t.Context(), app.LicenseQuery{Search: "SPE_E3", Window: 90})
	if err != nil || len(licenses) != 1 {
		t.Fatalf("%v, %v", licenses, err)
	}
	key := LicenseKey{licenses[0].Connection, licenses[0].SKUID}
	l := NewHolders(w.Session, func() LicenseKey { return key })
	w.Show(l)
	all := rowsOf(w, l)
	l.ChoosePlace(2)
	w.Until("the inactive ones", func() bool { return !l.data.Loading() && int64(l.data.Len()) == *licenses[0].Inactive })
	inactive := l.data.Len()
	// The groups of those that are chosen count them,
	groups, err := w.Beacon.Groups(t.Context(), func() lists.Query { q := l.asked(); q.GroupBy = "department"; return q }())
	var counted int64
	for _, g := range groups {
		counted += g.Count
	}
	if err != nil || counted != int64(inactive) {
		t.Fatalf("%d of %d are counted by department, %v", counted, inactive, err)
	}
	// and a condition finds as many as its group says.
	is, _ := lists.Users.GroupCondition("department", groups[0])
	l.filter.Set(lists.FilterExpression{is})
	w.Until("a department", func() bool { return !l.data.Loading() && int64(l.data.Len()) == groups[0].Count })
	l.ShowAll()
	w.Until("all", func() bool { return !l.data.Loading() && l.data.Len() == all })
}

func TestTheKeysLeadFromASearchToWhatItFindsAndBack(t *testing.T) {
	w := open(t)
	w.Import(w.Connect("Contoso"))
	l := users(w)
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyReturn} {
		l.Find()
		l.search.SetValue("")
		l.search.SetText("ann")
		w.Key(key)
		w.Until("what is found", func() bool { return !l.data.Loading() && l.grid.Selected() == 0 })
		u, _ := l.data.Record(0)
		if w.Window.Canvas().Focused() != l.grid || !strings.Contains(strings.ToLower(u.DisplayName+u.UserPrincipalName), "ann") {
			t.Errorf("%s leads to %T and %s", key, w.Window.Canvas().Focused(), u.DisplayName)
		}
		w.Key(fyne.KeyUp)
		if w.Window.Canvas().Focused() != l.search {
			t.Error("Up does not lead back")
		}
	}
}

func TestAGrayNameSaysThatTheAccountIsDisabled(t *testing.T) {
	for enabled, want := range map[bool]grid.Cell{
		true: {Text: "Ada"}, false: {Text: "Ada", Muted: true, Tooltip: "Ada\nAccount disabled"},
	} {
		if got := nameCell("Ada", enabled); got != want {
			t.Errorf("enabled %v: %+v", enabled, got)
		}
	}
}
