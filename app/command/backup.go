package command

type backupCommands struct {
	List    backupListCommand    `cmd:"" help:"List the backups of the connections, newest first."`
	Create  backupCreateCommand  `cmd:"" help:"Back up the connections, schedules, tasks and the history now."`
	Restore backupRestoreCommand `cmd:"" help:"Put a backup in the place of the connections, schedules, tasks and the history, which are kept under another name; what was imported stays."`
}
