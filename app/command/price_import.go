package command

import (
	"context"
	"slices"

	"inventorybeacon/app"
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

func (cmd priceImportCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
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
	changed := slices.DeleteFunc(slices.Clone(set), app.SetPrice.Unchanged)
	if len(changed) == 0 {
		c.note("These prices are set already.")
		return nil
	}
	if !cmd.Yes && (!c.inTTY.there() || !c.errTTY.there()) {
		c.note("Nothing was set yet. Set these prices with --yes.")
		return nil
	}
	count := message.Count("count.prices", len(changed))
	if err := c.confirm(ctx, cmd.Yes, "Set %s?", count); err != nil {
		return err
	}
	if err := beacon.SetPrices(ctx, changed); err != nil {
		return err
	}
	c.note("Set %s.", count)
	return nil
}

// previewPrices shows what would be set.
func previewPrices(c *console, set []app.SetPrice) error {
	if c.json {
		rows := []importedPriceRow{}
		for _, p := range set {
			row := importedPriceRow{Line: p.Line, priceRow: newPriceRow(p.SKU, p.Price), Unchanged: p.Unchanged()}
			if b := p.Before; b != nil {
				row.Before = &priceBefore{b.Number(), b.Currency, string(b.Per)}
			}
			rows = append(rows, row)
		}
		return c.printJSON(rows)
	}
	t := newTable("Line", "SKU", "Product", "Price", "From", "Before")
	t.leaveOut("Product", "Line")
	for _, p := range set {
		before := ""
		switch {
		case p.Unchanged():
			before = message.L("unchanged")
		case p.Before != nil:
			before = app.PriceText(*p.Before)
		}
		t.add(number(int64(p.Line)), skuText(p.SKU), p.SKU.Product, app.PriceText(p.Price.Price), fromText(p.Since), before)
	}
	return t.write(c)
}
