package license

import (
	"context"
	"slices"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/licensing"
	"inventorybeacon/app/message"
)

type priceImportCommand struct {
	File string `arg:"" help:"The CSV file or Excel workbook." type:"path"`
	tenantFlag
	Yes bool `short:"y" help:"Set the prices; without it they are shown, and set after a question where somebody can be asked."`
}

// importedPriceRow is a price of a file as JSON.
type importedPriceRow struct {
	Line int `json:"line"`
	priceRow
	Before    *priceBefore `json:"before"`
	Unchanged bool         `json:"unchanged"`
}

// priceBefore is the price in whose place another one comes.
type priceBefore struct {
	Amount   float64 `json:"amount"`
	Currency string  `json:"currency"`
	Per      string  `json:"per"`
}

func (cmd priceImportCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	tenant, err := cmd.tenant(ctx, beacon)
	if err != nil {
		return err
	}
	set, err := beacon.ReadPrices(ctx, tenant, cmd.File)
	if err != nil {
		return err
	}
	if err := previewPrices(c, set); err != nil {
		return err
	}
	changed := slices.DeleteFunc(slices.Clone(set), licensing.SetPrice.Unchanged)
	if len(changed) == 0 {
		c.Note("These prices are set already.")
		return nil
	}
	count := message.Count("count.prices", len(changed))
	if err := c.Confirm(ctx, cmd.Yes, "Set %s?", count); err != nil {
		return err
	}
	if err := beacon.SetPrices(ctx, changed); err != nil {
		return err
	}
	c.Note("Set %s.", count)
	return nil
}

// previewPrices shows what would be set.
func previewPrices(c *console.Console, set []licensing.SetPrice) error {
	if c.JSON {
		rows := []importedPriceRow{}
		for _, p := range set {
			row := importedPriceRow{Line: p.Line, priceRow: newPriceRow(p.SKU, p.Price), Unchanged: p.Unchanged()}
			if b := p.Before; b != nil {
				row.Before = &priceBefore{b.Number(), b.Currency, string(b.Per)}
			}
			rows = append(rows, row)
		}
		return c.PrintJSON(rows)
	}
	t := console.NewTable("Line", "SKU", "Product", "Tenant", "Price", "From", "Before")
	t.LeaveOut("Tenant", "Product", "Line")
	for _, p := range set {
		before := ""
		switch {
		case p.Unchanged():
			before = message.L("unchanged")
		case p.Before != nil:
			before = message.Price(*p.Before)
		}
		t.Add(console.Number(int64(p.Line)), p.SKU.Code(), p.SKU.Product, p.Tenant, message.Price(p.Price.Price), fromText(p.Since),
			before)
	}
	return t.Write(c)
}
