package ui

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/ui/format"
	"inventorybeacon/ui/notifications"
	"inventorybeacon/ui/tasks"
	"inventorybeacon/ui/widgets"
)

// followActivity has the status bar say on every page what runs. It says it anew every second, because what stands still is not told.
func (s *shell) followActivity() {
	tell := s.session.Coalesce(s.tellActivity)
	s.session.OnEnd(s.session.Beacon.OnProgress(tell))
	s.session.Every(time.Second, s.tellActivity)
}

// tellActivity says what runs, with the way to it.
func (s *shell) tellActivity() {
	running := s.session.Beacon.Running()
	known := map[int64]bool{}
	for _, e := range running {
		known[e.Task.ID] = true
	}
	for _, e := range s.session.Beacon.Entries() { // in another process
		if t := e.LastTask; t.ID != 0 && !t.Status.Ended() && !known[t.ID] {
			running = append(running, imports.Execution{Task: t})
		}
	}
	if source, _ := s.session.SourceText(); source != "" && len(running) == 0 {
		s.status.SetActivity(widgets.Phrase{Tail: source}, lang.L("Shows the inventory of this computer again"), s.session.LookHere)
		return
	}
	if len(running) == 0 {
		s.tellTrouble()
		return
	}
	text := activity(running[0], time.Now())
	if len(running) > 1 {
		text = widgets.Phrase{Tail: lang.L("{{.Count}} imports are running", map[string]any{"Count": len(running)})}
	}
	id := running[0].Task.ConnectionID
	s.status.SetActivity(text, lang.L("Shows the import on Inventory Systems"), func() {
		s.show(pageSystems)
		s.systems.Select(id)
	})
}

// tellTrouble says what does not work beside imports, with the way to it.
func (s *shell) tellTrouble() {
	if text := s.centralActivity(time.Now()); text.String() != "" {
		s.status.SetActivity(text, lang.L("Shows how far publishing is, on Central"), func() { s.show(pageCentral) })
		return
	}
	s.status.SetActivity(s.notificationActivity(), lang.L("Shows which channel does not work, and why"),
		func() { notifications.Show(s.session) })
}

// activity says in a few words how far an import is; a long name gives way to that.
func activity(e imports.Execution, now time.Time) widgets.Phrase {
	return widgets.Phrase{Head: e.Task.ConnectionName, Tail: ": " + progress(e, now)}
}

func progress(e imports.Execution, now time.Time) string {
	text := lang.L("importing for {{.Time}}", map[string]any{"Time": format.Elapsed(app.Took(e.Task, now))})
	for _, p := range e.Phases {
		switch {
		case p.Finished || p.Phase != connector.PhaseUsers:
		case p.Quiet >= imports.QuietAfter:
			return text + " · " + lang.L("nothing for {{.Time}}", map[string]any{"Time": format.Elapsed(p.Quiet)})
		case p.Total > 1:
			text += " · " + message.Number(min(100, 100*p.Done/p.Total)) + " %"
			if p.Left > 0 {
				text += " · " + lang.L("{{.Time}} left", map[string]any{"Time": message.Roughly(p.Left)})
			}
		}
	}
	return text
}

// openTask shows a task on its page.
func (s *shell) openTask(id int64) {
	s.show(pageTasks)
	if page, ok := s.pages[pageTasks].(*tasks.Page); ok {
		page.Select(id)
	}
}
