package inventory

import (
	"context"
	"io"
	"strings"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/lists"
	"inventorybeacon/app/message"
	"inventorybeacon/app/outputfile"
	"inventorybeacon/connector"
)

// ReclaimCommands are the commands of inventory-beacon reclaim.
type ReclaimCommands struct {
	Keep   reclaimKeepCommand   `cmd:"" help:"Keep a license with a user, so that it is not recommended until a day is over."`
	Unkeep reclaimUnkeepCommand `cmd:"" help:"Recommend a license again that is kept."`
	Kept   reclaimKeptCommand   `cmd:"" help:"List the licenses that are kept."`
	Script reclaimScriptCommand `cmd:"" help:"Write a PowerShell script that takes the recommended licenses back, to be read and run by an administrator."`
}

// keptLicenseRow is a license that is kept, as JSON.
type keptLicenseRow struct {
	UserPrincipalName string         `json:"userPrincipalName"`
	PartNumber        string         `json:"skuPartNumber"`
	Until             connector.Date `json:"until"`
	Note              string         `json:"note"`
	Since             time.Time      `json:"since"`
	Ended             bool           `json:"ended"`
}

func newKeptLicenseRow(k app.KeptRow) keptLicenseRow {
	return keptLicenseRow{k.UserPrincipalName, k.SKU.Code(), k.Until, k.Note, k.Since, k.Ended}
}

type reclaimKeepCommand struct {
	User       string `arg:"" help:"User principal name or id." placeholder:"USER"`
	SKU        string `arg:"" name:"sku" help:"SKU part number or id of the license."`
	Until      string `help:"The last day on which it is kept, such as 2026-12-31." required:"" placeholder:"DATE"`
	Note       string `help:"Why it is kept." placeholder:"TEXT" empty:""`
	Connection string `help:"Only the user that was imported through this connection." placeholder:"NAME"`
}

func (cmd reclaimKeepCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	connections, err := inventoriesOf(ctx, beacon, cmd.Connection)
	if err != nil {
		return err
	}
	licenses, err := beacon.LicensesOfUser(ctx, connections, cmd.User, cmd.SKU)
	if err != nil {
		return err
	}
	if err := beacon.Reclaim.Keep(ctx, licenses, cmd.Until, cmd.Note); err != nil {
		return err
	}
	kept, err := beacon.KeptNow(ctx)
	if err != nil {
		return err
	}
	for _, k := range kept {
		if k.UserID != licenses[0].UserID || k.SKUID != licenses[0].SKUID || k.TenantID != strings.ToLower(licenses[0].TenantID) {
			continue
		}
		c.Note("%s keeps %s until %s.", k.UserPrincipalName, k.SKU.Product, k.Until)
		if c.JSON {
			return c.PrintJSON(newKeptLicenseRow(k))
		}
	}
	return nil
}

type reclaimUnkeepCommand struct {
	User string `arg:"" help:"User principal name or id." placeholder:"USER"`
	SKU  string `arg:"" name:"sku" help:"SKU part number or id of the license."`
}

func (cmd reclaimUnkeepCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	ended, err := beacon.UnkeepLicense(ctx, cmd.User, cmd.SKU)
	if err != nil {
		return err
	}
	for _, k := range ended {
		c.Note("%s is recommended again where there is a reason.", k.SKU.Product)
	}
	if c.JSON {
		return c.PrintJSON(newKeptLicenseRow(ended[0]))
	}
	return nil
}

type reclaimKeptCommand struct{}

func (reclaimKeptCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	kept, err := beacon.KeptNow(ctx)
	if err != nil {
		return err
	}
	rows := []keptLicenseRow{}
	t := console.NewTable("User Principal Name", "License", "Until", "Note", "Since")
	t.LeaveOut("Since", "Note")
	for _, k := range kept {
		rows = append(rows, newKeptLicenseRow(k))
		until := k.Until.String()
		if k.Ended {
			until += " " + message.L("(over)")
		}
		t.Add(k.UserPrincipalName, k.SKU.Code(), until, k.Note, console.LocalTime(&k.Since))
	}
	switch {
	case c.JSON:
		return c.PrintJSON(rows)
	case len(rows) == 0:
		c.Note("No license is kept.")
		return nil
	default:
		return t.Write(c)
	}
}

type reclaimScriptCommand struct {
	reclaimFlags
	console.FilterFlag
	Connection string `help:"Only what was imported through this connection, or the kept inventory of that name." placeholder:"NAME"`
	Search     string `help:"Only rows that contain this text." placeholder:"TEXT"`
	Output     string `help:"File to write." required:"" type:"path" placeholder:"FILE"`
}

// recommendations is the query for what the script takes back.
func (cmd reclaimScriptCommand) recommendations(ctx context.Context, beacon *app.Beacon) (q app.ReclaimQuery, err error) {
	wanted := cmd.query()
	wanted.Search, wanted.Filter = cmd.Search, lists.Both(wanted.Filter, cmd.Condition())
	if wanted.Connections, err = inventoriesOf(ctx, beacon, cmd.Connection); err != nil {
		return q, err
	}
	if wanted.License, err = licenseNamed(ctx, beacon, cmd.License); err != nil {
		return q, err
	}
	return wanted.Recommendations()
}

// scriptRow says what a script does, as JSON.
type scriptRow struct {
	File        string `json:"file"`
	Assignments int64  `json:"assignments"`
	Licenses    int64  `json:"licenses"`
	ByGroup     int64  `json:"byGroup"`
	Failed      int64  `json:"failed"`
}

func (cmd reclaimScriptCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	if err := cmd.checkValues(); err != nil {
		return err
	}
	q, err := cmd.recommendations(ctx, beacon)
	if err != nil {
		return err
	}
	var counts app.ScriptCounts
	write := func(w io.Writer) (err error) {
		counts, err = beacon.Reclaim.Script(ctx, w, q)
		return err
	}
	if console.IsStandardOutput(cmd.Output) {
		return write(c.Out)
	}
	if err := outputfile.Write(cmd.Output, write); err != nil {
		return err
	}
	c.Note("Wrote %s. Read it before you run it: without -Apply it changes nothing.", cmd.Output)
	for _, line := range counts.Lines(len(counts.Groups)) {
		c.Note("%s", line)
	}
	if c.JSON {
		return c.PrintJSON(scriptRow{cmd.Output, counts.Assignments, counts.Licenses, counts.ByGroup, counts.Failed})
	}
	return nil
}
