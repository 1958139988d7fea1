package inventory

import (
	"context"
	"errors"
	"time"

	"github.com/alecthomas/kong"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/export"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
)

// historyFlags are those of commands that ask how numbers went.
type historyFlags struct {
	Connection string   `help:"Only of the tenant of this connection or kept inventory, or of the tenant of that name or id." placeholder:"NAME"`
	Since      sinceDay `help:"Only from this day on, such as 2026-01-31." placeholder:"DATE"`
	outputFlags
	centralFlag
}

// sinceDay is the beginning of a day, as calendars here count days.
type sinceDay struct{ time.Time }

// Decode implements [kong.MapperValue].
func (d *sinceDay) Decode(ctx *kong.DecodeContext) error {
	var text string
	if err := ctx.Scan.PopValueInto("date", &text); err != nil {
		return err
	}
	at, err := time.ParseInLocation(time.DateOnly, text, time.Local)
	if err != nil {
		return errors.New(message.L("the day is not written as in 2026-01-31"))
	}
	d.Time = at
	return nil
}

// ask checks the options, opens the program, and has it asked about the tenants that are
// wanted; nil is all.
func (flags *historyFlags) ask(ctx context.Context, c *console.Console, about func(beacon *app.Beacon, tenants []string) error) error {
	if err := flags.check(c); err != nil {
		return err
	}
	beacon, closeAll, err := c.Open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	return flags.read(ctx, c, beacon, func(from *app.Beacon) error {
		tenants, err := tenantsOf(ctx, from, flags.Connection)
		if err != nil {
			return err
		}
		return about(from, tenants)
	})
}

// tenantsOf are the tenants that --connection names in the history; none, for all of them, when the option is not set.
func tenantsOf(ctx context.Context, beacon *app.Beacon, name string) ([]string, error) {
	if name == "" {
		return nil, nil
	}
	return beacon.HistoryOf(ctx, name)
}

type changesCommand struct {
	inventoryFlags
	Since   sinceDay `help:"Only from this day on, such as 2026-01-31." placeholder:"DATE"`
	User    string   `help:"Only changes of this user, by user principal name, also a former one, or id." placeholder:"USER"`
	License string   `help:"Only changes of this license, by its SKU part number, id or name." placeholder:"SKU"`
	Event   string   `help:"Only events of this kind." enum:",user-added,user-removed,user-enabled,user-disabled,user-renamed,license-added,license-removed,license-failed,purchased-changed,subscription-changed" default:"" placeholder:"EVENT"`
}

func (cmd changesCommand) Run(ctx context.Context, c *console.Console) error {
	q := lists.Query{List: lists.Changes, Since: cmd.Since.Time, User: cmd.User, License: cmd.License}
	if cmd.Event != "" {
		q.Filter = lists.Is("event", cmd.Event).String()
	}
	return runInventory(ctx, c, cmd.inventoryFlags, q)
}

type historyCommand struct {
	historyFlags
	License     string `help:"Of this license, by its SKU part number, id or name; of all paid ones together when not set." placeholder:"SKU" xor:"of"`
	Application string `help:"Of this application." placeholder:"NAME" xor:"of"`
}

func (cmd historyCommand) Run(ctx context.Context, c *console.Console) error {
	return cmd.ask(ctx, c, func(beacon *app.Beacon, tenants []string) error {
		license, err := licenseNamed(ctx, beacon, cmd.License)
		if err != nil {
			return err
		}
		q := app.TrendQuery{Tenants: tenants, License: license, Application: cmd.Application, Since: cmd.Since.Time}
		if cmd.Application != "" {
			if q.Application, err = beacon.ApplicationAsked(ctx, cmd.Application); err != nil {
				return err
			}
			return writeRows(c, cmd.outputFlags, lists.ApplicationTrendColumns(),
				lastRows(cmd.Limit, func() ([]app.ApplicationPoint, error) { return beacon.ApplicationTrend(ctx, q) }))
		}
		return writeRows(c, cmd.outputFlags, lists.LicenseTrendColumns(), lastRows(cmd.Limit, func() ([]app.LicensePoint, error) {
			return beacon.LicenseTrend(ctx, q)
		}))
	})
}

// lastRows are the last ones of a list, all when the limit is 0.
func lastRows[T any](limit int, list func() ([]T, error)) func(yield func(T) error) error {
	return export.Rows(func() ([]T, error) {
		found, err := list()
		if limit > 0 && len(found) > limit {
			found = found[len(found)-limit:]
		}
		return found, err
	})
}
