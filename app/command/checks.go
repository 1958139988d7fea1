package command

import (
	"fmt"

	"inventorybeacon/app"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

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
