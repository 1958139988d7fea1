package command

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
)

type inventoryKeptCommand struct{}

func (inventoryKeptCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	kept := beacon.Kept()
	if c.json {
		return c.printJSON(append([]workspace.KeptInventory{}, kept...))
	}
	if len(kept) == 0 {
		c.note("No inventory of a deleted connection is kept.")
		return nil
	}
	t := newTable("Name", "Tenant", "Tenant Id", "Users", "Imported", "Deleted")
	for _, k := range kept {
		t.add(k.Name, k.Tenant, k.TenantID, message.Number(k.Users), localTime(&k.Imported), localTime(&k.Deleted))
	}
	return t.write(c)
}

type inventoryGiveCommand struct {
	Name       string `arg:"" help:"Name of the kept inventory."`
	Connection string `arg:"" help:"Connection whose imports go on with it."`
}

func (cmd inventoryGiveCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	kept, err := beacon.KeptNamed(cmd.Name)
	if err != nil {
		return err
	}
	entry, err := c.named(beacon, cmd.Connection)
	if err != nil {
		return err
	}
	if err := beacon.GiveKept(ctx, kept.ID, entry.Connection.ID); err != nil {
		return err
	}
	c.note("The inventory of %s is now that of the connection %s, whose imports go on with it.", kept.Name, entry.Connection.Name)
	if entry.TenantID == "" {
		c.note("Its tenant is not known yet: an import of another one than %s is refused.", kept.Tenant)
	}
	if c.json {
		return c.printJSON(kept)
	}
	return nil
}

type inventoryRemoveCommand struct {
	Name string `arg:"" help:"Name of the kept inventory."`
	yesFlag
}

func (cmd inventoryRemoveCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	kept, err := beacon.KeptNamed(cmd.Name)
	if err != nil {
		return err
	}
	if err := c.confirm(ctx, cmd.Yes, "Remove the inventory of %s, with %s of %s, for good?",
		kept.Name, message.Count("count.users", int(kept.Users)), kept.Tenant); err != nil {
		return err
	}
	if err := beacon.RemoveKept(ctx, kept.ID); err != nil {
		return err
	}
	c.note("Removed the inventory of %s.", kept.Name)
	if c.json {
		return c.printJSON(kept)
	}
	return nil
}
