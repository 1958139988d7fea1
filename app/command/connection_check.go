package command

import (
	"context"
	"fmt"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

type connectionTestCommand struct {
	Name string `arg:"" help:"Connection name."`
}

// Run tests the connection; it fails when a check did.
func (cmd connectionTestCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	entry, err := c.named(beacon, cmd.Name)
	if err != nil {
		return err
	}
	return c.testing(entry.Connection.Name, func(report func(app.Check)) error {
		_, err := beacon.Test(ctx, entry.Connection, app.SecretChanges{}, report)
		return err
	})
}

var resultColors = map[connector.CheckResult]color{
	connector.CheckPassed: green, connector.CheckWarning: yellow, connector.CheckFailed: red,
}

// printCheck prints a line, and further ones with what to do and what support
// asks for.
func (c *console) printCheck(check app.Check) {
	name := check.Title
	if check.Optional {
		name = fmt.Sprintf(message.L("%s (optional)"), name)
	}
	result := c.outTTY.paint(resultColors[check.Result], fmt.Sprintf("%-8s", check.Result))
	c.printf("%s %-28s %s\n", result, name, check.Meaning)
	for _, more := range []string{check.Advice, check.Reference} {
		if more != "" {
			c.printf("%-37s %s\n", "", more)
		}
	}
}
