package execution

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets/dialog"
)

// askAboutDuplicate asks what is meant by an import of a tenant that has been imported
// before. Where that is kept of a deleted connection, this one can go on with it.
func askAboutDuplicate(s *session.Session, e workspace.Entry, duplicate *workspace.DuplicateTenantError, started func(app.Task)) {
	s.Window.Show() // which may be hidden
	advice := message.Advice(duplicate.Message())
	anyway := dialog.Choice{
		Text:   lang.L("Import All the Same"),
		Action: func() { begin(s, e, false, started, imports.AllowDuplicate) },
	}
	cancel := dialog.Choice{Text: lang.L("Cancel"), Cancel: true, Primary: true} // as the question advises
	choices := []dialog.Choice{anyway}
	if kept := s.Beacon.KeptFor(e.Connection.ID); len(duplicate.Others) == 0 && len(kept) == 1 {
		cancel.Primary = false
		choices = []dialog.Choice{
			{Text: lang.L("Use Kept Inventory"), Primary: true, Action: func() { goOnWith(s, e, kept[0], started) }},
			anyway,
		}
	}
	choices = append(choices, cancel)
	dialog.Confirm(s.Window, lang.L("The tenant has been imported already"), advice.Message+"\n\n"+advice.Action, choices...)
}

// goOnWith gives a connection a kept inventory and imports through it.
func goOnWith(s *session.Session, e workspace.Entry, kept workspace.KeptInventory, started func(app.Task)) {
	s.Do(lang.L("The inventory could not be given"), func(ctx context.Context) error {
		return s.Beacon.GiveKept(ctx, kept.ID, e.Connection.ID)
	}, func() { begin(s, e, false, started) })
}
