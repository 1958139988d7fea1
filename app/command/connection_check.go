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
	checks := []app.Check{}
	_, err = beacon.Test(ctx, entry.Connection, app.SecretChanges{}, func(check app.Check) {
		if check.Result == connector.CheckRunning {
			c.note("%s: %s", check.Title, check.Meaning)
			return
		}
		checks = append(checks, check)
		if !c.json {
			c.printCheck(check)
		}
	})
	if err != nil {
		return err
	}
	if c.json {
		if err := c.printJSON(checks); err != nil {
			return err
		}
	}
	failed, advice := 0, ""
	for _, check := range checks {
		advice += check.Advice
		if check.Result == connector.CheckFailed {
			failed++
		}
	}
	c.hintButtons(advice, entry.Connection.Name)
	if failed > 0 {
		return connector.NewError(connector.Message{
			ID: "console.checks-failed", Data: connector.Data{"Name": entry.Connection.Name, "Failed": failed, "All": len(checks)},
		}, nil)
	}
	return nil
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
