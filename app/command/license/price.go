package license

import (
	"context"
	"slices"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/licensing"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// PriceCommands are the commands of inventory-beacon price.
type PriceCommands struct {
	List   priceListCommand   `cmd:"" help:"List the prices that were entered."`
	Set    priceSetCommand    `cmd:"" help:"Set what a unit of a license costs."`
	Import priceImportCommand `cmd:"" help:"Set the prices of a CSV file or an Excel workbook with the headings SKU, Price, Currency, Per and From."`
	Remove priceRemoveCommand `cmd:"" help:"Remove all prices of a license."`
}

// tenantFlag names a tenant by a connection to it.
type tenantFlag struct {
	Connection string `help:"Only for the tenant of this connection, before the price for all tenants." placeholder:"NAME"`
}

// tenant returns the id of the tenant; empty for all.
func (f tenantFlag) tenant(ctx context.Context, beacon *app.Beacon) (string, error) {
	if f.Connection == "" {
		return "", nil
	}
	return beacon.TenantOfInventory(ctx, f.Connection)
}

// of returns the licenses that a SKU means, and the tenant.
func (f tenantFlag) of(ctx context.Context, beacon *app.Beacon, sku string) (skus []app.SKU, tenant string, err error) {
	if skus, err = beacon.LicensesNamed(ctx, sku); err != nil {
		return nil, "", err
	}
	tenant, err = f.tenant(ctx, beacon)
	return skus, tenant, err
}

// priceRow is a price as JSON.
type priceRow struct {
	SKUID      string         `json:"skuId"`
	PartNumber string         `json:"skuPartNumber"`
	Product    string         `json:"product"`
	Tenant     *string        `json:"tenant"`   // its id; null for all
	TenantID   *string        `json:"tenantId"` // the same
	Amount     float64        `json:"amount"`
	Currency   string         `json:"currency"`
	Per        string         `json:"per"`
	From       connector.Date `json:"from"` // null for always
}

func newPriceRow(sku app.SKU, p licensing.Price) priceRow {
	return priceRow{
		SKUID: sku.ID, PartNumber: sku.PartNumber, Product: sku.Product, Tenant: console.TextOrNull(p.Tenant),
		TenantID: console.TextOrNull(p.Tenant),
		Amount:   p.Number(), Currency: p.Currency, Per: string(p.Per), From: p.Since,
	}
}

type priceListCommand struct{}

// listedPriceRow says of a price as JSON whether it holds.
type listedPriceRow struct {
	priceRow
	Holds bool `json:"holds"` // today
}

func (priceListCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	prices, err := beacon.Prices(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		rows := []listedPriceRow{}
		for _, p := range prices {
			rows = append(rows, listedPriceRow{newPriceRow(p.SKU, p.Price), p.Holds})
		}
		return c.PrintJSON(rows)
	}
	if len(prices) == 0 {
		c.Note("No price was entered. Set one with: %s price set SKU AMOUNT CURRENCY", c.Program())
		return nil
	}
	t := console.NewTable("SKU", "Product", "Tenant", "Price", "From", "Holds")
	t.LeaveOut("Tenant", "Product")
	for _, p := range prices {
		t.Add(p.SKU.Code(), p.SKU.Product, p.Tenant, message.Price(p.Price.Price), fromText(p.Since), message.YesNo(p.Holds))
	}
	return t.Write(c)
}

// fromText is the first day of a price.
func fromText(day connector.Date) string {
	if day == 0 {
		return message.L("always")
	}
	return day.String()
}

type priceSetCommand struct {
	SKU      string `arg:"" name:"sku" help:"SKU part number or id of the license."`
	Amount   string `arg:"" help:"What a unit costs, such as 54.75."`
	Currency string `arg:"" help:"Its currency by ISO 4217, such as EUR."`
	Per      string `help:"The time that it is for: month or year." enum:"month,year" default:"month" placeholder:"PERIOD"`
	From     string `help:"The first day on which it costs that, such as 2026-01-31; else always for the first price of a license, and today for another one." placeholder:"DATE"`
	tenantFlag
}

func (cmd priceSetCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	skus, tenant, err := cmd.of(ctx, beacon, cmd.SKU)
	if err != nil {
		return err
	}
	set, err := beacon.PriceOf(tenant, skus, licensing.PriceEntry{Amount: cmd.Amount, Currency: cmd.Currency, Per: cmd.Per, From: cmd.From})
	if err != nil {
		return err
	}
	if err := beacon.SetPrices(ctx, set); err != nil {
		return err
	}
	for _, p := range set {
		c.Note("%s costs %s, from: %s.", p.SKU.Product, message.Price(p.Price.Price), fromText(p.Since))
	}
	if c.JSON {
		return c.PrintJSON(newPriceRow(set[0].SKU, set[0].Price))
	}
	return nil
}

type priceRemoveCommand struct {
	SKU string `arg:"" name:"sku" help:"SKU part number or id of the license."`
	tenantFlag
}

func (cmd priceRemoveCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	skus, tenant, err := cmd.of(ctx, beacon, cmd.SKU)
	if err != nil {
		return err
	}
	if err := beacon.RemovePrices(ctx, tenant, skus); err != nil {
		return err
	}
	c.Note("Removed the prices of %s.", skus[0].Product)
	if err := cmd.noteOthers(ctx, c, beacon, tenant, skus); err != nil {
		return err
	}
	if c.JSON {
		return c.PrintJSON(newSKURow(skus[0]))
	}
	return nil
}

// noteOthers says that tenants have prices of their own, which hold on.
func (cmd priceRemoveCommand) noteOthers(ctx context.Context, c *console.Console, beacon *app.Beacon, tenant string, skus []app.SKU) error {
	if tenant != "" {
		return nil
	}
	prices, err := beacon.Prices(ctx)
	if slices.ContainsFunc(prices, func(p licensing.ListedPrice) bool {
		return slices.ContainsFunc(skus, func(sku app.SKU) bool { return sku.ID == p.SKUID })
	}) {
		c.Note("Prices for one tenant alone stay: price list names them, and --connection removes them.")
	}
	return err
}
