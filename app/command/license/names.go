package license

import (
	"context"
	"os"
	"strings"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
	"inventorybeacon/app/productnames"
)

// NamesCommands are the commands of inventory-beacon names.
type NamesCommands struct {
	Update namesUpdateCommand `cmd:"" help:"Take Microsoft's table of the names of products and service plans, from its address or a file."`
	List   namesListCommand   `cmd:"" help:"List what licenses and service plans are called."`
	Remove namesRemoveCommand `cmd:"" help:"Remove Microsoft's table; the short one that is built in stays."`
}

type namesUpdateCommand struct {
	From       string `help:"File with the table, or address to download it from now and later; Microsoft's address when none was ever given." placeholder:"FILE|ADDRESS"`
	Connection string `help:"Connection through whose proxy it is downloaded; else the first one that has a proxy." placeholder:"NAME"`
}

// namesRow is the table that was read, as JSON.
type namesRow struct {
	Products int    `json:"products"`
	Plans    int    `json:"plans"`
	From     string `json:"from"`
	// At is when it was read; null when there is no table.
	At *time.Time `json:"at"`
}

func rowOfNames(table productnames.Table) namesRow {
	return namesRow{Products: len(table.Products), Plans: len(table.Plans), From: table.Origin, At: console.TimeOrNull(table.At)}
}

func (cmd namesUpdateCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	table, err := cmd.read(ctx, c, beacon)
	if err != nil {
		return err
	}
	c.Note("Read the names of %s and %s from %s.",
		message.Count("count.products", len(table.Products)), message.Count("count.plans", len(table.Plans)), table.Origin)
	if c.JSON {
		return c.PrintJSON(rowOfNames(table))
	}
	return nil
}

func (cmd namesUpdateCommand) read(ctx context.Context, c *console.Console, beacon *app.Beacon) (productnames.Table, error) {
	connection := ""
	if cmd.Connection != "" {
		entry, err := c.Named(beacon, cmd.Connection)
		if err != nil {
			return productnames.Table{}, err
		}
		connection = entry.Connection.ID
	}
	if cmd.From == "" || strings.Contains(cmd.From, "://") {
		if err := beacon.ProductNames.CheckAddress(cmd.From); err != nil {
			return productnames.Table{}, &console.UsageError{What: message.Explain(err).Message, Cause: err}
		}
		return beacon.ProductNames.Download(ctx, cmd.From, connection)
	}
	file, err := os.Open(cmd.From)
	if err != nil {
		return productnames.Table{}, err
	}
	defer func() { _ = file.Close() }()
	return beacon.ProductNames.Read(ctx, file, cmd.From)
}

type namesListCommand struct{}

func (namesListCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	names := beacon.ProductNames.All(ctx)
	if err := noteProductNames(ctx, c, beacon); err != nil {
		return err
	}
	if c.JSON {
		return c.PrintJSON(names)
	}
	t := console.NewTable("Kind", "GUID", "Code", "Name", "From")
	t.LeaveOut("GUID", "Kind")
	for _, n := range names {
		t.Add(kindOfName(n.Kind), n.ID, n.Code, n.Name, originOfName(n.From))
	}
	return t.Write(c)
}

// noteProductNames says which table there is.
func noteProductNames(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	table, err := beacon.ProductNames.Table(ctx)
	if err != nil {
		return err
	}
	if table.At.IsZero() {
		c.Note("Microsoft's table was not read yet. Read it with: %s names update", c.Program())
		return nil
	}
	c.Note("Microsoft's table was read on %s from %s.", console.LocalTime(&table.At), table.Origin)
	return nil
}

func kindOfName(kind string) string {
	if kind == productnames.Plan {
		return message.L("service plan")
	}
	return message.L("product")
}

func originOfName(from productnames.Origin) string {
	switch from {
	case productnames.Own:
		return message.L("own name")
	case productnames.Microsoft:
		return "Microsoft"
	default:
		return message.L("built in")
	}
}

type namesRemoveCommand struct{}

func (namesRemoveCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	table, err := beacon.ProductNames.Table(ctx)
	if err != nil {
		return err
	}
	if err := beacon.ProductNames.Remove(ctx); err != nil {
		return err
	}
	c.Note("Removed Microsoft's table. Licenses and service plans have the names that are built in, and your own.")
	if c.JSON {
		return c.PrintJSON(rowOfNames(table))
	}
	return nil
}
