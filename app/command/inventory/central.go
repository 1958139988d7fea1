package inventory

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

// centralFlag chooses what is looked at.
type centralFlag struct {
	Central bool `help:"Look at what all beacons have published into the central database; --connection then names a tenant. What is new there is read first."`
}

// read has use read the inventory of this computer or, with --central, the copy of the central database, which is brought up to date
// before. Where that cannot be, the copy is read as it is, and the error says so when that is done.
func (f centralFlag) read(ctx context.Context, c *console.Console, beacon *app.Beacon, use func(*app.Beacon) error) error {
	if !f.Central {
		return use(beacon)
	}
	center, err := beacon.OpenCentralCopy(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = center.Close() }() // it was only read
	outdated, err := center.Bring(ctx, centralCopyProgress(c))
	if err != nil {
		return err
	}
	if err := c.AwaitIndex(ctx, center.Beacon); err != nil {
		return err
	}
	if err := use(center.Beacon); err != nil || outdated == nil {
		return err
	}
	return outdated
}

// centralCopyProgress tells which tenants are read, once each.
func centralCopyProgress(c *console.Console) func(app.CentralCopyProgress) {
	told := ""
	return func(p app.CentralCopyProgress) {
		if p.Tenant != told {
			told = p.Tenant
			c.Note("Reading %s of %s from the central database...", message.Count("count.users", int(p.Total)), p.Tenant)
		}
	}
}
