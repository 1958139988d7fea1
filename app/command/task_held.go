package command

import (
	"context"
	"fmt"

	"inventorybeacon/app"
	"inventorybeacon/connector"
)

// listedLost is how many records are printed of what an import would take away;
// JSON has all that are kept.
const listedLost = 50

// writeHeld prints what an import that was held back would take away.
func writeHeld(c *console, task app.Task) error {
	if len(task.Held.Losses) == 0 {
		return nil
	}
	c.printf("\n")
	losses := newTable("Would go", "Before", "After", "Removed")
	for _, l := range task.Held.Losses {
		losses.add(string(l.Of), number(l.Before), number(l.After), number(l.Removed))
	}
	if err := losses.write(c); err != nil {
		return err
	}
	records := task.Held.Records
	if len(records) > 0 {
		c.printf("\n")
		list := newTable("Kind", "Name", "Detail")
		for _, r := range records[:min(len(records), listedLost)] {
			list.add(string(r.Of), r.Name, r.Detail)
		}
		if err := list.write(c); err != nil {
			return err
		}
	}
	if more := len(records) - listedLost; more > 0 {
		c.printf("and %s more; task show %d --json prints them.\n", connector.Number(int64(more)), task.ID)
	}
	if unlisted := task.Held.Unlisted(); unlisted > 0 {
		c.printf("Of the users that would go, %s more are not listed.\n", connector.Number(unlisted))
	}
	c.hintHeld(task)
	return nil
}

// hintHeld says by which commands to decide about an import that was held back.
func (c *console) hintHeld(task app.Task) {
	if task.Status == app.StatusHeldBack {
		c.note("On the console, Publish anyway is: %s task publish %d, and Discard: %[1]s task discard %[2]d", c.program(), task.ID)
	}
}

type taskPublishCommand struct {
	ID int64 `arg:"" help:"Task number."`
	yesFlag
}

func (cmd taskPublishCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	if err := c.confirmHeld(ctx, beacon, cmd.ID, "Publish the import of task %d (%s), and lose what it would remove?", cmd.Yes); err != nil {
		return err
	}
	task, err := beacon.PublishHeld(ctx, cmd.ID)
	if err != nil {
		return err
	}
	if c.json {
		err = c.printJSON(resultOf(task))
	} else {
		err = c.printSummary(task)
	}
	if err != nil {
		return err
	}
	return c.awaitIndex(ctx, beacon)
}

// confirmHeld asks about an import that waits for a decision; one that does not is
// for the decision itself to refuse.
func (c *console) confirmHeld(ctx context.Context, beacon *app.Beacon, id int64, question string, yes bool) error {
	task, err := beacon.Task(ctx, id)
	if err != nil || task.Status != app.StatusHeldBack {
		return err
	}
	return c.confirm(ctx, fmt.Sprintf(question, id, task.ConnectionName), yes)
}

type taskDiscardCommand struct {
	ID int64 `arg:"" help:"Task number."`
	yesFlag
}

func (cmd taskDiscardCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	if err := c.confirmHeld(ctx, beacon, cmd.ID, "Discard the import of task %d (%s), which then has to be made again?", cmd.Yes); err != nil {
		return err
	}
	if err := beacon.DiscardHeld(ctx, cmd.ID); err != nil {
		return err
	}
	c.note("Discarded the import of task %d; the inventory is as it was before.", cmd.ID)
	if !c.json {
		return nil
	}
	task, err := beacon.Task(ctx, cmd.ID)
	if err != nil {
		return err
	}
	return c.printJSON(newTaskRow(task))
}
