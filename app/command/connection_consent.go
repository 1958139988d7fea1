package command

import (
	"context"

	"inventorybeacon/app"
)

type connectionConsentLinkCommand struct {
	Name string `arg:"" help:"Connection name."`
}

// linkRow is a consent link as JSON.
type linkRow struct {
	Connection string `json:"connection"`
	Link       string `json:"link"`
}

func (cmd connectionConsentLinkCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	entry, err := c.named(beacon, cmd.Name)
	if err != nil {
		return err
	}
	link, err := beacon.ConsentLink(entry.Connection)
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(linkRow{entry.Connection.Name, link})
	}
	c.printf("%s\n", link)
	c.note("Send this address to an administrator of the tenant. It holds no secret; what it asks for is shown there before it is accepted.")
	return nil
}
