package systems

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/execution"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/page"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets/dialog"
)

// What holds of connections on which commands act.
func isAny(workspace.Entry) bool         { return true }
func isEditable(e workspace.Entry) bool  { return e.Edit != workspace.EditDeleted }
func isDeleted(e workspace.Entry) bool   { return e.Edit == workspace.EditDeleted }
func isChanged(e workspace.Entry) bool   { return e.Edit == workspace.EditChanged }
func isEnabled(e workspace.Entry) bool   { return isEditable(e) && !e.Connection.Disabled }
func isDisabled(e workspace.Entry) bool  { return isEditable(e) && e.Connection.Disabled }
func hasImported(e workspace.Entry) bool { return isEditable(e) && e.LastTask.ID != 0 }

func (p *Page) isExecutable(e workspace.Entry) bool { return execution.Possible(p.session, e) }

// some returns what reports whether something holds of a selected connection.
func (p *Page) some(holds func(workspace.Entry) bool) func() bool {
	return func() bool { return len(p.chosen(holds)) > 0 }
}

// several is what a command says that acts on the selected connections of which something holds.
func (p *Page) several(text string, holds func(workspace.Entry) bool) string {
	return page.Several(text, p.grid.SelectionCount(), len(p.chosen(holds)))
}

func (p *Page) executeText() string { return p.several(lang.L("Execute Now"), p.isExecutable) }

func (p *Page) deleteText() string {
	return page.RemoveText(p.grid.SelectionCount(), len(p.chosen(isEditable)), len(p.chosen(isDeleted)))
}

// toggleText is Disable as long as one of the selected connections can be.
func (p *Page) toggleText() string {
	if len(p.chosen(isEnabled)) == 0 && len(p.chosen(isDisabled)) > 0 {
		return p.several(lang.L("Enable"), isDisabled)
	}
	return p.several(lang.L("Disable"), isEnabled)
}

// toggleEnabled disables the selected connections or, where all are, enables them again.
func (p *Page) toggleEnabled() {
	acts, disable := p.chosen(isEnabled), true
	if len(acts) == 0 {
		acts, disable = p.chosen(isDisabled), false
	}
	session.DoEach(p.session, lang.L("The connection could not be changed"), lang.L("Not every connection could be changed"),
		acts, workspace.Entry.Name,
		func(ctx context.Context, e workspace.Entry) error {
			return p.session.Beacon.SetDisabled(ctx, e.Connection.ID, disable)
		}, nil)
}

// execute imports through the selected connections, as they are saved.
func (p *Page) execute() { execution.StartEach(p.session, p.chosen(p.isExecutable), p.refresh) }

// delete asks and then has the removal wait for Save; where all of them wait for that, they are kept.
func (p *Page) delete() {
	doomed := p.chosen(isEditable)
	if len(doomed) == 0 {
		p.revert(isDeleted)
		return
	}
	remove := func(keepData bool) func() {
		return func() {
			session.DoEach(p.session, lang.L("The connection could not be deleted"), lang.L("Not every connection could be deleted"),
				doomed, workspace.Entry.Name,
				func(ctx context.Context, e workspace.Entry) error {
					return p.session.Beacon.Delete(ctx, e.Connection.ID, keepData)
				}, nil)
		}
	}
	title, nothing, text := deleteTexts(doomed)
	imported := p.chosen(hasImported)
	if len(imported) == 0 {
		p.session.ConfirmLoss(title, nothing, lang.L("Delete"), remove(false))
		return
	}
	var ids []string
	for _, e := range imported {
		ids = append(ids, e.Connection.ID)
	}
	p.session.TellContents(dialog.Confirm(p.session.Window, title, text, deleteChoices(remove)...), text, ids...)
}

// deleteTexts are the title of the question whether connections are deleted, and its text where nothing was imported and where there
// is an inventory.
func deleteTexts(doomed []workspace.Entry) (title, nothing, text string) {
	if len(doomed) == 1 {
		return lang.L("Delete connection {{.Name}}?", map[string]any{"Name": doomed[0].Connection.Name}),
			lang.L("Nothing has been imported through it."),
			lang.L("Choose whether the users, applications, licenses and usage imported through it go with it or stay, on the pages and under Connection > Kept Inventories... The list of tasks stays in any case. Save carries it out.")
	}
	var all []string
	for _, e := range doomed {
		all = append(all, e.Connection.Name)
	}
	names := format.Names(all) + "\n\n"
	return lang.L("Delete {{.Count}} connections?", map[string]any{"Count": len(doomed)}),
		names + lang.L("Nothing has been imported through them."),
		names + lang.L("Choose whether the users, applications, licenses and usage imported through them go with them or stay, on the pages and under Connection > Kept Inventories... The list of tasks stays in any case. Save carries it out.")
}

// deleteChoices are those where an inventory is at stake: Enter presses what changes nothing.
func deleteChoices(remove func(keepData bool) func()) []dialog.Choice {
	return []dialog.Choice{
		{Text: lang.L("Delete with Inventory"), Action: remove(false)},
		{Text: lang.L("Delete, Keep Inventory"), Action: remove(true)},
		{Text: lang.L("Cancel"), Primary: true, Cancel: true},
	}
}

// revert drops the edits of the selected connections of which something holds.
func (p *Page) revert(holds func(workspace.Entry) bool) {
	session.DoEach(p.session, lang.L("The changes could not be dropped"), lang.L("Not all changes could be dropped"),
		p.chosen(holds), workspace.Entry.Name,
		func(ctx context.Context, e workspace.Entry) error {
			return p.session.Beacon.Revert(ctx, e.Connection.ID)
		}, nil)
}
