package task

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

// listedLost is how many records are printed of what an import would take away;
// JSON has all that are kept.
const listedLost = 50

// writeHeld prints what an import that was held back would take away.
func writeHeld(c *console.Console, task app.Task) error {
	if len(task.Held.Losses) == 0 {
		return nil
	}
	c.Printf("\n")
	losses := console.NewTable("Kind", "Before", "After", "Removed")
	waits := task.Status == app.StatusHeldBack
	if waits {
		losses = console.NewTable("Would go", "Before", "After", "Removed")
	}
	for _, l := range task.Held.Losses {
		losses.Add(string(l.Of), console.Number(l.Before), console.Number(l.After), console.Number(l.Removed))
	}
	if err := losses.Write(c); err != nil {
		return err
	}
	records := task.Held.Records
	if len(records) > 0 {
		c.Printf("\n")
		list := console.NewTable("Kind", "Name", "Detail")
		for _, r := range records[:min(len(records), listedLost)] {
			list.Add(string(r.Of), r.Name, r.Detail)
		}
		if err := list.Write(c); err != nil {
			return err
		}
	}
	if more := len(records) - listedLost; more > 0 {
		c.Printf("and %s more; task show %s --json prints them.\n", message.Number(int64(more)), console.Number(task.ID))
	}
	if unlisted := task.Held.Unlisted(); unlisted > 0 && waits {
		c.Printf("Of the users that would go, %s more are not listed.\n", message.Number(unlisted))
	}
	HintHeld(c, task)
	return nil
}

// HintHeld says by which commands to decide about an import that was held back.
func HintHeld(c *console.Console, task app.Task) {
	if task.Status == app.StatusHeldBack {
		c.Note("On the console, Publish Anyway is: %s task publish %s, and Discard: %[1]s task discard %[2]s", c.Program(),
			console.Number(task.ID))
	}
}

type publishCommand struct {
	ID string `arg:"" help:"Task number, or the name of a connection: its import that is held back." placeholder:"ID|NAME"`
	console.YesFlag
}

func (cmd publishCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	task, err := findHeld(ctx, c, beacon, cmd.ID)
	if err != nil {
		return err
	}
	if err := confirmHeld(ctx, c, task, cmd.Yes, "Publish the import of task %d (%s), and lose what it would remove?"); err != nil {
		return err
	}
	task, err = beacon.PublishHeld(ctx, task.ID)
	if err != nil {
		return err
	}
	if c.JSON {
		err = c.PrintJSON(console.ResultOf(task))
	} else {
		err = printSummary(c, task)
	}
	if err != nil {
		return err
	}
	return c.AwaitIndex(ctx, beacon)
}

// findHeld is findTask for a decision: a name stands for the import of the connection
// that waits for one, if there is any.
func findHeld(ctx context.Context, c *console.Console, beacon *app.Beacon, text string) (app.Task, error) {
	task, err := findTask(ctx, c, beacon, text)
	if err != nil || text == console.Number(task.ID) {
		return task, err
	}
	waiting, err := beacon.Tasks(ctx, app.TaskQuery{ConnectionID: task.ConnectionID, Status: app.StatusHeldBack, Limit: 1})
	if err != nil || len(waiting) == 0 {
		return task, err
	}
	return waiting[0], nil
}

// confirmHeld asks about an import that waits for a decision; one that does not is
// for the decision itself to refuse.
func confirmHeld(ctx context.Context, c *console.Console, task app.Task, yes bool, question string) error {
	if task.Status != app.StatusHeldBack {
		return nil
	}
	return c.Confirm(ctx, yes, question, task.ID, task.ConnectionName)
}

type discardCommand struct {
	ID string `arg:"" help:"Task number, or the name of a connection: its import that is held back." placeholder:"ID|NAME"`
	console.YesFlag
}

func (cmd discardCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	task, err := findHeld(ctx, c, beacon, cmd.ID)
	if err != nil {
		return err
	}
	if err := confirmHeld(ctx, c, task, cmd.Yes, "Discard the import of task %d (%s), which then has to be made again?"); err != nil {
		return err
	}
	if err := beacon.DiscardHeld(ctx, task.ID); err != nil {
		return err
	}
	c.Note("Discarded the import of task %d; the inventory is as it was before.", task.ID)
	if !c.JSON {
		return nil
	}
	if task, err = beacon.Task(ctx, task.ID); err != nil {
		return err
	}
	return c.PrintJSON(newRow(task))
}
