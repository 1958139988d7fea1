package inventory

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
)

type keptCommand struct{}

func (keptCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	kept := beacon.Kept()
	if c.JSON {
		return c.PrintJSON(append([]workspace.KeptInventory{}, kept...))
	}
	if len(kept) == 0 {
		c.Note("No inventory of a deleted connection is kept.")
		return nil
	}
	t := console.NewTable("Name", "Tenant", "Tenant Id", "Users", "Imported", "Deleted")
	for _, k := range kept {
		t.Add(k.Name, k.Tenant, k.TenantID, message.Number(k.Users), console.LocalTime(&k.Imported), console.LocalTime(&k.Deleted))
	}
	return t.Write(c)
}

type giveCommand struct {
	Name       string `arg:"" help:"Name of the kept inventory."`
	Connection string `arg:"" help:"Connection whose imports go on with it."`
}

func (cmd giveCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	kept, err := beacon.KeptNamed(cmd.Name)
	if err != nil {
		return err
	}
	entry, err := c.Named(beacon, cmd.Connection)
	if err != nil {
		return err
	}
	if err := beacon.GiveKept(ctx, kept.ID, entry.Connection.ID); err != nil {
		return err
	}
	c.Note("The inventory of %s is now that of the connection %s, whose imports go on with it.", kept.Name, entry.Connection.Name)
	if entry.TenantID == "" {
		c.Note("Its tenant is not known yet: an import of another one than %s is refused.", kept.Tenant)
	}
	if c.JSON {
		return c.PrintJSON(kept)
	}
	return nil
}

type removeCommand struct {
	Name string `arg:"" help:"Name of the kept inventory."`
	console.YesFlag
}

func (cmd removeCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	kept, err := beacon.KeptNamed(cmd.Name)
	if err != nil {
		return err
	}
	if err := c.Confirm(ctx, cmd.Yes, "Remove the inventory of %s, with %s of %s, for good?",
		kept.Name, message.Count("count.users", int(kept.Users)), kept.Tenant); err != nil {
		return err
	}
	if err := beacon.RemoveKept(ctx, kept.ID); err != nil {
		return err
	}
	c.Note("Removed the inventory of %s.", kept.Name)
	if c.JSON {
		return c.PrintJSON(kept)
	}
	return nil
}
