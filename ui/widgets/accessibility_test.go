package widgets

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets/widgettest"
)

func TestScreenReadersAreToldWhatAWidgetIs(t *testing.T) {
	w := widgettest.NewWindow(t, NewEntry(), 600, 400)
	check := NewCheck("Use Proxy", nil)
	check.SetChecked(true)
	unnamed := NewCheck("", nil)
	choice := NewSelect([]string{"Global", "China"}, nil)
	choice.SetSelected("China")
	name, secret, search := NewEntry(), NewPasswordEntry(), NewSearchEntry("Filter users", nil)
	name.SetText("Contoso")
	secret.SetText("not to be heard")
	NewForm(NewRow("cloud", "Cloud", choice), NewRow("name", "Connection Name", name), NewRow("token", "Refresh Token", secret),
		NewRow("on", "Enabled", unnamed))
	sidebar := NewSidebar([]SidebarGroup{{Title: "Activity", Entries: []SidebarEntry{{"tasks", "Tasks"}}}}, nil)
	sidebar.SetBadge("tasks", 2, "")
	save := fyne.NewMenuItem("Light colors", nil)
	save.Checked = true
	bar := NewMenuBar(w, fyne.NewMainMenu(fyne.NewMenu("View", save)))
	progress, unknown := NewProgressBar(), NewProgressBar()
	progress.Set(0.5)
	unknown.Set(-1)
	split, link := NewSplitButton("New...", nil, nil), NewStatusLink()
	link.Set(Phrase{Tail: "Contoso: importing"}, "", nil)
	for _, given := range []struct {
		widget any
		label  string
		role   fyne.AccessibleRole
	}{
		{NewButton("Save", nil), "Save", fyne.AccessibleRoleButton},
		{NewIconButton("clear", "Close", nil), "Close", fyne.AccessibleRoleButton},
		{split.arrow, "More", fyne.AccessibleRoleButton},
		{check, "Use Proxy, ticked", fyne.AccessibleRoleButton},
		{unnamed, "Enabled, not ticked", fyne.AccessibleRoleButton},
		{choice, "Cloud, China", fyne.AccessibleRoleButton},
		{name, "Connection Name, Contoso", fyne.AccessibleRoleText},
		{secret, "Refresh Token", fyne.AccessibleRoleText},
		{secret.ActionItem, "Show or hide what is typed", fyne.AccessibleRoleButton},
		{search, "Filter users", fyne.AccessibleRoleText},
		{search.cross, "Empty the filter", fyne.AccessibleRoleButton},
		{sidebar, "Tasks, 2", fyne.AccessibleRoleButton},
		{sidebar.items[0], "Tasks, 2", fyne.AccessibleRoleButton},
		{bar.titles[0], "View", fyne.AccessibleRoleButton},
		{newPopUpMenu(w.Canvas(), bar.titles[0].menu, true).items[0], "Light colors, ticked", fyne.AccessibleRoleButton},
		{newCutLabel("a long text", "", fynetheme.SizeNameText), "a long text", fyne.AccessibleRoleText},
		{NewWrapText("a text", "", fynetheme.SizeNameText), "a text", fyne.AccessibleRoleText},
		{NewStatusDot(theme.StatusFailed, "Failed"), "Failed", fyne.AccessibleRoleText},
		{link, "Contoso: importing", fyne.AccessibleRoleButton},
		{progress, "50 %", fyne.AccessibleRoleText},
		{unknown, "in progress", fyne.AccessibleRoleText},
	} {
		told, ok := given.widget.(fyne.Accessible)
		if !ok {
			t.Errorf("%T tells screen readers nothing", given.widget)
			continue
		}
		if told.AccessibilityLabel() != given.label || told.AccessibilityRole() != given.role {
			t.Errorf("%T is %s %q, want %s %q", given.widget, told.AccessibilityRole(), told.AccessibilityLabel(), given.role, given.label)
		}
	}
}

// heard is what Fyne 2.8.1 tells screen readers of an object: it looks into containers alone (collectAccessibleElements in
// internal/driver/glfw).
func heard(object fyne.CanvasObject) (labels []string) {
	if !object.Visible() {
		return nil
	}
	if told, ok := object.(fyne.Accessible); ok && told.AccessibilityRole() != fyne.AccessibleRoleContainer {
		labels = append(labels, told.AccessibilityLabel())
	}
	if box, ok := object.(*fyne.Container); ok {
		for _, child := range box.Objects {
			labels = append(labels, heard(child)...)
		}
	}
	return labels
}

func TestScreenReadersFindTheWindowAndTheFrameOfADialog(t *testing.T) {
	bar := NewStatusBar(NewButton("Exit", nil))
	bar.SetStatus(theme.StatusWarning, Phrase{Tail: "1 unsaved change"})
	w := widgettest.NewWindow(t, NewTooltipHost(container.NewVBox(bar.Row)), 600, 400)
	for _, want := range []string{"1 unsaved change", "Exit"} {
		widgettest.Contains(t, "the window", heard(w.Canvas().Content()), want)
	}
	d := NewDialog(w, "Delete Contoso?", NewEntry())
	d.SetActions(NewButton("Delete", nil), NewButton("Cancel", nil))
	d.Show()
	for _, want := range []string{"Delete Contoso?", "Delete", "Cancel"} {
		widgettest.Contains(t, "the dialog", heard(w.Canvas().Overlays().Top()), want)
	}
}
