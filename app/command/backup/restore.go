package backup

import (
	"context"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
)

type restoreCommand struct {
	Backup string `arg:"" name:"name" help:"Name of a backup, or the path of a file."`
	console.YesFlag
}

func (cmd restoreCommand) Run(ctx context.Context, c *console.Console) error {
	dir, err := app.DataDir(c.DataDir)
	if err != nil {
		return err
	}
	path, err := app.FindBackup(dir, cmd.Backup)
	if err != nil {
		return err // before somebody is asked about it
	}
	if app.SecretsOfBackupLost(ctx, dir, path) {
		c.Note("%s", app.SecretsOfBackup())
	}
	if err := c.Confirm(ctx, cmd.Yes,
		"Put the backup %s in the place of all connections, schedules, tasks, prices, names, views, licenses to keep and the history?",
		cmd.Backup); err != nil {
		return err
	}
	restored, err := app.RestoreBackup(ctx, dir, cmd.Backup, time.Now())
	if err != nil {
		return err
	}
	sealed := app.SecretsAfterRestore(ctx, dir)
	if c.JSON {
		return c.PrintJSON(restoredRow{restored, app.SecretsLost(sealed)})
	}
	c.Note("Restored %s.", restored.From)
	if restored.Kept != "" {
		c.Note("What was there before was kept as %s.", restored.Kept)
	}
	if restored.KeptHistory != "" {
		c.Note("What was there before was kept as %s.", restored.KeptHistory)
	}
	if restored.HistoryLeft {
		c.Note("%s", app.HistoryLeft())
	}
	c.Note("%s", app.AfterRestore())
	c.HintButtons(app.AfterRestore(), "")
	if sealed != nil {
		advice := c.Explain(sealed)
		c.Note("%s %s", advice.Message, advice.Action)
	}
	return nil
}

// restoredRow is the result as JSON.
type restoredRow struct {
	app.Restored
	// SecretsLost says that the key that is here does not open the backup's secrets.
	SecretsLost bool `json:"secretsLost"`
}
