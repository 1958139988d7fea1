package session

import (
	"context"
	"errors"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/ui/widgets/dialog"
)

// TellContents says in a question about the end of connections, below its text, how much is stored of their imports. That takes a
// moment, in which the lines stand there without their numbers, so that no button moves.
func (s *Session) TellContents(question *dialog.Dialog, text string, connectionIDs ...string) {
	tell := func(users, licenses, tasks string) {
		question.SetMessage(text + "\n\n" + lang.L("Users: {{.Users}}\nLicenses: {{.Licenses}}\nTasks: {{.Tasks}}", map[string]any{
			"Users": users, "Licenses": licenses, "Tasks": tasks,
		}))
	}
	tell("–", "–", "–")
	type contents struct{ users, licenses, tasks int64 }
	Go(s, s.ctx, func(ctx context.Context) (c contents, err error) {
		var failed [3]error
		c.users, failed[0] = s.Beacon.CountUsers(ctx, app.UserQuery{Connections: connectionIDs})
		c.licenses, failed[1] = s.Beacon.CountLicenses(ctx, app.LicenseQuery{Connections: connectionIDs})
		for _, id := range connectionIDs {
			tasks, err := s.Beacon.CountTasks(ctx, app.TaskQuery{ConnectionID: id})
			c.tasks, failed[2] = c.tasks+tasks, errors.Join(failed[2], err)
		}
		return c, errors.Join(failed[:]...)
	}, func(c contents, err error) {
		if err != nil { // which the pages say
			s.Beacon.Log().Error("what connections have imported could not be counted", "error", err)
			return
		}
		tell(message.Number(c.users), message.Number(c.licenses), message.Number(c.tasks))
	})
}
