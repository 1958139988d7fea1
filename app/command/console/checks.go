package console

import (
	"fmt"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// PrintChecks prints the checks that test reports, of what is called name; it fails when one did.
func (c *Console) PrintChecks(name string, test func(report func(message.Check)) error) error {
	checks := []message.Check{}
	err := test(func(check message.Check) {
		if check.Result == connector.CheckRunning {
			c.Note("%s: %s", check.Title, check.Meaning)
			return
		}
		checks = append(checks, check)
		if !c.JSON {
			c.printCheck(check)
		}
	})
	if err != nil {
		return err
	}
	if c.JSON {
		if err := c.PrintJSON(checks); err != nil {
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
	c.HintButtons(advice, c.Connection)
	if failed > 0 {
		return connector.NewError(connector.Message{
			ID: "console.checks-failed", Data: connector.Data{"Name": name, "Failed": failed, "All": len(checks)},
		}, nil)
	}
	return nil
}

var resultColors = map[connector.CheckResult]Color{
	connector.CheckPassed: Green, connector.CheckWarning: Yellow, connector.CheckFailed: Red,
}

// printCheck prints a line, and further ones with what to do and what support
// asks for.
func (c *Console) printCheck(check message.Check) {
	name := check.Title
	if check.Optional {
		name = fmt.Sprintf(message.L("%s (optional)"), name)
	}
	result := c.OutTTY.Paint(resultColors[check.Result], fmt.Sprintf("%-8s", check.Result))
	c.Printf("%s %-28s %s\n", result, name, check.Meaning)
	for _, more := range []string{check.Advice, check.Reference} {
		if more != "" {
			c.Printf("%-37s %s\n", "", more)
		}
	}
}
