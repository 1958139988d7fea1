package background

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/execution"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/session"
	"inventorybeacon/ui/widgets"
)

// Tray is the icon in the notification area with its menu. It is a second way to
// the window, never the only one: when the area goes while the window is hidden,
// the window comes back.
type Tray struct {
	desktop desktop.App
	window  fyne.Window
	shown   string // the texts of the menu
}

// NewTray puts the icon into the notification area, before the application runs;
// nil where there is none. exit is asked to leave the program until Follow names
// another way.
func NewTray(application fyne.App, window fyne.Window, exit func()) *Tray {
	d, ok := application.(desktop.App)
	if !ok || !Available() {
		return nil
	}
	t := &Tray{desktop: d, window: window}
	t.set(t.open(), quit(exit))
	return t
}

// Follow fills the menu with what runs and what can be done, until the session
// ends. exit is asked to leave the program.
func (t *Tray) Follow(s *session.Session, exit func()) {
	leave := func() {
		t.window.Show() // it may have to ask
		exit()
	}
	refresh := func() { t.set(t.items(s, leave)...) }
	s.OnEnd(s.Beacon.Workspace.OnChange(s.Coalesce(refresh)))
	s.OnEnd(s.Beacon.OnProgress(s.Coalesce(refresh)))
	s.Every(time.Minute, refresh) // the next run passes
	refresh()
	s.Beside(func() {
		whenGone(s.Context(), func() { widgets.Do(t.window.Show) })
	})
}

// Hide hides the window if there is a way back to it, and calls otherwise if there
// is none.
func (t *Tray) Hide(s *session.Session, otherwise func()) {
	session.Go(s, s.Context(), func(context.Context) (bool, error) { return Available(), nil }, func(available bool, _ error) {
		if available {
			t.window.Hide()
		} else {
			otherwise()
		}
	})
}

func (t *Tray) items(s *session.Session, leave func()) []*fyne.MenuItem {
	items := []*fyne.MenuItem{t.open(), fyne.NewMenuItemSeparator()}
	for _, e := range s.Beacon.Running() {
		items = append(items, told(lang.L("Importing {{.Name}}", map[string]any{"Name": e.Task.ConnectionName})))
	}
	if next := nextRun(s.Beacon.Entries(), time.Now()); next != "" {
		items = append(items, told(next))
	}
	if execute := executions(s); len(execute) > 0 {
		now := fyne.NewMenuItem(lang.L("Execute Now"), nil)
		now.ChildMenu = fyne.NewMenu("", execute...)
		items = append(items, now, fyne.NewMenuItemSeparator())
	}
	return append(items, quit(leave))
}

// nextRun says what is imported next, and when; nothing when nothing is scheduled.
func nextRun(entries []workspace.Entry, now time.Time) string {
	var next workspace.Entry
	for _, e := range entries {
		if !e.NextRun.IsZero() && (next.NextRun.IsZero() || e.NextRun.Before(next.NextRun)) {
			next = e
		}
	}
	if next.NextRun.IsZero() {
		return ""
	}
	at := format.Run(next.NextRun, now, next.NextRunWaits)
	return lang.L("Next run: {{.Name}}, {{.Time}}", map[string]any{"Name": next.Schedule.Name, "Time": at})
}

// executions are the connections that can be imported through, by name.
func executions(s *session.Session) []*fyne.MenuItem {
	var items []*fyne.MenuItem
	for _, e := range s.Beacon.Entries() {
		if e.Edit == workspace.EditDeleted || e.Connection.Disabled {
			continue
		}
		item := fyne.NewMenuItem(e.Connection.Name, func() {
			if s.Context().Err() == nil { // the menu may outlive its session for a moment
				execution.Start(s, e.Connection.ID, func(app.Task) {})
			}
		})
		item.Disabled = execution.Running(s, e.Connection.ID)
		items = append(items, item)
	}
	return items
}

func (t *Tray) open() *fyne.MenuItem {
	return fyne.NewMenuItem(lang.L("Open Inventory Beacon"), t.window.Show)
}

// told is an entry to read.
func told(text string) *fyne.MenuItem {
	item := fyne.NewMenuItem(text, nil)
	item.Disabled = true
	return item
}

func quit(action func()) *fyne.MenuItem {
	item := fyne.NewMenuItem(lang.L("Exit"), action)
	item.IsQuit = true
	return item
}

// set replaces the menu if it is to say something else: desktops close one that
// is open when it is replaced.
func (t *Tray) set(items ...*fyne.MenuItem) {
	texts := describe(items)
	if texts == t.shown {
		return
	}
	t.shown = texts
	t.desktop.SetSystemTrayMenu(fyne.NewMenu(app.Name, items...))
}

func describe(items []*fyne.MenuItem) string {
	var text strings.Builder
	for _, item := range items {
		text.WriteString(item.Label)
		if item.Disabled {
			text.WriteString(" (off)")
		}
		if item.ChildMenu != nil {
			text.WriteString("\n" + describe(item.ChildMenu.Items))
		}
		text.WriteString("\n")
	}
	return text.String()
}
