package background

import (
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/ui/session"
)

// Notify tells of imports that fail or are held back, and of those that succeed
// again, until the session ends.
func Notify(s *session.Session) {
	known := newOutcomes(s.Beacon.Entries())
	s.OnEnd(s.Beacon.Workspace.OnChange(s.Coalesce(func() {
		for _, n := range known.news(s.Beacon.Entries()) {
			s.Beside(func() {
				if err := n.show(s.Context()); err != nil { // the window says it too
					s.Beacon.Log().Debug("A notification was not shown.", "reason", err)
				}
			})
		}
	})))
}

// outcomes is what is known of the last import through each connection.
type outcomes map[string]outcome

type outcome struct {
	task   int64 // that ended last
	failed bool  // and nothing has succeeded since
}

func newOutcomes(entries []workspace.Entry) outcomes {
	known := outcomes{}
	known.news(entries)
	return known
}

// news returns what is to be told of imports that have ended since.
func (o outcomes) news(entries []workspace.Entry) []notification {
	var news []notification
	for _, e := range entries {
		t, before := e.LastTask, o[e.Connection.ID]
		if t.ID == before.task || !t.Status.Ended() {
			continue
		}
		now := outcome{task: t.ID, failed: before.failed}
		switch t.Status {
		case app.StatusFailed:
			now.failed = true
			news = append(news, notification{
				title: lang.L("Import of {{.Name}} failed", map[string]any{"Name": t.ConnectionName}), text: t.Failure.Message, failed: true,
			})
		case app.StatusHeldBack:
			news = append(news, notification{
				title: lang.L("Import of {{.Name}} waits for a decision", map[string]any{"Name": t.ConnectionName}), text: t.Failure.Message,
				failed: true,
			})
		case app.StatusSucceeded, app.StatusWarnings:
			now.failed = false
			if before.failed {
				news = append(news, notification{
					title: lang.L("Import of {{.Name}} succeeds again", map[string]any{"Name": t.ConnectionName}), text: message.Status(t.Status),
				})
			}
		}
		o[e.Connection.ID] = now
	}
	return news
}
