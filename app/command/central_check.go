package command

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/connector"
)

type centralTestCommand struct{}

// Run tries what publishing needs; it fails when a check did.
func (centralTestCommand) Run(ctx context.Context, c *console, beacon *app.Beacon) error {
	s, err := centralSet(ctx, beacon)
	if err != nil {
		return err
	}
	return c.testing(s.Server, func(report func(app.Check)) error {
		return beacon.TestCentral(ctx, s, app.CentralSecretChanges{}, report)
	})
}

// testing prints the checks that test reports, of what is called name; it fails when one did.
func (c *console) testing(name string, test func(report func(app.Check)) error) error {
	checks := []app.Check{}
	err := test(func(check app.Check) {
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
	c.hintButtons(advice, c.connection)
	if failed > 0 {
		return connector.NewError(connector.Message{
			ID: "console.checks-failed", Data: connector.Data{"Name": name, "Failed": failed, "All": len(checks)},
		}, nil)
	}
	return nil
}
