package backups

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
)

// manager is the dialog that the menu opens.
type manager struct {
	session *session.Session
	restore func(path string)
	list    *list
	dialog  *dialog.Dialog
	again   *widgets.Button // Restore...
	create  *widgets.Button
}

// Show opens the dialog. restore is called with the path of the backup that was
// chosen, when the dialog is gone.
func Show(s *session.Session, restore func(path string)) {
	m := &manager{session: s, restore: restore, list: newList()}
	m.again = widgets.NewButton(lang.L("Restore..."), m.restoreSelected)
	m.create = widgets.NewButton(lang.L("Back Up Now"), m.backUp)
	closing := widgets.NewButton(lang.L("Close"), nil)
	m.dialog = dialog.New(s.Window, lang.L("Backups"), frame(about(s), m.list.grid))
	m.dialog.SetExtras(m.create, widgets.NewButton(lang.L("Restore a File..."), m.chooseFile))
	m.dialog.SetActions(m.again, closing)
	m.dialog.SetWidth(660)
	m.list.grid.OnSelected = func(int) { m.update() }
	m.list.grid.OnActivate = func(int) { m.restoreSelected() }
	m.dialog.SetFocus(m.list.grid)
	m.update()
	m.load()
	m.dialog.Show()
}

// about says what backups are, and where they can be deleted.
func about(s *session.Session) string {
	return lang.L("A backup holds connections with their sealed secrets, schedules, tasks and the history. One is made every day in which the window is open or schedules are served; the last seven of these are kept, and those made on demand until you delete their files in {{.Folder}}.",
		map[string]any{"Folder": s.Beacon.BackupsFolder()})
}

// frame puts a text above a list.
func frame(text string, grid fyne.CanvasObject) fyne.CanvasObject {
	about := widgets.NewWrapText(text, fynetheme.ColorNameForeground, fynetheme.SizeNameText)
	return dialog.NewAround(10, grid, 220, about, grid)
}

func (m *manager) update() {
	_, usable := m.list.selected()
	m.again.SetEnabled(usable)
}

func (m *manager) load() {
	session.Go(m.session, m.session.Context(), func(ctx context.Context) ([]checked, error) {
		backups, err := m.session.Beacon.Backups()
		return check(ctx, m.session.Beacon.Dir(), backups), err
	}, func(rows []checked, err error) {
		if err != nil {
			m.session.FailReading(m.list.grid, lang.L("The backups could not be read"), err)
			return
		}
		m.list.show(rows, time.Now())
		m.update()
	})
}

func (m *manager) backUp() {
	m.create.SetEnabled(false)
	session.Go(m.session, m.session.Context(), m.session.Beacon.BackUp, func(_ app.Backup, err error) {
		m.create.SetEnabled(true)
		if err != nil {
			m.session.Fail(lang.L("The backup could not be made"), err)
			return
		}
		m.load()
	})
}

func (m *manager) restoreSelected() {
	if backup, usable := m.list.selected(); usable {
		m.ask(backup.Path, backup.Name, backup.secretsLost)
	}
}

// chooseFile restores a file from elsewhere, such as a backup of this computer.
func (m *manager) chooseFile() {
	m.session.OpenFile(lang.L("Choose a Backup"), nil, func(file fyne.URIReadCloser) {
		_ = file.Close()
		path, name := file.URI().Path(), file.URI().Name()
		session.Go(m.session, m.session.Context(), func(ctx context.Context) (bool, error) {
			return app.SecretsOfBackupLost(ctx, m.session.Beacon.Dir(), path), nil
		}, func(secretsLost bool, _ error) { m.ask(path, name, secretsLost) })
	})
}

func (m *manager) ask(path, name string, secretsLost bool) {
	if len(m.session.Beacon.Running()) > 0 {
		dialog.Message(m.session.Window, theme.StatusWarning, lang.L("An import is running"),
			lang.L("A backup cannot be restored meanwhile. Wait until the import has ended, or cancel it."), "")
		return
	}
	text := name + "\n\n" +
		lang.L("Connections, schedules, tasks and the history go back to what they were then, with all prices, commitments, names of your own, views and licenses to keep; unsaved changes are dropped. The present files are kept beside the restored ones. What was imported stays.")
	if secretsLost {
		text += "\n\n" + app.SecretsOfBackup()
	}
	question := m.session.ConfirmLoss(lang.L("Restore this backup?"), text+m.present("–"), lang.L("Restore"), func() {
		m.dialog.Close()
		m.restore(path)
	})
	session.Go(m.session, m.session.Context(), func(ctx context.Context) (int64, error) {
		return m.session.Beacon.CountTasks(ctx, app.TaskQuery{})
	}, func(tasks int64, err error) {
		m.session.Fail(lang.L("The tasks could not be read"), err)
		question.SetMessage(text + m.present(message.Number(tasks)))
	})
}

// present says how much a restored backup takes the place of.
func (m *manager) present(tasks string) string {
	b := m.session.Beacon
	return "\n\n" + lang.L(
		"Connections now: {{.Connections}}\nSchedules now: {{.Schedules}}\nTasks now: {{.Tasks}}\nUnsaved changes: {{.Unsaved}}",
		map[string]any{"Connections": len(b.Entries()), "Schedules": len(b.Schedules()), "Tasks": tasks, "Unsaved": b.Unsaved()},
	)
}
