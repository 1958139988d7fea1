// Package central has the commands for the central database: set up, tried, published into.
package central

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/centralsettings"
)

// Commands are the commands of inventory-beacon central.
type Commands struct {
	Set     setCommand     `cmd:"" help:"Say where the central database is, and as whom it is used; options that are not given leave what is stored."`
	Show    showCommand    `cmd:"" help:"Print where the central database is, without any secret."`
	Test    testCommand    `cmd:"" help:"Try whether imports can be published, one check a line."`
	Status  statusCommand  `cmd:"" help:"Say how far publishing is, for each tenant."`
	Publish publishCommand `cmd:"" help:"Publish now what was imported and has not arrived there yet."`
	Schema  schemaCommand  `cmd:"" help:"Print the SQL that makes the tables and views, and names the rights that roles need, or run it."`
	Forget  forgetCommand  `cmd:"" help:"Forget the central database; what was published stays there."`
}

// centralSet returns how the central database is reached, or an [centralsettings.NotSetError].
func centralSet(ctx context.Context, beacon *app.Beacon) (centralsettings.Settings, error) {
	s, found, err := beacon.CentralSettings.Get(ctx)
	if err == nil && !found {
		err = &centralsettings.NotSetError{}
	}
	return s, err
}
