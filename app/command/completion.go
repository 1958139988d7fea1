package command

import (
	"embed"
	"fmt"

	"inventorybeacon/app/command/console"
)

// completionScripts tell shells to ask this program (see [completeCommand]).
// Libraries for kong have none for PowerShell, and the others ask in ways that do
// not know names with spaces.
//
//go:embed completion
var completionScripts embed.FS

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish,powershell" help:"bash, zsh, fish or powershell. The script says how it is loaded."`
}

func (cmd completionCommand) Run(c *console.Console) error {
	script, err := completionScripts.ReadFile("completion/" + cmd.Shell)
	if err != nil {
		return fmt.Errorf("reading the script for %s: %w", cmd.Shell, err)
	}
	_, err = c.Out.Write(script)
	return err
}
