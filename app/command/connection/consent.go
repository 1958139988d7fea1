package connection

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
)

type consentLinkCommand struct {
	Name string `arg:"" help:"Connection name."`
}

// linkRow is a consent link as JSON.
type linkRow struct {
	Connection string `json:"connection"`
	Link       string `json:"link"`
}

func (cmd consentLinkCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	entry, err := c.Named(beacon, cmd.Name)
	if err != nil {
		return err
	}
	link, err := beacon.ConsentLink(entry.Connection)
	if err != nil {
		return err
	}
	if c.JSON {
		return c.PrintJSON(linkRow{entry.Connection.Name, link})
	}
	c.Printf("%s\n", link)
	c.Note("Send this address to an administrator of the tenant. It holds no secret; what it asks for is shown there before it is accepted.")
	return nil
}
