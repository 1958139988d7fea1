package command

import (
	"context"
	"errors"
	"slices"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/command/task"
	"inventorybeacon/app/configuration"
	"inventorybeacon/app/imports"
	"inventorybeacon/app/licensing"
	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

// errorRow is an error as JSON.
type errorRow struct {
	Message string `json:"message"`
	Action  string `json:"action"`
	// Code is a word that stays as it is, one for each exit status.
	Code      string `json:"code"`
	Reference string `json:"reference,omitempty"`
	// Hint says by which commands to go on.
	Hint string `json:"hint,omitempty"`
	// Fields are the fields that an edit was refused for.
	Fields []workspace.Problem `json:"fields,omitempty"`
	// Places are those of files that a configuration was refused for.
	Places []placeRow `json:"places,omitempty"`
}

// placeRow is what is wrong at a place of a file, as JSON.
type placeRow struct {
	configuration.Place
	Message string `json:"message"`
}

// report writes what the administrator reads of an error and returns the exit
// status.
func report(ctx context.Context, c *console.Console, err error) int {
	var out *console.OutputError
	if errors.As(err, &out) && isClosedPipe(out) {
		return exitClosedPipe // who reads has enough, and wants to hear nothing of it
	}
	ended := outcomeOf(ctx, err)
	if c.JSON {
		reportJSON(c, err, ended.code)
		return ended.status
	}
	var problems *workspace.ProblemsError
	if errors.As(err, &problems) {
		for _, p := range problems.Problems {
			c.Complain("%s", option(p)+p.Message)
		}
		return ended.status
	}
	var wrongFile *configuration.Error
	if errors.As(err, &wrongFile) {
		for _, p := range wrongFile.Problems {
			c.Complain("%s: %s", p.Place.String(), message.Sentence(p.Message))
		}
		c.Say("%s", message.Sentence(wrongFile.Message()))
		return ended.status
	}
	advice := c.Explain(err)
	if c.ReadOnly != nil && (errors.Is(err, c.ReadOnly) || app.IsUnwritable(err)) {
		c.Complain("%s", message.Text(connector.Message{ID: "console.declined"}))
		return ended.status
	}
	if ended.code == codeWrong {
		c.Complain("inventory-beacon: %s", advice.Message)
		c.Say("%s", advice.Action)
		return ended.status
	}
	c.Complain("%s", strings.TrimSpace(advice.Message+" "+advice.Action))
	if advice.Reference != "" {
		c.Say("%s", advice.Reference)
	}
	hint(c, err)
	return ended.status
}

// option is the option of the field that a problem is about; empty for what is an
// argument, or stands in a file.
func option(p workspace.Problem) string {
	switch p.Field {
	case connector.FieldName, licensing.FieldAmount, licensing.FieldCurrency,
		licensing.FieldUnits, licensing.FieldOwnName, licensing.FieldLine:
		return ""
	}
	return "--" + console.FlagOf(p.Field) + ": "
}

// reportJSON writes an error as one line, the last one on standard error.
func reportJSON(c *console.Console, err error, code string) {
	advice := c.Explain(err)
	row := errorRow{Message: advice.Message, Action: advice.Action, Code: code, Reference: advice.Reference, Hint: hintText(c, err)}
	var problems *workspace.ProblemsError
	if errors.As(err, &problems) {
		for _, p := range problems.Problems {
			row.Fields = append(row.Fields, workspace.Problem{Field: connector.Field(console.FlagOf(p.Field)), Message: p.Message})
		}
	}
	var wrongFile *configuration.Error
	if errors.As(err, &wrongFile) {
		for _, p := range wrongFile.Problems {
			row.Places = append(row.Places, placeRow{p.Place, message.Sentence(p.Message)})
		}
	}
	_ = console.NewJSONEncoder(c.Err).Encode(map[string]errorRow{"error": row}) // there is no other place to say it
}

// wantsJSON looks for --json in arguments that could not be parsed.
func wantsJSON(args []string) bool {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	return slices.Contains(args, "--json") || slices.Contains(args, "--json=true")
}

// hintText is what [hint] says.
func hintText(c *console.Console, err error) string {
	var said strings.Builder
	told := *c
	told.Err, told.Quiet = &said, false
	hint(&told, err)
	return strings.TrimSpace(said.String())
}

// hint says by which command to go on.
func hint(c *console.Console, err error) {
	var duplicate *workspace.DuplicateTenantError
	var disabled *imports.DisabledError
	var other *connector.OtherTenantError
	var own *workspace.OwnInventoryError
	var noKept *workspace.KeptNotFoundError
	var busy *app.BusyError
	_, backups := app.RestorableBackups(err)
	switch {
	case c.HeldBack.ID != 0:
		c.Note("What would go is listed by: %s task show %s", c.Program(), console.Number(c.HeldBack.ID))
		task.HintHeld(c, c.HeldBack)
	case errors.As(err, &duplicate):
		if len(duplicate.Others) == 0 && len(duplicate.Kept) == 1 {
			c.Note("Use the kept inventory with: %s inventory give %s %s",
				c.Program(), connector.ShellWord(duplicate.Kept[0]), connector.ShellWord(duplicate.Name))
		}
		c.Note("On the console, Import All the Same is: %s import %s --allow-duplicate", c.Program(), connector.ShellWord(duplicate.Name))
	case errors.As(err, &own):
		c.Note("Remove a kept inventory with: %s inventory remove NAME", c.Program())
	case errors.As(err, &noKept):
		c.Note("Kept inventories are listed by: %s inventory kept", c.Program())
	case errors.As(err, &busy) && c.Connection != "":
		c.Note("Cancel it with: %s task cancel %s", c.Program(), connector.ShellWord(c.Connection))
	case len(backups) > 0:
		c.Note("Restore it with: %s backup restore %s", c.Program(), backups[0].Name)
	case errors.As(err, &disabled):
		c.Note("Enable it with: %s connection enable %s", c.Program(), connector.ShellWord(disabled.Name))
	case errors.As(err, &other):
		c.Note("On the console, Replace Inventory... is: %s import %s --replace-inventory", c.Program(), connector.ShellWord(other.Connection))
	default:
		c.HintButtons(c.Explain(err).Action, c.Connection)
	}
}
