package command

import (
	"context"
	"time"

	"inventorybeacon/app"
)

type backupRestoreCommand struct {
	Backup string `arg:"" name:"name" help:"Name of a backup, or the path of a file."`
	yesFlag
}

func (cmd backupRestoreCommand) Run(ctx context.Context, c *console) error {
	dir, err := app.DataDir(c.data)
	if err != nil {
		return err
	}
	path, err := app.FindBackup(dir, cmd.Backup)
	if err != nil {
		return err // before somebody is asked about it
	}
	if app.SecretsOfBackupLost(ctx, dir, path) {
		c.note("%s", app.SecretsOfBackup())
	}
	if err := c.confirm(ctx, cmd.Yes, "Put the backup %s in the place of all connections, schedules, tasks and the history?", cmd.Backup); err != nil {
		return err
	}
	restored, err := app.RestoreBackup(ctx, dir, cmd.Backup, time.Now())
	if err != nil {
		return err
	}
	sealed := app.SecretsAfterRestore(ctx, dir)
	if c.json {
		return c.printJSON(restoredRow{restored, app.SecretsLost(sealed)})
	}
	c.note("Restored %s.", restored.From)
	if restored.Kept != "" {
		c.note("What was there before was kept as %s.", restored.Kept)
	}
	if restored.KeptHistory != "" {
		c.note("What was there before was kept as %s.", restored.KeptHistory)
	}
	c.note("%s", app.AfterRestore())
	c.hintButtons(app.AfterRestore(), "")
	if sealed != nil {
		advice := c.explain(sealed)
		c.note("%s %s", advice.Message, advice.Action)
	}
	return nil
}

// restoredRow is the result as JSON.
type restoredRow struct {
	app.Restored
	// SecretsLost says that the key that is here does not open the backup's secrets.
	SecretsLost bool `json:"secretsLost"`
}
