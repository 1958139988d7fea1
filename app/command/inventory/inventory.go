// Package inventory has the commands that list and write what was imported, and what can be taken back.
package inventory

import (
	"cmp"
	"context"
	"io"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/lists"
)

// Commands are the commands of inventory-beacon inventory.
type Commands struct {
	Overview     overviewCommand     `cmd:"" help:"Users, licenses, what they cost and what is renewed, in numbers."`
	Users        usersCommand        `cmd:"" help:"Users with their licenses."`
	User         userCommand         `cmd:"" help:"Everything that is known of one user."`
	Applications applicationsCommand `cmd:"" help:"Applications: entitled, active, activations."`
	Licenses     licensesCommand     `cmd:"" help:"Licenses: purchased, assigned, available, active."`
	Usage        usageCommand        `cmd:"" help:"Last activity of users in applications."`
	Costs        costsCommand        `cmd:"" help:"What the licenses cost that users hold, one a row, or by department, company, license and others."`
	Reclaim      reclaimCommand      `cmd:"" help:"Licenses that can be taken back, with the reason, the evidence and what that saves."`
	Kept         keptCommand         `cmd:"" help:"List the inventories of deleted connections that are kept."`
	Give         giveCommand         `cmd:"" help:"Give a kept inventory to a connection of the same tenant."`
	Remove       removeCommand       `cmd:"" help:"Remove a kept inventory."`

	Changes       changesCommand       `cmd:"" help:"What imports have changed, newest first."`
	History       historyCommand       `cmd:"" help:"How the numbers of licenses or of an application went."`
	KeepChanges   keepChangesCommand   `cmd:"" help:"Say for how many days changes are kept, or change it."`
	ForgetHistory forgetHistoryCommand `cmd:"" help:"Remove the changes and numbers of a tenant."`
}

// inventoryFlags are common to all inventory commands.
type inventoryFlags struct {
	Connection string `help:"Only what was imported through this connection, or the kept inventory of that name." placeholder:"NAME"`
	console.ListFlags
	centralFlag
	View string `help:"Saved view to begin with; --filter is asked for besides its own, other options take the place of its own." placeholder:"VIEW"`
	outputFlags
}

// windowFlag is for what depends on the window of activity. It has no default of its own:
// not set, the window is that of the view, or the usual one.
type windowFlag struct {
	Window *int `help:"A user counts as active when the last activity lies within so many days before the report: 30, 90 or 180; 90 when not set." enum:"30,90,180" placeholder:"DAYS"`
}

// days are those that were asked for; 0 when none were.
func (f windowFlag) days() int {
	if f.Window == nil {
		return 0
	}
	return *f.Window
}

type usersCommand struct {
	inventoryFlags
	windowFlag
	License  string `help:"Only the holders of this license, by its SKU part number, id or name." placeholder:"SKU"`
	Activity string `help:"Only users who are active, inactive, new or unknown to the reports; with --license those whose license is new." enum:",active,inactive,new,unknown" default:"" placeholder:"STATE"`
	Failed   bool   `help:"Only users who should have a license, or the one of --license, and do not, because it could not be assigned."`
}

func (cmd usersCommand) Run(ctx context.Context, c *console.Console) error {
	return runInventory(ctx, c, cmd.inventoryFlags, lists.Query{
		List: lists.Users, Window: cmd.days(), License: cmd.License, Activity: app.Activity(cmd.Activity), Failed: cmd.Failed,
	})
}

type licensesCommand struct {
	inventoryFlags
	windowFlag
}

func (cmd licensesCommand) Run(ctx context.Context, c *console.Console) error {
	return runInventory(ctx, c, cmd.inventoryFlags, lists.Query{List: lists.Licenses, Window: cmd.days()})
}

type applicationsCommand struct {
	inventoryFlags
	windowFlag
}

func (cmd applicationsCommand) Run(ctx context.Context, c *console.Console) error {
	return runInventory(ctx, c, cmd.inventoryFlags, lists.Query{List: lists.Applications, Window: cmd.days()})
}

type usageCommand struct{ inventoryFlags }

