package command

import (
	"context"
	"os"

	"inventorybeacon/app"
)

type keyCommand struct {
	Place string `arg:"" optional:"" enum:"show,file" default:"show" help:"show says where it is; file moves the key to a file of the data directory, for servers and services."`
}

// keyRow is where the key is, as JSON.
type keyRow struct {
	Place string `json:"place"` // keyring or file
	File  string `json:"file,omitempty"`
}

func (cmd keyCommand) Run(ctx context.Context, c *console) error {
	row, err := c.keyPlace(ctx, cmd.Place == "file")
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(row)
	}
	c.printf("The key that opens the stored secrets is in the %s.\n", row)
	return nil
}

// String completes "the key is in the ...".
func (k keyRow) String() string {
	if k.File == "" {
		return "operating system's keyring"
	}
	return "file " + k.File
}

// keyPlace finds the key, or moves it to the file; one that does not exist is made.
func (c *console) keyPlace(ctx context.Context, toFile bool) (keyRow, error) {
	if toFile {
		if err := os.Setenv(app.KeyVariable, "file"); err != nil {
			return keyRow{}, err
		}
	}
	beacon, closeAll, err := c.open(ctx)
	if err != nil {
		return keyRow{}, err
	}
	defer closeAll()
	place, err := beacon.KeyPlace(ctx)
	if err != nil {
		return keyRow{}, err
	}
	if place.Keyring() {
		return keyRow{Place: "keyring"}, nil
	}
	return keyRow{Place: "file", File: place.File}, nil
}
