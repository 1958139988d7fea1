// Package backup has the commands for backups of the connections: made, listed, restored.
package backup

// Commands are the commands of inventory-beacon backup.
type Commands struct {
	List    listCommand    `cmd:"" help:"List the backups of the connections, newest first."`
	Create  createCommand  `cmd:"" help:"Back up the connections, schedules, tasks and the history now."`
	Restore restoreCommand `cmd:"" help:"Put a backup in the place of the connections, schedules, tasks and the history, which are kept under another name; what was imported stays."`
}