func (cmd usageCommand) Run(ctx context.Context, c *console.Console) error {
	return runInventory(ctx, c, cmd.inventoryFlags, lists.Query{List: lists.Usage})
}

type costsCommand struct {
	inventoryFlags
	windowFlag
}

func (cmd costsCommand) Run(ctx context.Context, c *console.Console) error {
	return runInventory(ctx, c, cmd.inventoryFlags, lists.Query{List: lists.Costs, Window: cmd.days()})
}

// inventoriesOf names the inventory of --connection for a query; none, for all of them, when
// the option is not set.
func inventoriesOf(ctx context.Context, beacon *app.Beacon, connection string) ([]string, error) {
	if connection == "" {
		return nil, nil
	}
	id, err := beacon.InventoryNamed(ctx, connection)
	if err != nil {
		return nil, err
	}
	return []string{id}, nil
}

// queryOf is the query of a command, for which its view was read here.
func (f inventoryFlags) queryOf(ctx context.Context, here, beacon *app.Beacon, q lists.Query) (lists.Query, error) {
	if f.View != "" {
		view, err := here.View(ctx, f.View)
		if err != nil {
			return q, err
		}
		if view.List != string(q.List) {
			return q, console.UsageErrorf("the view %s is one of %s: use inventory %s", view.Name, view.List, view.List)
		}
		of := lists.QueryOf(view)
		of.License, of.Activity, of.Failed, of.Since, of.User = q.License, q.Activity, q.Failed, q.Since, q.User
		of.Filter = lists.Both(q.Filter, of.Filter)
		of.Window = cmp.Or(q.Window, of.Window)
		q = of
	}
	q = f.Wanted(q)
	q.Limit = f.Limit
	var err error
	if q.List == lists.Changes {
		q.Tenants, err = tenantsOf(ctx, beacon, f.Connection)
	} else {
		q.Connections, err = inventoriesOf(ctx, beacon, f.Connection)
	}
	return q, err
}

// checkList refuses options that contradict each other, before anything is opened.
func (f *inventoryFlags) checkList(c *console.Console, q lists.Query) error {
	if err := f.check(c); err != nil || f.View != "" { // which may group
		return err
	}
	return lists.CheckList(f.Wanted(q))
}

// runInventory writes what a query finds in the wanted format.
func runInventory(ctx context.Context, c *console.Console, flags inventoryFlags, q lists.Query) error {
	if err := flags.checkList(c, q); err != nil {
		return err
	}
	beacon, closeAll, err := c.Open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	return flags.read(ctx, c, beacon, func(from *app.Beacon) error { return flags.list(ctx, c, beacon, from, q) })
}

// list writes what a query finds in an inventory.
func (f *inventoryFlags) list(ctx context.Context, c *console.Console, here, beacon *app.Beacon, q lists.Query) error {
	q, err := f.queryOf(ctx, here, beacon, q)
	if err != nil {
		return err
	}
	if err := lists.CheckList(q); err != nil {
		return err
	}
	if err := tellBefore(ctx, c, beacon, q); err != nil {
		return err
	}
	if q.License, err = licenseNamed(ctx, beacon, q.License); err != nil {
		return err
	}
	if q.User != "" {
		if err := beacon.CheckUserAsked(ctx, q.User); err != nil {
			return err
		}
	}
	rows := int64(0)
	err = f.write(c, func(w io.Writer) error {
		if f.Output != "" {
			var done func()
			q.Progress, done = c.RowProgress()
			defer done()
		}
		rows, err = beacon.WriteList(ctx, w, f.Format, q)
		return err
	})
	if err == nil && rows == 0 && q.User != "" {
		c.Note("There is no change of a user called %q.", q.User)
	}
	return err
}

// tellBefore says what has to be known of a list to read it right.
func tellBefore(ctx context.Context, c *console.Console, beacon *app.Beacon, q lists.Query) error {
	if q.List == lists.Changes { // which are as they were
		return nil
	}
	if err := noteOlderParts(ctx, c, beacon, q.Connections); err != nil {
		return err
	}
	if q.Search != "" {
		if err := c.NoteIndexing(ctx, beacon); err != nil {
			return err
		}
	}
	return noteUnknownNames(ctx, c, beacon, q)
}
