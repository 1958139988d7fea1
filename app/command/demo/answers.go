package demo

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/command/inventory"
	"inventorybeacon/app/export"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
)

// answerQuestions answers, from what the demonstration has imported, what asset managers ask.
func answerQuestions(ctx context.Context, c *console.Console, beacon *app.Beacon, dir string) error {
	questions := []struct {
		text   string
		answer func() error
	}{
		{message.L("What do we own, and what does it cost?"), func() error {
			overview, err := beacon.Overview(ctx, nil, 0)
			if err != nil {
				return err
			}
			return inventory.TellOverview(c, overview)
		}},
		{message.L("Who has Microsoft 365 E5 and does not use it? The first of them:"), func() error {
			_, err := beacon.WriteList(ctx, c.Out, export.Table, lists.Query{
				List: lists.Users, Filter: "license = SPE_E5 and active = no", Limit: 5,
				Columns: []string{"userPrincipalName", "displayName", "enabled", "department", "lastActivity"},
			})
			return err
		}},
		{message.L("What can we take back, and what does that save a month?"), func() error {
			_, err := beacon.WriteList(ctx, c.Out, export.Table, lists.Query{List: lists.Reclaim, GroupBy: string(app.ByReason)})
			return err
		}},
		{message.L("What has changed? The last of it:"), func() error {
			_, err := beacon.WriteList(ctx, c.Out, export.Table, lists.Query{List: lists.Changes, Limit: 10})
			return err
		}},
	}
	for _, q := range questions {
		c.Printf("\n%s\n\n", q.text)
		if err := q.answer(); err != nil {
			return err
		}
	}
	c.Note("\nThis was a demonstration on an offline tenant, with prices that are examples; no Microsoft account was used. Look further with:")
	for _, what := range []string{
		"inventory users --search anna", "inventory usage --limit 20", "inventory reclaim --certainty certain",
		"inventory licenses --output licenses.xlsx",
	} {
		c.Note("  %s %s", console.ProgramOn(dir), what)
	}
	return nil
}
