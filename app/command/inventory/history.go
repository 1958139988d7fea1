package inventory

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

type keepChangesCommand struct {
	Days *int `arg:"" optional:"" help:"Days from 1 on; older changes are removed at once."`
}

func (cmd keepChangesCommand) Run(ctx context.Context, c *console.Console) error {
	if cmd.Days != nil && *cmd.Days < 1 {
		return console.UsageErrorf("changes are kept for at least 1 day")
	}
	beacon, closeAll, err := c.Open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	if cmd.Days != nil {
		if err := beacon.KeepChanges(ctx, *cmd.Days); err != nil {
			return err
		}
	}
	days, err := beacon.ChangeDays(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return c.PrintJSON(console.KeptRow{Days: days})
	}
	c.Printf("Changes are kept for %s. Of the numbers of licenses and applications, one row a day is kept for two years.\n",
		message.Count("count.days", days))
	return nil
}

type forgetHistoryCommand struct {
	Tenant string `arg:"" help:"Name or id of the tenant."`
	console.YesFlag
}

func (cmd forgetHistoryCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	tenants, err := beacon.History.TenantNamed(ctx, cmd.Tenant)
	if err != nil {
		return err
	}
	for _, t := range tenants {
		if err := c.Confirm(ctx, cmd.Yes, "Remove all numbers and %s of the tenant %s (%s) for good? Its inventory and what was entered stay.",
			message.Count("count.changes", int(t.Changes)), t.Name, t.ID); err != nil {
			return err
		}
		if err := beacon.History.Forget(ctx, t.ID); err != nil {
			return err
		}
		c.Note("Removed the history of %s.", t.Name)
	}
	if c.JSON {
		return c.PrintJSON(tenants)
	}
	return nil
}
