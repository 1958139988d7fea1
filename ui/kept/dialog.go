// Package kept is the dialog of the inventories of deleted connections: they are
// listed, exported, given to another connection, and removed.
package kept

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
	"inventorybeacon/ui/widgets/grid"
)

const dialogWidth = 700

// manager is one showing of the dialog.
type manager struct {
	session  *session.Session
	grid     *grid.Grid
	rows     []workspace.KeptInventory
	selected string // by its id

	give, export, remove *widgets.Button
}

// Show opens the dialog.
func Show(s *session.Session) {
	m := &manager{session: s, grid: grid.New(
		grid.Column{ID: "name", Title: lang.L("Deleted connection"), Width: 180, MinWidth: 150, Stretch: 2},
		grid.Column{ID: "tenant", Title: lang.L("Tenant"), Width: 120, MinWidth: 90, Stretch: 1},
		grid.Column{ID: "users", Title: lang.L("Users"), Width: 76, AlignRight: true},
		grid.Column{ID: "imported", Title: lang.L("Imported"), Width: 124},
		grid.Column{ID: "deleted", Title: lang.L("Deleted"), Width: 124},
	)}
	m.grid.SetEmpty(lang.L("No inventory is kept"), lang.L("Deleting a connection asks whether its inventory is."), nil)
	m.grid.OnSelected = m.choose
	m.grid.OnActivate = func(int) { m.withSelected(m.giveTo) }
	m.grid.OnDelete = func(int) { m.askToRemove() }
	m.give = widgets.NewButton(lang.L("Give To..."), func() { m.withSelected(m.giveTo) })
	m.export = widgets.NewButton(lang.L("Export..."), func() { m.withSelected(m.exportTo) })
	m.remove = widgets.NewButton(lang.L("Remove..."), m.askToRemove)

	about := widgets.NewWrapText(lang.L("What deleted connections have imported. It stays on the pages until it is removed, and another connection to the same tenant can go on with it."),
		fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	d := dialog.New(s.Window, lang.L("Kept Inventories"), dialog.NewAround(10, m.grid, 220, about, m.grid))
	d.SetExtras(m.export, m.remove)
	d.SetActions(m.give, widgets.NewButton(lang.L("Close"), nil))
	d.SetWidth(dialogWidth)
	d.SetFocus(m.grid)
	d.OnClosed = s.Beacon.Workspace.OnChange(s.Coalesce(m.refresh))
	m.refresh()
	d.Show()
}

// refresh shows what is kept now; the selection stays with its inventory.
func (m *manager) refresh() {
	m.rows = m.session.Beacon.Kept()
	cells, now := make(grid.Rows, len(m.rows)), time.Now()
	for i, k := range m.rows {
		deleted := grid.Muted(lang.L("Not known"))
		if !k.Deleted.IsZero() {
			deleted = grid.Text(format.When(k.Deleted, now))
		}
		name, tenant := grid.Text(k.Name), grid.Text(k.Tenant)
		name.Tooltip, tenant.Tooltip = k.Name, strings.TrimSpace(k.Tenant+"\n"+k.TenantID)
		cells[i] = []grid.Cell{name, tenant, grid.Text(message.Number(k.Users)), grid.Text(format.When(k.Imported, now)), deleted}
	}
	selected := max(0, slices.IndexFunc(m.rows, func(k workspace.KeptInventory) bool { return k.ID == m.selected }))
	m.grid.SetData(cells)
	m.grid.Select(min(selected, len(m.rows)-1))
	m.update()
}

func (m *manager) choose(row int) {
	if row >= 0 && row < len(m.rows) {
		m.selected = m.rows[row].ID
	}
	m.update()
}

func (m *manager) update() {
	chosen := m.chosen()
	m.give.SetEnabled(len(chosen) == 1)
	m.export.SetEnabled(len(chosen) == 1)
	m.remove.SetEnabled(len(chosen) > 0)
}

// chosen returns the selected inventories.
func (m *manager) chosen() (chosen []workspace.KeptInventory) {
	for row := range m.grid.SelectedRows() {
		if row < len(m.rows) {
			chosen = append(chosen, m.rows[row])
		}
	}
	return chosen
}

// withSelected does something with the selected inventory, if it is one.
func (m *manager) withSelected(do func(k workspace.KeptInventory)) {
	if chosen := m.chosen(); len(chosen) == 1 {
		do(chosen[0])
	}
}

// exportTo writes everything into one file.
func (m *manager) exportTo(k workspace.KeptInventory) {
	m.session.SaveFile(lang.L("Export the Inventory"), fileName(k.Name), lang.L("The inventory could not be exported"),
		func(ctx context.Context, out io.Writer) error { return m.session.Beacon.ExportKept(ctx, k.ID, out) },
		func(path string) {
			m.session.TellSaved(theme.StatusOK, lang.L("Export the Inventory"),
				lang.L("Users, licenses, applications and usage are in {{.File}}, each as a CSV file.", map[string]any{"File": path}), path)
		})
}

// fileName makes the name of a file of what no system allows in one.
func fileName(name string) string {
	safe := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '-'
		}
		return r
	}, name)
	return safe + ".zip"
}

// askToRemove removes the selected inventories after a question.
func (m *manager) askToRemove() {
	doomed := m.chosen()
	if len(doomed) == 0 {
		return
	}
	var ids, names []string
	for _, k := range doomed {
		ids, names = append(ids, k.ID), append(names, k.Name)
	}
	title := lang.L("Remove the inventory of {{.Name}}?", map[string]any{"Name": names[0]})
	text := lang.L("Its users, applications, licenses and usage are removed for good. The list of tasks stays.")
	if len(doomed) > 1 {
		title = lang.L("Remove {{.Count}} inventories?", map[string]any{"Count": len(doomed)})
		text = format.Names(names) + "\n\n" +
			lang.L("Their users, applications, licenses and usage are removed for good. The list of tasks stays.")
	}
	question := m.session.ConfirmLoss(title, text, lang.L("Remove"), func() {
		session.DoEach(m.session, lang.L("The inventory could not be removed"), lang.L("Not every inventory could be removed"), doomed,
			func(k workspace.KeptInventory) string { return k.Name },
			func(ctx context.Context, k workspace.KeptInventory) error {
				return m.session.Beacon.RemoveKept(ctx, k.ID)
			}, nil)
	})
	m.session.TellContents(question, text, ids...)
}
