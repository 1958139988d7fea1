package command

import "context"

type backupCreateCommand struct{}

func (backupCreateCommand) Run(ctx context.Context, c *console) error {
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	backup, err := beacon.BackUp(ctx)
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(backup)
	}
	c.printf("%s\n", backup.Path)
	c.note("The secrets in it are sealed.")
	if place, err := beacon.KeyPlace(ctx); err == nil && !place.None {
		c.note("Their key is not in it: it is in the %s.", place)
	}
	return nil
}
