package command

import (
	"context"
	"fmt"
	"os"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

// What is done with the key.
const (
	keyShow      = "show"
	keyMake      = "make"
	keyToFile    = "file"
	keyToKeyring = "keyring"
	keyRotate    = "rotate"
)

// noKeyPlace is the place of a key that there is none of.
const noKeyPlace = "none"

type keyCommand struct {
	Action string `arg:"" optional:"" enum:"show,make,file,keyring,rotate" default:"show" help:"show says where it is; make makes it when there is none yet; file moves the key to a file of the data directory, for servers and services; keyring moves it back to the operating system's keyring; rotate replaces it by another key and seals all secrets anew."`
}

// keyRow is where the key is, as JSON.
type keyRow struct {
	Place string `json:"place"` // keyring, file or none
	File  string `json:"file,omitempty"`
	// Resealed is how many secrets and waiting edits were sealed anew.
	Resealed *int `json:"resealed,omitempty"`
}

func (cmd keyCommand) Run(ctx context.Context, c *console.Console) error {
	row, err := cmd.do(ctx, c)
	if err != nil {
		return err
	}
	if row.Resealed != nil {
		c.Note("%s", message.Count("note.key-replaced", *row.Resealed))
		c.Note("%s", app.AfterRotation())
	}
	switch {
	case c.JSON:
		return c.PrintJSON(row)
	case row.Place == noKeyPlace:
		c.Printf("There is no key yet: it is made with the first secret.\n")
	default:
		c.Printf("The key that opens the stored secrets is in the %s.\n", row)
	}
	return nil
}

func (cmd keyCommand) do(ctx context.Context, c *console.Console) (keyRow, error) {
	switch cmd.Action {
	case keyToKeyring:
		return moveToKeyring(ctx, c)
	case keyRotate:
		return rotateKey(ctx, c)
	default:
		return keyPlace(ctx, c, cmd.Action)
	}
}

func withBeacon(ctx context.Context, c *console.Console, do func(*app.Beacon) (keyRow, error)) (keyRow, error) {
	beacon, closeAll, err := c.Open(ctx)
	if err != nil {
		return keyRow{}, err
	}
	defer closeAll()
	return do(beacon)
}

// String completes "the key is in the ...".
func (k keyRow) String() string {
	switch {
	case k.Place == noKeyPlace:
		return message.L("place where the first secret puts it")
	case k.File == "":
		return message.L("operating system's keyring")
	default:
		return fmt.Sprintf(message.L("file %s"), k.File)
	}
}

// fixed is where the key is, in words that stay as they are in every language.
func (k keyRow) fixed() string {
	switch k.Place {
	case noKeyPlace:
		return "place where the first secret puts it"
	case "file":
		return "file " + k.File
	default:
		return "operating system's keyring"
	}
}

func keyRowOf(ctx context.Context, beacon *app.Beacon) (keyRow, error) {
	place, err := beacon.KeyPlace(ctx)
	switch {
	case err != nil:
		return keyRow{}, err
	case place.None:
		return keyRow{Place: noKeyPlace}, nil
	case place.Keyring():
		return keyRow{Place: "keyring"}, nil
	}
	return keyRow{Place: "file", File: place.File}, nil
}

// keyPlace finds the key. It makes one that does not exist, unless it is only to be
// shown, and moves it to the file when that is the action.
func keyPlace(ctx context.Context, c *console.Console, action string) (keyRow, error) {
	if action == keyToFile {
		if err := os.Setenv(app.KeyVariable, "file"); err != nil {
			return keyRow{}, err
		}
	}
	return withBeacon(ctx, c, func(beacon *app.Beacon) (keyRow, error) {
		if action != keyShow {
			if _, err := beacon.MakeKey(ctx); err != nil {
				return keyRow{}, err
			}
		}
		return keyRowOf(ctx, beacon)
	})
}

func moveToKeyring(ctx context.Context, c *console.Console) (keyRow, error) {
	if os.Getenv(app.KeyVariable) != "" {
		return keyRow{}, console.UsageErrorf("the environment variable %s says that the key is in a file: unset it, also for services, and try again", app.KeyVariable)
	}
	return withBeacon(ctx, c, func(beacon *app.Beacon) (keyRow, error) {
		if err := beacon.MoveKeyToKeyring(ctx); err != nil {
			return keyRow{}, err
		}
		return keyRowOf(ctx, beacon)
	})
}

func rotateKey(ctx context.Context, c *console.Console) (keyRow, error) {
	return withBeacon(ctx, c, func(beacon *app.Beacon) (keyRow, error) {
		n, err := beacon.RotateKey(ctx)
		if err != nil {
			return keyRow{}, err
		}
		row, err := keyRowOf(ctx, beacon)
		row.Resealed = &n
		return row, err
	})
}
