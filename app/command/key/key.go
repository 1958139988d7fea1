// Package key has the commands for the key of the secrets: where it is, moved, replaced.
package key

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
	Show      = "show"
	Make      = "make"
	ToFile    = "file"
	toKeyring = "keyring"
	rotate    = "rotate"
)

// NoPlace is the place of a key that there is none of.
const NoPlace = "none"

// Command is the command inventory-beacon key.
type Command struct {
	Action string `arg:"" optional:"" enum:"show,make,file,keyring,rotate" default:"show" help:"show says where it is; make makes it when there is none yet; file moves the key to a file of the data directory, for servers and services; keyring moves it back to the operating system's keyring; rotate replaces it by another key and seals all secrets anew."`
}

// Row is where the key is, as JSON.
type Row struct {
	Place string `json:"place"` // keyring, file or none
	File  string `json:"file,omitempty"`
	// Resealed is how many secrets and waiting edits were sealed anew.
	Resealed *int `json:"resealed,omitempty"`
	// FormerLeft says that the former key still stands where it was.
	FormerLeft bool `json:"formerLeft,omitempty"`
}

func (cmd Command) Run(ctx context.Context, c *console.Console) error {
	row, err := cmd.do(ctx, c)
	if err != nil {
		return err
	}
	switch {
	case c.JSON:
		return c.PrintJSON(row)
	case row.Place == NoPlace:
		c.Printf("There is no key yet: it is made with the first secret.\n")
	default:
		c.Printf("The key that opens the stored secrets is in the %s.\n", row)
	}
	return nil
}

func (cmd Command) do(ctx context.Context, c *console.Console) (Row, error) {
	switch cmd.Action {
	case toKeyring:
		return moveToKeyring(ctx, c)
	case rotate:
		return rotateKey(ctx, c)
	default:
		return Place(ctx, c, cmd.Action)
	}
}

func withBeacon(ctx context.Context, c *console.Console, do func(*app.Beacon) (Row, error)) (Row, error) {
	beacon, closeAll, err := c.Open(ctx)
	if err != nil {
		return Row{}, err
	}
	defer closeAll()
	return do(beacon)
}

// String completes "the key is in the ...".
func (k Row) String() string {
	switch {
	case k.Place == NoPlace:
		return message.L("place where the first secret puts it")
	case k.File == "":
		return message.L("operating system's keyring")
	default:
		return fmt.Sprintf(message.L("file %s"), k.File)
	}
}

// Fixed is where the key is, in words that stay as they are in every language.
func (k Row) Fixed() string {
	switch k.Place {
	case NoPlace:
		return "place where the first secret puts it"
	case "file":
		return "file " + k.File
	default:
		return "operating system's keyring"
	}
}

func rowOf(ctx context.Context, beacon *app.Beacon) (Row, error) {
	place, err := beacon.KeyPlace(ctx)
	switch {
	case err != nil:
		return Row{}, err
	case place.None:
		return Row{Place: NoPlace}, nil
	case place.Keyring():
		return Row{Place: "keyring"}, nil
	}
	return Row{Place: "file", File: place.File}, nil
}

// Place finds the key. It makes one that does not exist, unless it is only to be
// shown, and moves it to the file when that is the action. What a command that was killed
// has left in the keyring is removed.
func Place(ctx context.Context, c *console.Console, action string) (Row, error) {
	if action == ToFile {
		if err := os.Setenv(app.KeyVariable, "file"); err != nil {
			return Row{}, err
		}
	}
	return withBeacon(ctx, c, func(beacon *app.Beacon) (Row, error) {
		if action != Show {
			if _, err := beacon.MakeKey(ctx); err != nil {
				return Row{}, err
			}
		}
		beacon.TidyKeyring(ctx)
		return rowOf(ctx, beacon)
	})
}

func moveToKeyring(ctx context.Context, c *console.Console) (Row, error) {
	if os.Getenv(app.KeyVariable) != "" {
		return Row{},
			console.UsageErrorf("the environment variable %s says that the key is in a file: unset it, also for services, and try again",
				app.KeyVariable)
	}
	return withBeacon(ctx, c, func(beacon *app.Beacon) (Row, error) {
		if err := beacon.MoveKeyToKeyring(ctx); err != nil {
			return Row{}, err
		}
		return rowOf(ctx, beacon)
	})
}

func rotateKey(ctx context.Context, c *console.Console) (Row, error) {
	return withBeacon(ctx, c, func(beacon *app.Beacon) (Row, error) {
		done, err := beacon.RotateKey(ctx)
		if err != nil {
			return Row{}, err
		}
		c.Note("%s", message.Count("note.key-replaced", done.Resealed))
		c.Note("%s", app.AfterRotation(done))
		row, err := rowOf(ctx, beacon)
		row.Resealed, row.FormerLeft = &done.Resealed, done.Left != nil
		return row, err
	})
}
