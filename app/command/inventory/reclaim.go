package inventory

import (
	"context"
	"errors"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/export"
)

// reclaimFlags say which recommendations are wanted.
type reclaimFlags struct {
	windowFlag
	Reason    []app.ReclaimReason `help:"Only for these reasons: disabled, never-active, inactive, redundant, guest, smaller, direct-and-group or failed." placeholder:"REASON"`
	Certainty []app.Certainty     `help:"Only what is so certain: certain, probable or review." placeholder:"CERTAINTY"`
	License   string              `help:"Only this license, by its SKU part number or id." placeholder:"SKU"`
}

// query returns what is wanted of a connection, of all when it is empty.
func (f reclaimFlags) query(ctx context.Context, b *app.Beacon, connection string) (app.ReclaimQuery, error) {
	q := app.ReclaimQuery{Window: f.days(), Reasons: f.Reason, Certainties: f.Certainty, License: f.License}
	if f.License != "" {
		if _, err := b.LicensesNamed(ctx, f.License); err != nil {
			return q, err
		}
	}
	var err error
	q.Connections, err = inventoriesOf(ctx, b, connection)
	return q, err
}

// checkValues refuses values that there are none of.
func (f reclaimFlags) checkValues() error {
	for _, reason := range f.Reason {
		if err := console.OneOf("--reason", reason, app.ReclaimReasons); err != nil {
			return err
		}
	}
	for _, certainty := range f.Certainty {
		if err := console.OneOf("--certainty", certainty, app.Certainties); err != nil {
			return err
		}
	}
	return nil
}

type reclaimCommand struct {
	Connection string `help:"Only what was imported through this connection, or the kept inventory of that name." placeholder:"NAME"`
	Search     string `help:"Only users whose names contain this text." placeholder:"TEXT"`
	outputFlags
	centralFlag
	reclaimFlags
	Sort    console.SortColumn `help:"Column to sort by, in place of the strongest reason first: displayName, userPrincipalName, tenant, product, skuPartNumber, reason, certainty, lastActivity or price; with - before it from the greatest down." placeholder:"COLUMN"`
	GroupBy app.ReclaimColumn  `help:"Count them and what they save by license, department, company, country or reason." enum:",license,department,company,country,reason" default:"" placeholder:"COLUMN"`
}

func (cmd reclaimCommand) Run(ctx context.Context, c *console.Console) error {
	if err := errors.Join(cmd.checkValues(), cmd.check(c), app.SortReclaim(new(app.ReclaimQuery), string(cmd.Sort))); err != nil {
		return err
	}
	if cmd.Sort != "" && cmd.GroupBy != "" {
		return console.UsageErrorf("--sort and --group-by can't be used together")
	}
	beacon, closeAll, err := c.Open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	return cmd.read(ctx, c, beacon, func(from *app.Beacon) error { return cmd.list(ctx, c, from) })
}

func (cmd reclaimCommand) list(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	q, err := cmd.query(ctx, beacon, cmd.Connection)
	if err != nil {
		return err
	}
	if err := noteOlderParts(ctx, c, beacon, q.Connections); err != nil {
		return err
	}
	q.Search, q.Limit = cmd.Search, cmd.Limit
	if err := app.SortReclaim(&q, string(cmd.Sort)); err != nil {
		return err
	}
	if cmd.GroupBy == "" {
		columns, err := withTenant(ctx, beacon, cmd.outputFlags, app.RecommendationColumns(), app.RecommendationTenant())
		if err != nil {
			return err
		}
		return writeRows(c, cmd.outputFlags, columns, func(yield func(app.Recommendation) error) error {
			return beacon.Reclaim.Each(ctx, q, yield)
		})
	}
	return writeRows(c, cmd.outputFlags, app.SumColumns(cmd.GroupBy), export.Rows(func() ([]app.SumRow, error) {
		_, groups, err := beacon.Reclaim.Sums(ctx, q, cmd.GroupBy)
		sums := app.SumRows(groups)
		if cmd.Limit > 0 {
			sums = sums[:min(cmd.Limit, len(sums))]
		}
		return sums, err
	}))
}
