package form

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"inventorybeacon/ui/widgets/widgettest"
)

func TestScreenReadersAreToldWhatAFieldIsAndHolds(t *testing.T) {
	widgettest.NewWindow(t, container.NewWithoutLayout(), 600, 400)
	check := NewCheck("Use Proxy", nil)
	check.SetChecked(true)
	unnamed := NewCheck("", nil)
	choice := NewSelect([]string{"Global", "China"}, nil)
	choice.SetSelected("China")
	name, secret, search := NewEntry(), NewPasswordEntry(), NewSearchEntry("Filter users", nil)
	name.SetText("Contoso")
	secret.SetText("not to be heard")
	New(NewRow("cloud", "Cloud", choice), NewRow("name", "Connection Name", name), NewRow("token", "Refresh Token", secret),
		NewRow("on", "Enabled", unnamed))
	widgettest.Tells(t, check, "Use Proxy, ticked", fyne.AccessibleRoleButton)
	widgettest.Tells(t, unnamed, "Enabled, not ticked", fyne.AccessibleRoleButton)
	widgettest.Tells(t, choice, "Cloud, China", fyne.AccessibleRoleButton)
	widgettest.Tells(t, name, "Connection Name, Contoso", fyne.AccessibleRoleText)
	widgettest.Tells(t, secret, "Refresh Token", fyne.AccessibleRoleText)
	widgettest.Tells(t, secret.ActionItem, "Show or hide what is typed", fyne.AccessibleRoleButton)
	widgettest.Tells(t, search, "Filter users", fyne.AccessibleRoleText)
	widgettest.Tells(t, search.cross, "Empty the filter", fyne.AccessibleRoleButton)
}
