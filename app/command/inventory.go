package command

import (
	"context"
	"io"

	"inventorybeacon/app"
	"inventorybeacon/app/export"
)

type inventoryCommands struct {
	Overview     inventoryOverviewCommand     `cmd:"" help:"Users, licenses, what they cost and what is renewed, in numbers."`
	Users        inventoryUsersCommand        `cmd:"" help:"Users with their licenses."`
	Applications inventoryApplicationsCommand `cmd:"" help:"Applications: entitled, active, activations."`
	Licenses     inventoryLicensesCommand     `cmd:"" help:"Licenses: purchased, assigned, available, active."`
	Usage        inventoryUsageCommand        `cmd:"" help:"Last activity of users in applications."`
	Kept         inventoryKeptCommand         `cmd:"" help:"List the inventories of deleted connections that are kept."`
	Give         inventoryGiveCommand         `cmd:"" help:"Give a kept inventory to a connection of the same tenant."`
	Remove       inventoryRemoveCommand       `cmd:"" help:"Remove a kept inventory."`

	Changes       inventoryChangesCommand       `cmd:"" help:"What imports have changed, newest first."`
	History       inventoryHistoryCommand       `cmd:"" help:"How the numbers of licenses or of an application went."`
	KeepChanges   inventoryKeepChangesCommand   `cmd:"" help:"Say for how many days changes are kept, or change it."`
	ForgetHistory inventoryForgetHistoryCommand `cmd:"" help:"Remove the changes and numbers of a tenant."`
}

// inventoryFlags are common to all inventory commands.
type inventoryFlags struct {
	Connection string        `help:"Only what was imported through this connection, or the kept inventory of that name." placeholder:"NAME"`
	Search     string        `help:"Only rows that contain this text." placeholder:"TEXT"`
	Limit      int           `help:"At most so many rows; ${default} is all." default:"0" placeholder:"N"`
	Format     export.Format `help:"table, csv, json or xlsx; ${default} when not set." enum:"table,csv,json,xlsx" default:"table" placeholder:"FORMAT"`
	Output     string        `help:"File to write to instead of standard output." type:"path" placeholder:"FILE"`
}

// windowFlag is for what depends on the window of activity.
type windowFlag struct {
	Window int `help:"A user counts as active when the last activity lies within so many days before the report: 30, 90 or 180; ${default} when not set." enum:"30,90,180" default:"90" placeholder:"DAYS"`
}

type inventoryUsersCommand struct {
	inventoryFlags
	windowFlag
	License  string `help:"Only the holders of this license, by its SKU part number or id." placeholder:"SKU"`
	Activity string `help:"Only users who are active, inactive, new or unknown to the reports; with --license those whose license is new." enum:",active,inactive,new,unknown" default:"" placeholder:"STATE"`
	Failed   bool   `help:"Only users who should have a license, or the one of --license, and do not, because it could not be assigned."`
}

func (cmd inventoryUsersCommand) Run(ctx context.Context, c *console) error {
	columns := app.UserColumns()
	if cmd.Failed {
		columns = append(columns, app.FailedColumn())
	}
	return runInventory(ctx, c, cmd.inventoryFlags, columns, func(b *app.Beacon, connections []string) rows[app.UserRow] {
		return eachUser(ctx, b, app.UserQuery{
			Connections: connections, Search: cmd.Search, Limit: cmd.Limit,
			License: cmd.License, Activity: app.Activity(cmd.Activity), Window: cmd.Window, Failed: cmd.Failed,
		})
	})
}

type inventoryLicensesCommand struct {
	inventoryFlags
	windowFlag
}

func (cmd inventoryLicensesCommand) Run(ctx context.Context, c *console) error {
	return runInventory(ctx, c, cmd.inventoryFlags, app.LicenseColumns(), func(b *app.Beacon, connections []string) rows[app.LicenseRow] {
		return eachLicense(ctx, b, app.LicenseQuery{Connections: connections, Search: cmd.Search, Limit: cmd.Limit, Window: cmd.Window})
	})
}

type inventoryApplicationsCommand struct {
	inventoryFlags
	windowFlag
}

func (cmd inventoryApplicationsCommand) Run(ctx context.Context, c *console) error {
	return runInventory(ctx, c, cmd.inventoryFlags, app.ApplicationColumns(), func(b *app.Beacon, connections []string) rows[app.ApplicationRow] {
		return eachApplication(ctx, b, app.ApplicationQuery{Connections: connections, Search: cmd.Search, Limit: cmd.Limit, Window: cmd.Window})
	})
}

type inventoryUsageCommand struct{ inventoryFlags }

func (cmd inventoryUsageCommand) Run(ctx context.Context, c *console) error {
	return runInventory(ctx, c, cmd.inventoryFlags, app.UsageColumns(), func(b *app.Beacon, connections []string) rows[app.UsageRow] {
		return eachUsage(ctx, b, app.UsageQuery{Connections: connections, Search: cmd.Search, Limit: cmd.Limit})
	})
}

// rows yields the rows of a query one after another.
type rows[T any] = func(yield func(T) error) error

// checkLimit refuses a --limit that is none.
func checkLimit(limit int) error {
	if limit < 0 {
		return wrongUse("--limit takes a number from 0")
	}
	return nil
}

// runInventory writes what a query finds in the wanted format.
func runInventory[T any](ctx context.Context, c *console, flags inventoryFlags, columns []export.Column[T], query func(*app.Beacon, []string) rows[T]) error {
	if err := flags.check(c); err != nil {
		return err
	}
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	var connections []string
	if flags.Connection != "" {
		id, err := beacon.InventoryOf(flags.Connection)
		if err != nil {
			return err
		}
		connections = []string{id}
	}
	if err := c.noteOlderParts(ctx, beacon, connections); err != nil {
		return err
	}
	if flags.Search != "" {
		if err := c.noteIndexing(ctx, beacon); err != nil {
			return err
		}
	}
	return writeRows(c, flags, columns, query(beacon, connections))
}

// check refuses flags that do not go together, and lets --json choose the format.
func (flags *inventoryFlags) check(c *console) error {
	if c.json && (flags.Output == "" || flags.Format == export.Table) { // a file is what --format says
		flags.Format = export.JSON
	}
	if err := checkLimit(flags.Limit); err != nil {
		return err
	}
	if flags.Format == export.XLSX && flags.Output == "" {
		return wrongUse("--format xlsx needs --output FILE")
	}
	return nil
}

// writeRows writes rows in the wanted format.
func writeRows[T any](c *console, flags inventoryFlags, columns []export.Column[T], each rows[T]) error {
	return c.writeTo(flags.Output, func(w io.Writer) error {
		if flags.Format == export.CSV && flags.Output != "" {
			if _, err := io.WriteString(w, export.ByteOrderMark); err != nil {
				return err
			}
		}
		_, err := export.Write(w, flags.Format, columns, each)
		return err
	})
}
