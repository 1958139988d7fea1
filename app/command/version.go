package command

import (
	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
)

type versionCommand struct{}

func (versionCommand) Run(c *console.Console) error {
	build := app.ThisBuild()
	if c.JSON {
		return c.PrintJSON(build)
	}
	c.Printf("%s %s\n", app.Name, build.Version)
	if build.Commit != "" {
		c.Printf("commit %s\n", build.Commit)
	}
	c.Printf("%s %s/%s, SQLite %s\n", build.Go, build.OS, build.Arch, build.SQLite)
	return nil
}
