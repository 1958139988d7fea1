// Package license has the commands for what licenses cost and are called.
package license

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/licensing"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// Commands are the commands of inventory-beacon license.
type Commands struct {
	List   listCommand   `cmd:"" help:"List the names and commitments that were entered."`
	Name   nameCommand   `cmd:"" help:"Give a license a name that wins over Microsoft's."`
	Commit commitCommand `cmd:"" help:"Note how many units a tenant has committed to, until which day."`
}

// skuRow is a license as JSON.
type skuRow struct {
	SKUID      string `json:"skuId"`
	PartNumber string `json:"skuPartNumber"`
	Product    string `json:"product"`
}

func newSKURow(sku app.SKU) skuRow { return skuRow{sku.ID, sku.PartNumber, sku.Product} }

// namedRow is what was entered of a license as JSON.
type namedRow struct {
	skuRow
	Name     *string        `json:"name"`
	Tenant   *string        `json:"tenant"`   // the id of the one that has committed
	TenantID *string        `json:"tenantId"` // the same
	Units    *int64         `json:"units"`
	Until    connector.Date `json:"until"`
}

type listCommand struct{}

func (listCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	licenses, err := beacon.NamedLicenses(ctx)
	if err != nil {
		return err
	}
	rows := []namedRow{}
	t := console.NewTable("SKU", "Name", "Committed", "Until", "Tenant")
	t.LeaveOut("Tenant")
	for _, l := range licenses {
		row := namedRow{skuRow: newSKURow(l.SKU), Name: console.TextOrNull(l.Name)}
		units := ""
		if commitment := l.Commitment; commitment != nil {
			row.Tenant, row.Units, row.Until = console.TextOrNull(commitment.Tenant), &commitment.Units, commitment.Until
			row.TenantID = row.Tenant
			units = message.Number(commitment.Units)
		}
		rows = append(rows, row)
		tenant := ""
		if row.Tenant != nil {
			tenant = *row.Tenant
		}
		t.Add(l.SKU.Code(), l.Name, units, row.Until.String(), tenant)
	}
	switch {
	case c.JSON:
		return c.PrintJSON(rows)
	case len(rows) == 0:
		c.Note("No name and no commitment was entered.")
		return nil
	default:
		return t.Write(c)
	}
}

type nameCommand struct {
	SKU    string `arg:"" name:"sku" help:"SKU part number or id of the license."`
	Name   string `arg:"" optional:"" help:"What it is called everywhere."`
	Remove bool   `help:"Take its own name from it."`
}

func (cmd nameCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	if cmd.Remove == (cmd.Name != "") {
		return console.UsageErrorf("give either a name or --remove")
	}
	skus, err := beacon.LicensesNamed(ctx, cmd.SKU)
	if err != nil {
		return err
	}
	if err := beacon.NameLicense(ctx, skus, cmd.Name); err != nil {
		return err
	}
	if skus, err = beacon.LicensesNamed(ctx, cmd.SKU); err != nil { // by its name of now
		return err
	}
	c.Note("%s is called %s.", skus[0].Code(), skus[0].Product)
	if c.JSON {
		return c.PrintJSON(newSKURow(skus[0]))
	}
	return nil
}

type commitCommand struct {
	SKU        string `arg:"" name:"sku" help:"SKU part number or id of the license."`
	Units      string `arg:"" optional:"" help:"How many units have to be kept."`
	Until      string `help:"The last day on which that binds, such as 2026-12-31." placeholder:"DATE"`
	Remove     bool   `help:"Remove the commitment."`
	Connection string `help:"The tenant of this connection has committed; needed where several have the license." placeholder:"NAME"`
}

func (cmd commitCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	switch {
	case cmd.Remove == (cmd.Units != ""):
		return console.UsageErrorf("give either a number of units or --remove")
	case !cmd.Remove && cmd.Until == "":
		return console.UsageErrorf("say with --until DATE how long the commitment binds")
	}
	skus, err := beacon.LicensesNamed(ctx, cmd.SKU)
	if err != nil {
		return err
	}
	tenant, err := tenantFlag{cmd.Connection}.tenant(ctx, beacon)
	if err == nil && tenant == "" {
		tenant, err = licensing.TenantOf(skus)
	}
	if err != nil {
		return err
	}
	if cmd.Remove {
		err = beacon.Uncommit(ctx, tenant, skus)
	} else {
		err = beacon.Commit(ctx, tenant, skus, licensing.CommitmentEntry{Units: cmd.Units, Until: cmd.Until})
	}
	if err != nil {
		return err
	}
	if cmd.Remove {
		c.Note("Removed the commitment to %s.", skus[0].Product)
	} else {
		c.Note("Noted the commitment to %s of %s until %s.", cmd.Units, skus[0].Product, cmd.Until)
	}
	if c.JSON {
		return c.PrintJSON(newSKURow(skus[0]))
	}
	return nil
}
