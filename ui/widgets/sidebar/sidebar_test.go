package sidebar

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestSidebarLeadsToItsPages(t *testing.T) {
	var told []string
	s := New([]Group{
		{Title: "Data collection", Entries: []Entry{{"systems", "Inventory Systems"}, {"scheduling", "Scheduling"}}},
		{Title: "Activity", Entries: []Entry{{"tasks", "Tasks"}}},
	}, func(id string) { told = append(told, id) })
	w := widgettest.NewWindow(t, s, 200, 400)
	widgettest.Equal(t, "chosen at the start", s.selected, "systems")
	test.TapCanvas(w.Canvas(), widgettest.Center(s.items[2]))
	widgettest.Press(s, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyEnd, fyne.KeyHome, fyne.KeyHome)
	test.TapCanvas(w.Canvas(), widgettest.Center(s.items[0])) // which leads back to it from a part of its page
	s.Select("tasks")
	if want := []string{"tasks", "scheduling", "systems", "tasks", "systems", "systems"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
	widgettest.Equal(t, "chosen by the program", s.selected, "tasks")
	if texts := widgettest.Texts(s); !slices.Contains(texts, "DATA COLLECTION") || slices.Contains(texts, "3") {
		t.Errorf("the sidebar shows %v", texts)
	}
	s.SetBadge("tasks", 3, "3 have failed")
	if texts := widgettest.Texts(s); !slices.Contains(texts, "3") {
		t.Errorf("the sidebar shows %v, without its badge", texts)
	}
	widgettest.Tells(t, s, "Tasks, 3", fyne.AccessibleRoleButton)
	widgettest.Tells(t, s.items[2], "Tasks, 3", fyne.AccessibleRoleButton)
	s.SetBadge("tasks", 0, "")
	if texts := widgettest.Texts(s); slices.Contains(texts, "0") {
		t.Errorf("the sidebar shows %v, with an empty badge", texts)
	}
}
