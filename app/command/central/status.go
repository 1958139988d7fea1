package central

import (
	"context"
	"strings"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/central"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

type statusCommand struct{}

func (statusCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	if _, err := centralSet(ctx, beacon); err != nil {
		return err
	}
	return printCentralStatus(ctx, c, beacon)
}

func printCentralStatus(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	status, err := beacon.Central.Status(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return c.PrintJSON(status)
	}
	c.Note("The central database is at %s.", status.Server)
	if len(status.Tenants) == 0 {
		c.Note("Nothing was imported yet that could be published.")
		return nil
	}
	now := time.Now()
	t := console.NewTable("Tenant", "Tenant ID", "Generation", "Published", "Waiting", "Behind", "Last error")
	t.LeaveOut("Tenant ID", "Generation", "Behind")
	for _, tenant := range status.Tenants {
		t.Add(tenant.Name, tenant.TenantID, message.Number(tenant.Generation), console.LocalTime(tenant.Published),
			message.Number(tenant.Pending), lagText(tenant, now), tenant.LastError)
	}
	return t.Write(c)
}

// lagText says for how long the central database has been behind; empty when it is not.
func lagText(tenant central.TenantStatus, now time.Time) string {
	if lag := tenant.Lag(now); lag > 0 {
		return message.Roughly(lag)
	}
	return ""
}

type publishCommand struct {
	TakeOver string `help:"Publish this tenant, by its name or id, although another beacon publishes it, which is told then." placeholder:"TENANT"`
	console.YesFlag
}

// Run publishes what waits, and says how far that is meanwhile.
func (cmd publishCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	if _, err := centralSet(ctx, beacon); err != nil {
		return err
	}
	if cmd.TakeOver != "" {
		if err := cmd.takeOver(ctx, c, beacon); err != nil {
			return err
		}
	}
	done := centralProgress(ctx, c, beacon)
	err := beacon.Central.Publish(ctx)
	done()
	if err != nil {
		return err
	}
	c.Note("The central database has everything that was imported.")
	return printCentralStatus(ctx, c, beacon)
}

// takeOver has this beacon publish a tenant from now on.
func (cmd publishCommand) takeOver(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	status, err := beacon.Central.Status(ctx)
	if err != nil {
		return err
	}
	for _, t := range status.Tenants {
		if !strings.EqualFold(t.TenantID, cmd.TakeOver) && t.Name != cmd.TakeOver {
			continue
		}
		if err := c.Confirm(ctx, cmd.Yes, "Publish %s from this computer from now on, whoever has done so before?", t.Name); err != nil {
			return err
		}
		return beacon.Central.TakeOver(ctx, t.TenantID)
	}
	return &central.TenantNotFoundError{Key: cmd.TakeOver}
}

// centralProgress says on a terminal how many rows were sent; done ends that.
func centralProgress(ctx context.Context, c *console.Console, beacon *app.Beacon) (done func()) {
	if c.Quiet || !c.ErrTTY.Redraws() {
		return func() {}
	}
	stop := beacon.Central.OnChange(func() {
		status, err := beacon.Central.Status(ctx)
		if err != nil {
			return // Publish says it
		}
		for _, tenant := range status.Tenants {
			if tenant.Publishing {
				c.Ask("%s%s: %s", console.ClearLine, tenant.Name, message.Count("count.rows", int(tenant.Rows)))
			}
		}
	})
	return func() {
		stop()
		c.Ask("%s", console.ClearLine)
	}
}
