package serve

import (
	"context"

	"inventorybeacon/app/command/console"
	"inventorybeacon/app/command/key"
	"inventorybeacon/app/service"
)

// ownerOf is the service's own account, whom its installation lets into every data
// directory.
func ownerOf(string) string { return service.DefaultAccount }

// another is never so: an administrator may open what the service is let into.
func another(string) bool { return false }

// checkInstaller leaves it to the system who may install a service.
func checkInstaller(string) error { return nil }

// keyAs is not needed where no account is another.
func keyAs(ctx context.Context, c *console.Console, _, _, action string) (key.Row, error) {
	return key.Place(ctx, c, action)
}

// beyondLogOff has nothing to say: there are no services of one account.
func beyondLogOff(string) string { return "" }
