package inventory

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/lists"
)

// reclaimFlags say which recommendations are wanted.
type reclaimFlags struct {
	windowFlag
	Reason    []app.ReclaimReason `help:"Only for these reasons: disabled, never-active, inactive, redundant, guest, smaller, direct-and-group or failed." placeholder:"REASON"`
	Certainty []app.Certainty     `help:"Only what is so certain: certain, probable or review." placeholder:"CERTAINTY"`
	License   string              `help:"Only this license, by its SKU part number, id or name." placeholder:"SKU"`
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

// query is what the options ask for.
func (f reclaimFlags) query() lists.Query {
	var conditions lists.FilterExpression
	if len(f.Reason) > 0 {
		conditions = append(conditions, oneOf("reason", f.Reason))
	}
	if len(f.Certainty) > 0 {
		conditions = append(conditions, oneOf("certainty", f.Certainty))
	}
	return lists.Query{List: lists.Reclaim, Filter: conditions.String(), License: f.License, Window: f.days()}
}

func oneOf[T ~string](property string, values []T) lists.FilterCondition {
	c := lists.FilterCondition{Property: property, Operator: lists.FilterOneOf}
	for _, value := range values {
		c.Values = append(c.Values, string(value))
	}
	return c
}

type reclaimCommand struct {
	inventoryFlags
	reclaimFlags
}

func (cmd reclaimCommand) Run(ctx context.Context, c *console.Console) error {
	if err := cmd.checkValues(); err != nil {
		return err
	}
	return runInventory(ctx, c, cmd.inventoryFlags, cmd.query())
}
