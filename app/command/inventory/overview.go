package inventory

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/export"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/money"
)

type overviewCommand struct {
	Connection string `help:"Only what was imported through this connection, or the kept inventory of that name." placeholder:"NAME"`
	centralFlag
	windowFlag
	Output string `help:"File to write the overview to, as one page of HTML for people who do not use the program; .html." type:"path" placeholder:"FILE"`
}

// overviewRow is an overview as JSON.
type overviewRow struct {
	Users    app.UserCounts      `json:"users"`
	Licenses json.RawMessage     `json:"licenses"`
	Sums     map[string]spendRow `json:"sums"`
	Unpriced []string            `json:"unpriced"`
	Renewals []renewalRow        `json:"renewals"`
}

// renewalRow says whose a renewal is where there are several tenants, as lists do.
type renewalRow struct {
	app.Renewal
	Tenant   string `json:"tenant,omitempty"`
	TenantID string `json:"tenantId,omitempty"`
}

// spendRow are the sums of one currency, a month.
type spendRow struct {
	Spent     json.Number `json:"spent"`
	Unused    json.Number `json:"unused"`
	Reducible json.Number `json:"reducible"`
}

func (cmd overviewCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	if ending := strings.ToLower(filepath.Ext(cmd.Output)); !console.IsStandardOutput(cmd.Output) && ending != ".html" && ending != ".htm" {
		return console.UsageErrorf("--output takes a file whose name ends with .html")
	}
	return cmd.read(ctx, c, beacon, func(from *app.Beacon) error { return cmd.show(ctx, c, from) })
}

func (cmd overviewCommand) show(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	connections, err := inventoriesOf(ctx, beacon, cmd.Connection)
	if err != nil {
		return err
	}
	if err := noteOlderParts(ctx, c, beacon, connections); err != nil {
		return err
	}
	if cmd.Output != "" {
		return c.WriteTo(cmd.Output, func(w io.Writer) error { return beacon.WriteOverview(ctx, w, connections, cmd.days()) })
	}
	overview, err := beacon.Overview(ctx, connections, cmd.days())
	if err != nil {
		return err
	}
	if c.JSON {
		return printOverview(c, overview)
	}
	return TellOverview(c, overview)
}

func printOverview(c *console.Console, o app.Overview) error {
	tenants, columns := tenantsOfLicenses(o.Licenses), lists.LicenseColumns()
	if tenants != nil {
		columns = append(columns, lists.LicenseTenantColumns()...)
	}
	var licenses bytes.Buffer
	_, err := export.Write(&licenses, export.JSON, columns, export.Rows(func() ([]app.LicenseRow, error) { return o.Licenses, nil }))
	if err != nil {
		return err
	}
	sums := map[string]spendRow{}
	for currency, s := range o.Sums {
		amount := func(a money.Amount) json.Number { return json.Number(a.In(currency)) }
		sums[currency] = spendRow{Spent: amount(s.Spent), Unused: amount(s.Unused), Reducible: amount(s.Reducible)}
	}
	renewals := make([]renewalRow, len(o.Renewals))
	for i, r := range o.Renewals {
		of := tenants[r.Connection]
		renewals[i] = renewalRow{r, of.TenantName, of.Tenant}
	}
	return c.PrintJSON(overviewRow{
		Users: o.Users, Licenses: licenses.Bytes(), Sums: sums, Unpriced: append([]string{}, o.Unpriced...), Renewals: renewals,
	})
}

// tenantsOfLicenses returns a license of each connection, which knows its tenant; nil where there is one tenant.
func tenantsOfLicenses(licenses []app.LicenseRow) map[string]app.LicenseRow {
	tenants, several := map[string]app.LicenseRow{}, false
	for _, l := range licenses {
		tenants[l.Connection] = l
		several = several || l.Tenant != licenses[0].Tenant
	}
	if !several {
		return nil
	}
	return tenants
}

// TellOverview says the same in words.
func TellOverview(c *console.Console, o app.Overview) error {
	c.Printf("%s, of whom %s enabled, %s disabled, %s guests, %s with a license\n\n",
		message.Count("count.users", int(o.Users.Total)), message.Number(o.Users.Enabled), message.Number(o.Users.Disabled),
		message.Number(o.Users.Guests), message.Number(o.Users.Licensed))
	tenants := tenantsOfLicenses(o.Licenses)
	named := func(product, connection string) string {
		if of, several := tenants[connection]; several {
			return fmt.Sprintf(message.L("%s of %s"), product, of.TenantName)
		}
		return product
	}
	t := console.NewTable("License", "Purchased", "Assigned", "Active", "Unused", "Unused a month", "Renewal")
	t.LeaveOut("Renewal", "Active")
	for _, l := range o.Licenses {
		if l.Kind != app.Paid {
			continue
		}
		active, spend := "", ""
		if l.Active != nil {
			active = message.Number(*l.Active)
		}
		if amount, priced := l.UnusedSpend(); priced {
			spend = amount.In(l.Price.Currency) + " " + l.Price.Currency
		}
		t.Add(named(l.Product, l.Connection), message.Number(l.Purchased), message.Number(l.Assigned), active, message.Number(l.Units().Unused),
			spend, l.Renewal.String())
	}
	if err := t.Write(c); err != nil {
		return err
	}
	tellSums(c, o)
	for i, r := range o.Renewals {
		if i == 0 {
			c.Printf("\nRenewals in the next %d days:\n", app.RenewalDays)
		}
		c.Printf("%s  %s of %s\n", r.Day, message.Number(r.Units), export.Printable(named(r.Product, r.Connection)))
	}
	return c.OutputErr()
}

func tellSums(c *console.Console, o app.Overview) {
	for _, currency := range o.Sums.Currencies() {
		s := o.Sums[currency]
		c.Printf("\n%s a month: %s spent, %s unused, %s reducible at renewal\n", currency, s.Spent.In(currency), s.Unused.In(currency),
			s.Reducible.In(currency))
	}
	if n := len(o.Unpriced); n > 0 {
		c.Printf("\nWithout a price, and in no sum: %s\n", export.Printable(strings.Join(o.Unpriced, ", ")))
	}
}
