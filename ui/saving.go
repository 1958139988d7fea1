package ui

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/ui/format"
	listing "inventorybeacon/ui/page"
	"inventorybeacon/ui/scheduling"
	"inventorybeacon/ui/theme"
	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/dialog"
)

// saveAll writes all edits in one transaction.
func (s *shell) saveAll() { s.saveThen(nil) }

func (s *shell) saveThen(then func()) {
	s.session.Do(lang.L("The changes could not be saved"), s.session.Beacon.Save, func() {
		s.clearNotice()
		if then != nil {
			then()
		}
	})
}

// cancelAll drops all edits, after asking.
func (s *shell) cancelAll() {
	s.session.ConfirmLoss(lang.L("Drop all unsaved changes?"),
		lang.L("New, changed and deleted connections go back to how they were last saved. A refresh token that was received since is lost.")+
			"\n\n"+lang.L("Unsaved changes")+": "+strconv.Itoa(s.session.Beacon.Unsaved()),
		lang.L("Drop Changes"), func() { s.discardThen(nil) })
}

func (s *shell) discardThen(then func()) {
	s.session.Do(lang.L("The changes could not be dropped"), s.session.Beacon.Workspace.Cancel, func() {
		s.clearNotice()
		if then != nil {
			then()
		}
	})
}

// offerRecovered tells of edits that an earlier run left unsaved.
func (s *shell) offerRecovered() {
	if err := s.session.Beacon.SealedDrafts(); err != nil {
		s.session.Fail(lang.L("Unsaved changes cannot be opened"), err)
		return
	}
	count := s.session.Beacon.Recovered()
	if count == 0 {
		return
	}
	s.notice.Say(theme.StatusWarning,
		lang.L("Inventory Beacon was closed before these changes were saved: {{.Count}}. They have been kept. Save keeps them, Cancel drops them.", map[string]any{"Count": count}),
		widgets.NewButton(lang.L("Save"), s.saveAll))
	s.body.Refresh()
}

func (s *shell) clearNotice() {
	s.notice.Clear()
	s.noticeClosed()
}

func (s *shell) noticeClosed() {
	s.body.Refresh()
	s.tellNotices()
}

// tellNotices shows what the program says of its own files, once and one after the
// other, and after what is told at the start.
func (s *shell) tellNotices() {
	if s.current == "" {
		return
	}
	for _, notice := range s.session.Beacon.Notices() {
		if s.told[notice.Message] || s.notice.Text() != "" {
			continue
		}
		s.told[notice.Message] = true
		s.notice.Say(theme.StatusWarning, notice.Message+" "+notice.Advice, nil)
		s.body.Refresh()
	}
}

// close is the window's own button: it closes the dialog that is open, which asks before
// it drops what was typed; else it hides the window where the administrator has chosen
// so, and leaves the program otherwise.
func (s *shell) close() {
	if s.closeTop() {
		return
	}
	if s.closesToTray() {
		s.tray.Hide(s.session, s.exit)
		return
	}
	s.exit()
}

// closeTop closes the dialog that is open as Esc does, so that it asks before it drops what was typed. It
// reports whether one was open.
func (s *shell) closeTop() bool {
	c := s.window.Canvas()
	if !widgets.Covered(c) {
		return false
	}
	if key := c.OnTypedKey(); key != nil {
		key(&fyne.KeyEvent{Name: fyne.KeyEscape})
	}
	return true
}

// exit closes the window, after asking about what would be lost or cut short. A dialog may be open: the menu of
// the notification area leads here, too, and what is saved first takes a moment.
func (s *shell) exit() {
	switch {
	case s.closeTop():
	case s.session.Beacon.Unsaved() > 0:
		dialog.Confirm(s.window, lang.L("Save the changes before exit?"),
			lang.L("Connections have been edited and not saved."),
			dialog.Choice{Text: lang.L("Save"), Primary: true, Action: func() { s.saveThen(s.exit) }},
			dialog.Choice{Text: lang.L("Discard"), Action: func() { s.discardThen(s.exit) }},
			dialog.Choice{Text: lang.L("Keep Editing"), Cancel: true})
	case len(s.session.Beacon.Running()) > 0:
		dialog.Confirm(s.window, lang.L("An import is running"),
			lang.L("Exit interrupts it. The inventory stays as it was before, and the next execution goes on from the last page."),
			dialog.Choice{Text: lang.L("Keep Running"), Primary: true, Cancel: true},
			dialog.Choice{Text: lang.L("Exit Anyway"), Action: s.end})
	case s.leaving:
	case !s.serviceOffered():
		s.leaving = true
		scheduling.WhenServiceNeeded(s.session, s.goOnLeaving(func() {
			s.noteServiceOffered()
			scheduling.OfferService(s.session, s.end)
		}), s.goOnLeaving(s.end))
	default:
		s.end()
	}
}

// goOnLeaving does the next step of exit after what took a moment, in which a dialog may have been opened.
func (s *shell) goOnLeaving(next func()) func() {
	return func() {
		s.leaving = false
		if !s.closeTop() {
			next()
		}
	}
}

// lastImport is the newest import's outcome in a line, with a color unless all is well; a long name gives way to the outcome.
func (s *shell) lastImport() (theme.Status, widgets.Phrase) {
	var newest app.Task
	for _, e := range s.session.Beacon.Entries() {
		if e.LastTask.Ended.After(newest.Ended) {
			newest = e.LastTask
		}
	}
	if newest.ID == 0 {
		return theme.StatusUnset, widgets.Phrase{}
	}
	return outcome(newest, time.Now())
}

func outcome(t app.Task, now time.Time) (theme.Status, widgets.Phrase) {
	parts := []string{format.When(t.Ended, now)}
	if t.Status == app.StatusWarnings {
		parts = append(parts, lang.L("with warnings"))
	}
	users := t.Counts.Users
	switch change := format.Change(users.Added, users.Changed, users.Removed); {
	case t.Status != app.StatusSucceeded && t.Status != app.StatusWarnings: // nothing was published
		parts = append(parts, lang.L(string(t.Status)))
	case change != "":
		parts = append(parts, lang.L("users: {{.Change}}", map[string]any{"Change": change}))
	default:
		parts = append(parts, lang.L("no user changed"))
	}
	status := listing.TaskStatus(t.Status)
	if status != theme.StatusWarning && status != theme.StatusFailed {
		status = theme.StatusUnset
	}
	return status, widgets.Phrase{
		Head: lang.L("Last import of {{.Name}}", map[string]any{"Name": t.ConnectionName}), Tail: ": " + strings.Join(parts, ", "),
	}
}
