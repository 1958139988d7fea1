package config

import (
	"cmp"
	"context"
	"os"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/configuration"
	"inventorybeacon/app/configure"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

// ApplyCommand is the command inventory-beacon apply.
type ApplyCommand struct {
	Files         []string `arg:"" name:"file" help:"YAML or JSON file, folder of them, or - for standard input."`
	DryRun        bool     `help:"Only say what would change."`
	Prune         bool     `help:"Delete what does not stand in the files, of the sections that they have: with connections, for instance, every connection that they do not name."`
	KeepInventory bool     `help:"Keep what was imported through connections that are deleted."`
	console.YesFlag
}

// appliedRow is what apply has done, or would do, as JSON.
type appliedRow struct {
	Changed   bool               `json:"changed"`
	DryRun    bool               `json:"dryRun"`
	Unchanged int                `json:"unchanged"`
	Changes   []configure.Change `json:"changes"`
}

func (cmd ApplyCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	if cmd.KeepInventory && !cmd.Prune {
		return console.UsageErrorf("--keep-inventory belongs to --prune: only connections that are deleted leave an inventory")
	}
	file, err := configuration.Read(cmd.Files, c.In)
	if err != nil {
		return err
	}
	done, err := configure.Apply(ctx, beacon, file, configure.Options{
		DryRun: cmd.DryRun, Prune: cmd.Prune, KeepInventory: cmd.KeepInventory, Lookup: os.LookupEnv,
		Confirm: func(deleted []configure.Change) error {
			var names []string
			for _, d := range deleted {
				names = append(names, changedName(d))
			}
			return c.Confirm(ctx, cmd.Yes, "Delete what does not stand in the files: %s?", strings.Join(names, "; "))
		},
	})
	if err != nil {
		return err
	}
	if err := printApplied(c, done, cmd.DryRun); err != nil {
		return err
	}
	if !cmd.DryRun {
		noteConnections(c, beacon, done.Changes)
	}
	return nil
}

func printApplied(c *console.Console, done configure.Result, dryRun bool) error {
	changed := len(done.Changes) > 0
	if c.JSON {
		return c.PrintJSON(appliedRow{changed, dryRun, done.Unchanged, append([]configure.Change{}, done.Changes...)})
	}
	if changed {
		t := console.NewTable("Change", "Kind", "Name", "Fields")
		for _, change := range done.Changes {
			t.Add(message.L(actionTexts[change.Action]), kindText(change.Kind), change.Name, fieldTexts(change))
		}
		if err := t.Write(c); err != nil {
			return err
		}
	}
	summary := message.Text(connector.Message{ID: "configuration.status.done", Data: connector.Data{
		"Changed": message.Count("count.changes", len(done.Changes)), "Count": done.Unchanged,
	}})
	if dryRun {
		summary = message.Text(connector.Message{ID: "configuration.status.dry-run", Data: connector.Data{
			"Changed": message.Count("count.changes", len(done.Changes)), "Count": done.Unchanged,
		}})
	}
	c.Note("%s", summary)
	return nil
}

// noteConnections says of the connections that were written which cannot import yet, and
// which send their secrets to others than Microsoft.
func noteConnections(c *console.Console, beacon *app.Beacon, changes []configure.Change) {
	for _, change := range changes {
		if change.Kind != configure.KindConnection || change.Action == configure.ActionDelete {
			continue
		}
		entry, err := beacon.Named(change.Name)
		if err != nil {
			continue // deleted meanwhile
		}
		c.NoteForeignLogin(entry.Connection.TokenEndpoint)
		if entry.WithoutSecrets() {
			c.Note("%s has no secrets yet.", change.Name)
			c.NoteMissingSecrets(entry.Connection)
		}
	}
}

var actionTexts = map[configure.Action]string{
	configure.ActionCreate: "create", configure.ActionUpdate: "update", configure.ActionDelete: "delete",
}

// kindText is a kind as people read it.
func kindText(kind configure.Kind) string {
	switch kind {
	case configure.KindSetting:
		return message.L("setting")
	case configure.KindSchedule:
		return message.L("schedule")
	case configure.KindConnection:
		return message.L("connection")
	case configure.KindPrice:
		return message.L("price")
	case configure.KindCommitment:
		return message.L("commitment")
	case configure.KindOwnName:
		return message.L("own name")
	case configure.KindView:
		return message.L("view")
	case configure.KindCentral:
		return message.L("central database")
	case configure.KindExport:
		return message.L("automatic export")
	case configure.KindChannel:
		return message.L("channel")
	}
	return string(kind)
}

func changedName(change configure.Change) string {
	return kindText(change.Kind) + " " + change.Name
}

// fieldTexts says which fields change, and to what.
func fieldTexts(change configure.Change) string {
	var texts []string
	for _, f := range change.Fields {
		values := cmp.Or(string(f.Before), "-") + " -> " + cmp.Or(string(f.After), "-")
		switch {
		case f.Before == nil && f.After == nil: // a secret
			texts = append(texts, f.Field)
		case f.Field == change.Name: // a setting
			texts = append(texts, values)
		default:
			texts = append(texts, f.Field+": "+values)
		}
	}
	return strings.Join(texts, "; ")
}
