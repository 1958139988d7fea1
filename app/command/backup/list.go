package backup

import (
	"context"
	"slices"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

type listCommand struct{}

// row is a backup as JSON.
type row struct {
	app.Backup
	// Problem is why it cannot be restored; null when it can.
	Problem *connector.Advice `json:"problem"`
	// SecretsLost says that the key that is here does not open its secrets.
	SecretsLost bool `json:"secretsLost"`
}

// Run opens no connections: it is needed most when they cannot be opened.
func (listCommand) Run(ctx context.Context, c *console.Console) error {
	dir, err := app.DataDir(c.DataDir)
	if err != nil {
		return err
	}
	backups, err := app.Backups(dir)
	if err != nil {
		return err
	}
	rows := make([]row, len(backups))
	for i, b := range backups {
		rows[i] = row{Backup: b}
		if err := app.CheckBackup(ctx, b); err != nil {
			problem := c.Explain(err)
			rows[i].Problem = &problem
		} else {
			rows[i].SecretsLost = app.SecretsOfBackupLost(ctx, dir, b.Path)
		}
	}
	if c.JSON {
		return c.PrintJSON(rows)
	}
	t := console.NewTable("Name", "Made", "Size", "Kind", "State")
	for _, row := range rows {
		t.Add(row.Name, row.At.Local().Format(time.DateTime), row.Size.String(), kind(row.Backup), state(row))
	}
	if err := t.Write(c); err != nil {
		return err
	}
	if slices.ContainsFunc(rows, func(row row) bool { return row.SecretsLost }) {
		c.Note("Without its secrets: %s", app.SecretsOfBackup())
		c.HintButtons(app.SecretsOfBackup(), "")
	}
	return nil
}

func kind(b app.Backup) string {
	if b.Daily {
		return message.L("daily")
	}
	return message.L("on demand")
}

func state(row row) string {
	if row.Problem != nil {
		return row.Problem.Message
	}
	if row.SecretsLost {
		return message.L("without its secrets")
	}
	if !row.History {
		return message.L("without the history")
	}
	return message.L("whole")
}
