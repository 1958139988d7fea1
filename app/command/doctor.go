package command

import (
	"context"
	"strconv"
	"strings"
	"unicode"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/doctor"
	"inventorybeacon/connector"
)

type doctorCommand struct{}

// Run also says what there is to say when the data directory cannot be opened: then
// it is needed most.
func (doctorCommand) Run(ctx context.Context, c *console.Console) error {
	dir, err := app.DataDirPlace(c.DataDir)
	if err != nil {
		return err
	}
	findings := doctor.Examine(ctx, doctor.Options{Dir: dir, Window: c.CheckWindow()})
	if c.JSON {
		err = c.PrintJSON(findings)
	} else {
		for _, f := range findings {
			c.Printf("%-8s %-15s %s\n", f.Status, f.Check, oneLine(inWords(f)))
		}
	}
	failed := 0
	for _, f := range findings {
		if f.Status == doctor.Failed {
			failed++
		}
	}
	if err == nil && failed > 0 {
		err = connector.NewError(connector.Message{ID: "console.unhealthy", Data: connector.Data{"Failed": failed, "All": len(findings)}}, nil)
	}
	return err
}

// inWords is all that a finding says to a person.
func inWords(f doctor.Result) string {
	text := strings.TrimSpace(ended(f.Message) + " " + f.Action)
	if f.Reference != "" {
		text += " (" + strings.ReplaceAll(f.Reference, "\n", "; ") + ")"
	}
	return text
}

// oneLine writes line breaks and what else would do something to a terminal as Go
// does: they may stand in the names of folders.
func oneLine(text string) string {
	var line strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) {
			line.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		} else {
			line.WriteRune(r)
		}
	}
	return line.String()
}

// ended ends a text with a full stop, when more follows.
func ended(text string) string {
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}
