package kept

import (
	"context"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/form"
)

const giveWidth = 520

// giveTo asks which connection is to go on with an inventory.
func (m *manager) giveTo(k workspace.KeptInventory) {
	s := m.session
	takers := s.Beacon.KeptTakers(k)
	if len(takers) == 0 {
		dialog.Message(s.Window, theme.StatusRunning, lang.L("No connection can go on with it"),
			lang.L("There is no saved connection to the tenant {{.Tenant}} that has not imported yet. Make one with New..., sign in and save it.",
				map[string]any{"Tenant": k.Tenant}), "")
		return
	}
	var names []string
	for _, e := range takers {
		names = append(names, format.Distinct(names, e.Connection.Name))
	}
	list := form.NewSelect(names, nil)
	list.SetSelected(names[0])
	intro := widgets.NewWrapText(lang.L("The imports of the connection go on with the inventory of {{.Name}}. Connections to the tenant {{.Tenant}} that have not imported yet:", map[string]any{"Name": k.Name, "Tenant": k.Tenant}),
		fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	form := form.New(form.NewRow("connection", lang.L("Connection"), list))
	d := dialog.New(s.Window, lang.L("Give the Inventory"), container.New(layout.NewCustomPaddedVBoxLayout(12), intro, form))
	d.SetWidth(giveWidth)
	d.SetActions(widgets.NewPrimaryButton(lang.L("Give"), func() {
		d.Close()
		give(s, k, takers[max(0, list.SelectedIndex())])
	}), widgets.NewButton(lang.L("Cancel"), nil))
	d.SetFocus(list)
	d.Show()
}

func give(s *session.Session, k workspace.KeptInventory, to workspace.Entry) {
	s.Do(lang.L("The inventory could not be given"), func(ctx context.Context) error {
		return s.Beacon.GiveKept(ctx, k.ID, to.Connection.ID)
	}, nil)
}
