// Package execution is Execute Now, wherever it stands: it asks what has to be
// asked and starts the import.
package execution

import (
	"context"
	"errors"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/ui/connection"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets/dialog"
)

// Possible reports whether an import through the connection can be started.
func Possible(s *session.Session, e workspace.Entry) bool {
	return e.Edit != workspace.EditDeleted && !e.Connection.Disabled && !Running(s, e.Connection.ID)
}

// Running reports whether an import through the connection runs in this program.
func Running(s *session.Session, connectionID string) bool {
	for _, e := range s.Beacon.Running() {
		if e.Task.ConnectionID == connectionID {
			return true
		}
	}
	return false
}

// Start imports through a connection as it is saved; started is called with the
// task.
func Start(s *session.Session, connectionID string, started func(app.Task)) {
	e, ok := s.Beacon.Entry(connectionID)
	switch {
	case !ok || !Possible(s, e):
	case e.Connection.Flow == connector.AuthorizationCode && !e.HasRefreshToken():
		s.Window.Show() // which may be hidden
		dialog.Confirm(s.Window, lang.L("Nobody has signed in yet"),
			lang.L("This connection has no refresh token. Generate... in its dialog signs in and receives one."),
			dialog.Choice{Text: lang.L("Edit..."), Primary: true, Action: func() { connection.Edit(s, e, func(string) {}) }},
			dialog.Choice{Text: lang.L("Cancel"), Cancel: true})
	case !e.Saved():
		s.Window.Show()
		dialog.Confirm(s.Window, lang.L("The connection has unsaved changes"),
			lang.L("An import goes through the connection as it is saved."),
			dialog.Choice{Text: lang.L("Save and Execute"), Primary: true, Action: func() { begin(s, e, true, started) }},
			dialog.Choice{Text: lang.L("Cancel"), Cancel: true})
	default:
		begin(s, e, false, started)
	}
}

func begin(s *session.Session, e workspace.Entry, save bool, started func(app.Task), options ...imports.Option) {
	id := e.Connection.ID
	session.Go(s, s.Context(), func(ctx context.Context) (app.Task, error) {
		if save {
			if err := s.Beacon.SaveOne(ctx, id); err != nil {
				return app.Task{}, err
			}
		}
		return s.Beacon.Start(ctx, id, app.TriggerManual, options...)
	}, func(task app.Task, err error) {
		var duplicate *workspace.DuplicateTenantError
		if errors.As(err, &duplicate) {
			askAboutDuplicate(s, e, duplicate, started)
			return
		}
		if err != nil {
			s.Window.Show()
			s.Fail(lang.L("The import could not be started"), err)
			return
		}
		started(task)
	})
}
