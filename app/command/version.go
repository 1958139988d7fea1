package command

import "inventorybeacon/app"

type versionCommand struct{}

func (versionCommand) Run(c *console) error {
	build := app.ThisBuild()
	if c.json {
		return c.printJSON(build)
	}
	c.printf("%s %s\n", app.Name, build.Version)
	if build.Commit != "" {
		c.printf("commit %s\n", build.Commit)
	}
	c.printf("%s %s/%s, SQLite %s\n", build.Go, build.OS, build.Arch, build.SQLite)
	return nil
}
